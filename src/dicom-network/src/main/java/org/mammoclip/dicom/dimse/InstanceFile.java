package org.mammoclip.dicom.dimse;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DicomFormatException;

/**
 * A Part 10 file that is to be sent: what its file meta information says (PS3.10 7.1), and where the data set begins.
 * The data set itself is not looked at. Immutable.
 *
 * @param path the file
 * @param sopClassUid Media Storage SOP Class UID
 * @param sopInstanceUid Media Storage SOP Instance UID
 * @param transferSyntaxUid of the data set
 * @param dataSetOffset bytes before the data set
 * @param dataSetLength bytes from there to the end of the file
 */
public record InstanceFile(
        Path path, Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid, long dataSetOffset, long dataSetLength) {
    /** Longest file meta information, in bytes. */
    public static final int MAX_META_BYTES = 1 << 20;

    private static final int PREAMBLE_BYTES = 128;
    private static final int LONGEST_UID_VALUE = Uid.MAX_LENGTH + 2;

    /** @throws IOException if the file cannot be read; {@link DicomFormatException} if it is no Part 10 file */
    public static InstanceFile open(Path path) throws IOException {
        long size = Files.size(path);
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path), 4096)) {
            MetaReader meta = new MetaReader(new DataInputStream(file));
            meta.read();
            return new InstanceFile(
                    path,
                    meta.uid(Tag.MediaStorageSOPClassUID),
                    meta.uid(Tag.MediaStorageSOPInstanceUID),
                    meta.uid(Tag.TransferSyntaxUID),
                    meta.offset,
                    size - meta.offset);
        } catch (EOFException e) {
            throw new DicomFormatException(
                    "file ends within its meta information", size, Tag.FileMetaInformationGroupLength);
        }
    }

    /** The data set's bytes; the caller closes it. */
    public InputStream openDataSet() throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            in.skipNBytes(dataSetOffset);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Walks over group 0002, Explicit VR Little Endian whatever follows. */
    private static final class MetaReader {
        private final DataInputStream in;
        private final Map<Integer, String> uids = new HashMap<>();
        private long offset;

        MetaReader(DataInputStream in) {
            this.in = in;
        }

        void read() throws IOException {
            in.skipNBytes(PREAMBLE_BYTES);
            if (!Arrays.equals(in.readNBytes(4), "DICM".getBytes(StandardCharsets.US_ASCII))) {
                throw new DicomFormatException("no DICM prefix", PREAMBLE_BYTES, Tag.FileMetaInformationGroupLength);
            }
            offset = PREAMBLE_BYTES + 4;
            while (element()) {
                if (offset > MAX_META_BYTES) {
                    throw new DicomFormatException(
                            "meta information is too long", offset, Tag.FileMetaInformationGroupLength);
                }
            }
        }

        /** Reads one element of group 0002; false and nothing consumed that counts if the data set begins. */
        private boolean element() throws IOException {
            int first = in.read();
            if (first < 0) {
                return false; // no data set at all: legal only for a query, but not our concern
            }
            int group = first | in.readUnsignedByte() << 8;
            if (group != 2) {
                return false;
            }
            int tag = group << 16 | Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
            String vr = "" + (char) in.readUnsignedByte() + (char) in.readUnsignedByte();
            long length = Short.toUnsignedLong(Short.reverseBytes(in.readShort()));
            offset += 8;
            if (vr.equals("OB") || vr.equals("UN") || vr.equals("OW") || vr.equals("UT") || vr.equals("SQ")) {
                length = Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
                offset += 4;
            }
            if (length > MAX_META_BYTES) {
                throw new DicomFormatException("meta element is too long", offset, tag);
            }
            if (vr.equals("UI") && length <= LONGEST_UID_VALUE) {
                uids.put(tag, new String(in.readNBytes((int) length), StandardCharsets.ISO_8859_1));
            } else {
                in.skipNBytes(length);
            }
            offset += length;
            return true;
        }

        Uid uid(int tag) throws DicomFormatException {
            String text = uids.getOrDefault(tag, "");
            int end = text.length();
            while (end > 0 && (text.charAt(end - 1) == '\0' || text.charAt(end - 1) == ' ')) {
                end--;
            }
            if (!Uid.isValid(text.substring(0, end))) {
                throw new DicomFormatException("meta information has no legal UID here", offset, tag);
            }
            return Uid.of(text.substring(0, end));
        }
    }
}

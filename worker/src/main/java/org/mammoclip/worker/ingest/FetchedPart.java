package org.mammoclip.worker.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DataSetReader;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;

/**
 * A Part 10 stream whose head has been read: file meta information, and the data set still to come. So an instance that
 * was fetched takes the same path as one that was sent.
 */
record FetchedPart(Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid) {
    private static final int GROUP_LENGTH_BYTES = 12;
    private static final int MAX_META_BYTES = 64 << 10;
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
    private static final byte[] GROUP_LENGTH = {2, 0, 0, 0, 'U', 'L', 4, 0};

    /**
     * Reads preamble and group 0002; the stream then stands at the data set.
     *
     * @throws DicomFormatException if it is no Part 10 stream with a group length (PS3.10 7.1)
     */
    static FetchedPart readHead(InputStream part10) throws IOException {
        byte[] head = part10.readNBytes(FileMeta.PREAMBLE_BYTES + PREFIX.length + GROUP_LENGTH_BYTES);
        int prefix = FileMeta.PREAMBLE_BYTES;
        int group = prefix + PREFIX.length;
        if (head.length < group + GROUP_LENGTH_BYTES
                || !Arrays.equals(head, prefix, group, PREFIX, 0, PREFIX.length)
                || !Arrays.equals(head, group, group + GROUP_LENGTH.length, GROUP_LENGTH, 0, GROUP_LENGTH.length)) {
            throw new DicomFormatException("not a Part 10 file with a group length", 0);
        }
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(head.length - 4);
        if (length < 0 || length > MAX_META_BYTES) {
            throw new DicomFormatException("file meta information longer than " + MAX_META_BYTES, group);
        }
        byte[] meta = part10.readNBytes(length);
        if (meta.length < length) {
            throw new DicomFormatException("truncated file meta information", group);
        }
        DataSet fileMeta = DataSetReader.read(
                new ByteArrayInputStream(meta), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT);
        return new FetchedPart(
                required(fileMeta, Tag.MediaStorageSOPClassUID),
                required(fileMeta, Tag.MediaStorageSOPInstanceUID),
                required(fileMeta, Tag.TransferSyntaxUID));
    }

    private static Uid required(DataSet fileMeta, int tag) throws DicomFormatException {
        return fileMeta.uid(tag)
                .orElseThrow(() -> new DicomFormatException(Tag.format(tag) + " is missing or not a UID"));
    }
}

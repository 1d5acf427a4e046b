package org.mammoclip.dicom.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.Vr;

/** File Meta Information (PS3.10 7.1): group 0002, always Explicit VR Little Endian. */
public final class FileMeta {
    /** Bytes before the prefix, all zero when we write. */
    public static final int PREAMBLE_BYTES = 128;

    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};

    private FileMeta() {}

    /** The elements of a file of this product; the group length is computed on encoding. */
    public static DataSet of(
            Uid sopClass, Uid sopInstance, TransferSyntax transferSyntax, Implementation implementation) {
        return DataSet.builder()
                .binary(Tag.FileMetaInformationVersion, Vr.OB, new byte[] {0, 1})
                .uid(Tag.MediaStorageSOPClassUID, sopClass)
                .uid(Tag.MediaStorageSOPInstanceUID, sopInstance)
                .uid(Tag.TransferSyntaxUID, transferSyntax.uid())
                .uid(Tag.ImplementationClassUID, implementation.classUid())
                .text(Tag.ImplementationVersionName, implementation.versionName())
                .build();
    }

    /**
     * Preamble, prefix and group 0002: everything before the data set, so that a spool can write it and append the data
     * set bytes as they were received.
     */
    public static byte[] encode(
            Uid sopClass, Uid sopInstance, TransferSyntax transferSyntax, Implementation implementation) {
        return encode(of(sopClass, sopInstance, transferSyntax, implementation));
    }

    /**
     * Preamble, prefix and group 0002 with its group length.
     *
     * @throws IllegalArgumentException if an element is not of group 0002
     */
    public static byte[] encode(DataSet fileMeta) {
        fileMeta.forEach(element -> {
            if (Tag.group(element.tag()) != 2) {
                throw new IllegalArgumentException(Tag.format(element.tag()) + " does not belong in group 0002");
            }
        });
        ByteArrayOutputStream group = new ByteArrayOutputStream();
        try {
            DataSetWriter.write(
                    group,
                    fileMeta.toBuilder()
                            .remove(Tag.FileMetaInformationGroupLength)
                            .build(),
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        byte[] elements = group.toByteArray();
        return ByteBuffer.allocate(PREAMBLE_BYTES + PREFIX.length + 12 + elements.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(PREAMBLE_BYTES)
                .put(PREFIX)
                .putShort((short) 2)
                .putShort((short) 0)
                .put("UL".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 4)
                .putInt(elements.length)
                .put(elements)
                .array();
    }
}

package org.mammoclip.dicom.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;

/** Writes DICOM files (PS3.10 7.1) as {@link DataSetWriter} writes data sets. Stateless, thread-safe. */
public final class Part10Writer {
    private Part10Writer() {}

    /**
     * Writes preamble, file meta information and data set; the stream is not closed. The file meta information says the
     * transfer syntax of {@code file}, whatever it said before; where it lacks the SOP class or instance, it is made
     * anew from the data set.
     *
     * @throws IllegalArgumentException if neither has a SOP Class UID and a SOP Instance UID, and as
     *     {@link DataSetWriter#write} does
     */
    public static void write(OutputStream out, Part10File file) throws IOException {
        byte[] start = start(file);
        EncodedDataSet encoded = DataSetWriter.encode(file.dataSet(), file.transferSyntax());
        out.write(start);
        DataSetWriter.write(out, encoded, file.transferSyntax());
    }

    private static byte[] start(Part10File file) {
        boolean complete = file.fileMeta().uid(Tag.MediaStorageSOPClassUID).isPresent()
                && file.fileMeta().uid(Tag.MediaStorageSOPInstanceUID).isPresent();
        DataSet meta = complete
                ? file.fileMeta()
                : Part10File.of(file.dataSet(), file.transferSyntax()).fileMeta();
        return FileMeta.encode(meta.toBuilder()
                .uid(Tag.TransferSyntaxUID, file.transferSyntax().uid())
                .build());
    }

    /**
     * Writes a file, replacing what was there. Not atomic and not synced: where that matters, write elsewhere, sync and
     * rename. What cannot be encoded is found before the file is touched.
     *
     * @throws IllegalArgumentException if a value of the data set lies in the very file to be replaced, and as
     *     {@link #write(OutputStream, Part10File)} does
     */
    public static void write(Path path, Part10File file) throws IOException {
        if (Files.exists(path) && usesFile(file.dataSet(), path)) {
            throw new IllegalArgumentException("a value of the data set lies in the file to be replaced");
        }
        byte[] start = start(file);
        EncodedDataSet encoded = DataSetWriter.encode(file.dataSet(), file.transferSyntax());
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            RegionOutput out = RegionOutput.of(channel);
            out.write(start);
            DataSetWriter.write(out, encoded, file.transferSyntax());
            out.flushBuffer();
        }
    }

    private static boolean usesFile(DataSet dataSet, Path path) throws IOException {
        for (DataElement element : dataSet) {
            if (element.value() instanceof Value.FileRegion region && Files.isSameFile(region.file(), path)) {
                return true;
            }
            if (element.value() instanceof Value.Items items) {
                for (DataSet item : items.items()) {
                    if (usesFile(item, path)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}

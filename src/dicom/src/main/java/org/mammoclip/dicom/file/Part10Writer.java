package org.mammoclip.dicom.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Writes DICOM files (PS3.10 7.1). Stateless, thread-safe. */
public final class Part10Writer {
    private Part10Writer() {}

    public static void write(OutputStream out, Part10File file) throws IOException {
        out.write(FileMeta.encode(file.fileMeta()));
        DataSetWriter.write(out, file.dataSet(), file.transferSyntax());
    }

    public static void write(Path path, Part10File file) throws IOException {
        throw new UnsupportedOperationException();
    }
}

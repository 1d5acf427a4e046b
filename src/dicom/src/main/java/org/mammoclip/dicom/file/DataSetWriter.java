package org.mammoclip.dicom.file;

import java.io.IOException;
import java.io.OutputStream;
import org.mammoclip.dicom.DataSet;

/** Writes encoded data sets without a file header, as DIMSE carries them (PS3.5 chapter 7). Stateless, thread-safe. */
public final class DataSetWriter {
    private DataSetWriter() {}

    public static void write(OutputStream out, DataSet dataSet, TransferSyntax transferSyntax) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** How many bytes {@link #write} will write; not for deflated transfer syntaxes. */
    public static long encodedLength(DataSet dataSet, TransferSyntax transferSyntax) {
        throw new UnsupportedOperationException();
    }
}

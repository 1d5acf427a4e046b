package org.mammoclip.dicom.file;

import java.io.IOException;
import java.io.InputStream;
import org.mammoclip.dicom.DataSet;

/** Reads encoded data sets without a file header, as DIMSE carries them (PS3.5 chapter 7). Stateless, thread-safe. */
public final class DataSetReader {
    private DataSetReader() {}

    /** Reads to the end of the stream, wholly into memory. */
    public static DataSet read(InputStream in, TransferSyntax transferSyntax, ReadLimits limits) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads up to, not including, the first element with {@code stopTag} or a higher tag. */
    public static DataSet readUntil(InputStream in, TransferSyntax transferSyntax, ReadLimits limits, int stopTag)
            throws IOException {
        throw new UnsupportedOperationException();
    }
}

package org.mammoclip.dicom.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads DICOM files (PS3.10 7.1). Stateless, thread-safe. */
public final class Part10Reader {
    private Part10Reader() {}

    /** Reads a file; bulk values above 64 KiB and Pixel Data stay in it as {@link org.mammoclip.dicom.Value.FileRegion}. */
    public static Part10File read(Path file, ReadLimits limits) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads a file up to, not including, Pixel Data. */
    public static Part10File readHeader(Path file, ReadLimits limits) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads a file from a stream, wholly into memory. */
    public static Part10File read(InputStream in, ReadLimits limits) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads a file from a stream up to, not including, Pixel Data; the stream may be read a buffer further. */
    public static Part10File readHeader(InputStream in, ReadLimits limits) throws IOException {
        throw new UnsupportedOperationException();
    }
}

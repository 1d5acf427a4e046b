package org.mammoclip.dicom.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The inflated bytes of a deflated data set (PS3.5 A.5: raw deflate, RFC 1951), within the bounds of {@link ReadLimits}. */
final class InflatedData extends InputStream {
    private final Inflater inflater = new Inflater(true);
    private final InflaterInputStream in;
    private final ReadLimits limits;

    InflatedData(InputStream deflated, ReadLimits limits) {
        this.in = new InflaterInputStream(deflated, inflater, 8192);
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int read = in.read(target, offset, count);
        long inflated = inflater.getBytesWritten();
        if (inflated > limits.maxDataSetBytes()) {
            throw new DicomFormatException("inflated data set longer than the bound", inflated);
        }
        if (inflated > ReadLimits.INFLATE_RATIO_ALLOWANCE
                && inflated / Math.max(1, inflater.getBytesRead()) >= limits.maxInflateRatio()) {
            throw new DicomFormatException("deflated data set inflates beyond the allowed ratio", inflated);
        }
        return read;
    }

    /** Frees the inflater; the deflated stream stays open. */
    @Override
    public void close() {
        inflater.end();
    }
}

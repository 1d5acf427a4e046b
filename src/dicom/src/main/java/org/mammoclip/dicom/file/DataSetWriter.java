package org.mammoclip.dicom.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.mammoclip.dicom.DataSet;

/**
 * Writes encoded data sets without a file header, as DIMSE carries them (PS3.5 chapter 7). Stateless, thread-safe.
 *
 * <p>Elements ascend; values are padded to even length; sequences and items have defined lengths; group lengths are
 * written in group 0000 only and taken as given. Text is written in UTF-8: where a data set declares a character set or
 * has a character outside ASCII, its root says {@code ISO_IR 192} and its items say nothing. A value too long for a
 * 16-bit length is written as UN (PS3.5 6.2.2). {@link org.mammoclip.dicom.Value.FileRegion}s are copied from their
 * files and never held in memory.
 */
public final class DataSetWriter {
    private DataSetWriter() {}

    /**
     * Writes a data set. Pixel Data is neither compressed nor decompressed: its form must be that of the transfer
     * syntax. A command set (group 0000) is written with {@link TransferSyntax#IMPLICIT_VR_LITTLE_ENDIAN}; its group
     * length is {@link #encodedLength} of the other elements.
     *
     * @param out is neither flushed beyond our own buffer nor closed
     * @throws IllegalArgumentException if a value cannot be encoded: a delimiter inside a text value, a decimal or
     *     integer string that is too long, Pixel Data of the wrong form, a value that only a web server has
     */
    public static void write(OutputStream out, DataSet dataSet, TransferSyntax transferSyntax) throws IOException {
        write(out, encode(dataSet, transferSyntax), transferSyntax);
    }

    static EncodedDataSet encode(DataSet dataSet, TransferSyntax transferSyntax) {
        return EncodedDataSet.of(dataSet, Coding.of(transferSyntax), transferSyntax.isEncapsulated());
    }

    static void write(OutputStream out, EncodedDataSet encoded, TransferSyntax transferSyntax) throws IOException {
        if (!transferSyntax.isDeflated()) {
            RegionOutput sink = RegionOutput.of(out);
            encoded.writeTo(sink);
            sink.flushBuffer();
            return;
        }
        CountingOutput counted = new CountingOutput(out);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            DeflaterOutputStream deflated = new DeflaterOutputStream(counted, deflater, 8192);
            RegionOutput sink = RegionOutput.of(new BufferedOutputStream(deflated));
            encoded.writeTo(sink);
            sink.flush();
            deflated.finish();
        } finally {
            deflater.end();
        }
        if (counted.count % 2 == 1) {
            out.write(0); // PS3.5 A.5
        }
    }

    /**
     * How many bytes {@link #write} will write.
     *
     * @throws IllegalArgumentException for a deflated transfer syntax, and as {@link #write} does
     */
    public static long encodedLength(DataSet dataSet, TransferSyntax transferSyntax) {
        if (transferSyntax.isDeflated()) {
            throw new IllegalArgumentException("the deflated length is known only after deflating");
        }
        return encode(dataSet, transferSyntax).length();
    }

    private static final class CountingOutput extends OutputStream {
        private final OutputStream out;
        private long count;

        CountingOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}

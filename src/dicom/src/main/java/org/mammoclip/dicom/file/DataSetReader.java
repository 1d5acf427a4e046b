package org.mammoclip.dicom.file;

import java.io.IOException;
import java.io.InputStream;
import org.mammoclip.dicom.DataSet;

/**
 * Reads encoded data sets without a file header, as DIMSE carries them (PS3.5 chapter 7). Stateless, thread-safe.
 *
 * <p>Tolerant where that does no harm: odd lengths, wrong order, group lengths, unknown value representations, UN where
 * the dictionary knows better, padding of any kind. Refused with {@link DicomFormatException}: anything truncated, a
 * child longer than its parent, an element that occurs twice, and whatever exceeds {@link ReadLimits}. An
 * {@link IOException} of another type is one of the stream itself.
 */
public final class DataSetReader {
    private DataSetReader() {}

    /** Reads to the end of the stream, wholly into memory. The stream is not closed. */
    public static DataSet read(InputStream in, TransferSyntax transferSyntax, ReadLimits limits) throws IOException {
        return readUntil(in, transferSyntax, limits, DataSetParser.NO_STOP);
    }

    /**
     * Reads up to, not including, the first element whose tag is {@code stopTag} or higher; values before it come into
     * memory, nothing behind it does. The stream may have been read up to 8 KiB further than that.
     */
    public static DataSet readUntil(InputStream in, TransferSyntax transferSyntax, ReadLimits limits, int stopTag)
            throws IOException {
        return readUntil(in, transferSyntax, limits, stopTag, SpecificCharacterSet.UNDECLARED);
    }

    /**
     * As {@link #readUntil(InputStream, TransferSyntax, ReadLimits, int)} for a site whose objects lack a character set.
     *
     * @param undeclared how to read text whose Specific Character Set is missing
     */
    public static DataSet readUntil(
            InputStream in,
            TransferSyntax transferSyntax,
            ReadLimits limits,
            int stopTag,
            SpecificCharacterSet undeclared)
            throws IOException {
        Budget budget = new Budget(limits);
        Coding coding = Coding.of(transferSyntax);
        if (!transferSyntax.isDeflated()) {
            ByteSource source = new ByteSource(in, ByteSource.UNKNOWN_LENGTH);
            return new DataSetParser(source, budget, null).readDataSet(coding, undeclared, stopTag);
        }
        try (InflatedData inflated = new InflatedData(in, limits)) {
            ByteSource source = new ByteSource(inflated, ByteSource.UNKNOWN_LENGTH);
            return new DataSetParser(source, budget, null).readDataSet(coding, undeclared, stopTag);
        }
    }
}

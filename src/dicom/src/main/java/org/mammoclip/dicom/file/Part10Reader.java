package org.mammoclip.dicom.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

/**
 * Reads DICOM files (PS3.10 7.1). Stateless, thread-safe; tolerant and bounded as {@link DataSetReader} is.
 *
 * <p>A file without preamble and file meta information is read when it begins with an element of group 0008, in the
 * encoding that this element shows; anything else is refused.
 */
public final class Part10Reader {
    private static final int PREFIX_END = FileMeta.PREAMBLE_BYTES + 4;
    private static final int PIXEL_GROUP = 0x7FE00000;

    private Part10Reader() {}

    /**
     * Reads a file; bulk values above 64 KiB and encapsulated Pixel Data stay in it as
     * {@link org.mammoclip.dicom.Value.FileRegion}, and the file must stay in place as long as they are used. A
     * deflated data set comes into memory, within the bounds.
     */
    public static Part10File read(Path file, ReadLimits limits) throws IOException {
        return read(file, limits, DataSetParser.NO_STOP, SpecificCharacterSet.UNDECLARED);
    }

    /** Reads a file up to, not including, the group of Pixel Data (7FE0). */
    public static Part10File readHeader(Path file, ReadLimits limits) throws IOException {
        return readHeader(file, limits, SpecificCharacterSet.UNDECLARED);
    }

    /** As {@link #readHeader(Path, ReadLimits)} for a site whose objects lack a character set. */
    public static Part10File readHeader(Path file, ReadLimits limits, SpecificCharacterSet undeclared)
            throws IOException {
        return read(file, limits, PIXEL_GROUP, undeclared);
    }

    private static Part10File read(Path file, ReadLimits limits, int stopTag, SpecificCharacterSet undeclared)
            throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(new ByteSource(in, Files.size(file)), file, limits, stopTag, undeclared);
        }
    }

    /** Reads a file from a stream, wholly into memory. The stream is not closed. */
    public static Part10File read(InputStream in, ReadLimits limits) throws IOException {
        ByteSource source = new ByteSource(in, ByteSource.UNKNOWN_LENGTH);
        return read(source, null, limits, DataSetParser.NO_STOP, SpecificCharacterSet.UNDECLARED);
    }

    /**
     * Reads a file from a stream up to, not including, the group of Pixel Data (7FE0); nothing behind comes into memory.
     * The stream may have been read up to 8 KiB further than that.
     */
    public static Part10File readHeader(InputStream in, ReadLimits limits) throws IOException {
        ByteSource source = new ByteSource(in, ByteSource.UNKNOWN_LENGTH);
        return read(source, null, limits, PIXEL_GROUP, SpecificCharacterSet.UNDECLARED);
    }

    /**
     * Reads preamble and file meta information only.
     *
     * @return the meta elements, the transfer syntax and where the data set begins
     */
    public static Part10Start readStart(Path file, ReadLimits limits) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return start(new ByteSource(in, Files.size(file)), new Budget(limits));
        }
    }

    private static Part10File read(
            ByteSource source, @Nullable Path file, ReadLimits limits, int stopTag, SpecificCharacterSet undeclared)
            throws IOException {
        Budget budget = new Budget(limits);
        Part10Start start = start(source, budget);
        Coding coding = Coding.of(start.transferSyntax());
        DataSet dataSet;
        if (start.transferSyntax().isDeflated()) {
            try (InflatedData inflated = new InflatedData(source.rest(), limits)) {
                ByteSource inflatedSource = new ByteSource(inflated, ByteSource.UNKNOWN_LENGTH);
                dataSet = new DataSetParser(inflatedSource, budget, null).readDataSet(coding, undeclared, stopTag);
            }
        } else {
            dataSet = new DataSetParser(source, budget, file).readDataSet(coding, undeclared, stopTag);
        }
        return new Part10File(start.fileMeta(), start.transferSyntax(), dataSet);
    }

    private static Part10Start start(ByteSource source, Budget budget) throws IOException {
        boolean prefix = source.has(PREFIX_END)
                && source.peek(PREFIX_END - 4) == 'D'
                && source.peek(PREFIX_END - 3) == 'I'
                && source.peek(PREFIX_END - 2) == 'C'
                && source.peek(PREFIX_END - 1) == 'M';
        if (prefix) {
            source.advance(PREFIX_END);
        } else if (!source.has(8)) {
            throw new DicomFormatException("too short for a DICOM file", 0);
        } else if (source.peekShort(0, false) != 2) {
            return new Part10Start(DataSet.EMPTY, guess(source), 0);
        }
        DataSet meta = new DataSetParser(source, budget, null).readFileMeta();
        Optional<Uid> uid = meta.uid(Tag.TransferSyntaxUID);
        if (uid.isEmpty()) {
            throw new DicomFormatException("no transfer syntax", source.position(), Tag.TransferSyntaxUID);
        }
        Optional<TransferSyntax> transferSyntax = TransferSyntax.of(uid.get());
        if (transferSyntax.isEmpty()) {
            throw new DicomFormatException("transfer syntax not supported", source.position(), Tag.TransferSyntaxUID);
        }
        return new Part10Start(meta, transferSyntax.get(), source.position());
    }

    /** The encoding that the first element of a bare data set shows. */
    private static TransferSyntax guess(ByteSource source) throws DicomFormatException {
        boolean explicit = ElementHeader.vrOf(source.peek(4), source.peek(5)) != null;
        if (source.peekShort(0, false) == 8) {
            return explicit ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
        }
        if (source.peekShort(0, true) == 8 && explicit) {
            return TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
        }
        throw new DicomFormatException("neither a DICOM prefix nor a data set", 0);
    }
}

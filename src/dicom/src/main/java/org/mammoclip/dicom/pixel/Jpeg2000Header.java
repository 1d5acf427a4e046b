package org.mammoclip.dicom.pixel;

import java.nio.ByteBuffer;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * Looks at the main header of a JPEG 2000 codestream (ITU-T T.800 annex A) before the library does: the claims that
 * decide how much memory and time decoding takes must be those of an honest single-component image.
 */
final class Jpeg2000Header {
    private static final int SOC = 0xFF4F;
    private static final int SIZ = 0xFF51;
    private static final int CAP = 0xFF50;
    private static final int COD = 0xFF52;
    private static final int COC = 0xFF53;
    private static final int SOT = 0xFF90;
    private static final int PPM = 0xFF60;

    private static final int MAX_TILES = 16384;
    private static final int MAX_LAYERS = 512;
    private static final long MAX_PRECINCTS = 1 << 20;

    private final ByteBuffer in;
    private final PixelFormat format;

    private Jpeg2000Header(byte[] codestream, PixelFormat format) {
        this.in = ByteBuffer.wrap(codestream);
        this.format = format;
    }

    /** @return sample precision in bits */
    static int check(byte[] codestream, PixelFormat format) throws UndecodablePixelsException {
        return new Jpeg2000Header(codestream, format).walk();
    }

    /** Each turn consumes a marker segment, so the loop ends with the codestream. */
    private int walk() throws UndecodablePixelsException {
        require(4);
        if (u16() != SOC || u16() != SIZ) {
            throw JpegMarkers.corrupt("does not begin with SOC and SIZ");
        }
        int precision = size(segment());
        boolean coded = false;
        while (true) {
            require(4);
            int marker = u16();
            if (marker == SOT) {
                if (!coded) {
                    throw JpegMarkers.corrupt("no COD segment in the main header");
                }
                return precision;
            }
            ByteBuffer segment = segment();
            switch (marker) {
                case CAP -> throw JpegMarkers.unsupported("High-Throughput JPEG 2000 (CAP segment)");
                case COC, PPM -> throw JpegMarkers.unsupported("marker FF" + Integer.toHexString(marker & 0xFF));
                case COD -> {
                    codingStyle(segment);
                    coded = true;
                }
                default -> {
                    if (marker < 0xFF50 || marker > 0xFF6F) {
                        throw JpegMarkers.corrupt("marker " + Integer.toHexString(marker) + " in the main header");
                    }
                }
            }
        }
    }

    private int size(ByteBuffer siz) throws UndecodablePixelsException {
        if (siz.remaining() < 39) {
            throw JpegMarkers.corrupt("SIZ segment of " + siz.remaining() + " bytes");
        }
        int capabilities = siz.getShort();
        if ((capabilities & 0x4000) != 0) {
            throw JpegMarkers.unsupported("High-Throughput JPEG 2000 (Rsiz)");
        }
        int columns = siz.getInt();
        int rows = siz.getInt();
        long imageOffset = siz.getLong();
        long tileColumns = siz.getInt() & 0xFFFFFFFFL;
        long tileRows = siz.getInt() & 0xFFFFFFFFL;
        long tileOffset = siz.getLong();
        int components = siz.getShort() & 0xFFFF;
        int precision = (siz.get() & 0x7F) + 1;
        int subsampling = siz.getShort();
        JpegMarkers.checkFrame(format, rows, columns, components, precision);
        if (imageOffset != 0 || tileOffset != 0 || subsampling != 0x0101) {
            throw JpegMarkers.unsupported("JPEG 2000 with image or tile offsets or subsampling");
        }
        if (tileColumns == 0 || tileRows == 0) {
            throw JpegMarkers.corrupt("tiles without a size");
        }
        long tiles = ((columns + tileColumns - 1) / tileColumns) * ((rows + tileRows - 1) / tileRows);
        if (tiles > MAX_TILES) {
            throw new UndecodablePixelsException(Reason.TOO_LARGE, tiles + " JPEG 2000 tiles");
        }
        return precision;
    }

    private void codingStyle(ByteBuffer cod) throws UndecodablePixelsException {
        if (cod.remaining() < 10) {
            throw JpegMarkers.corrupt("COD segment of " + cod.remaining() + " bytes");
        }
        int style = cod.get();
        cod.get();
        int layers = cod.getShort() & 0xFFFF;
        cod.get();
        int levels = cod.get() & 0xFF;
        int blockWidth = cod.get() & 0xFF;
        int blockHeight = cod.get() & 0xFF;
        int blockStyle = cod.get() & 0xFF;
        cod.get();
        if (levels > 32 || blockWidth > 8 || blockHeight > 8 || blockWidth + blockHeight > 8 || layers == 0) {
            throw JpegMarkers.corrupt("COD segment out of bounds");
        }
        if ((blockStyle & 0x40) != 0) {
            throw JpegMarkers.unsupported("High-Throughput JPEG 2000 (code-block style)");
        }
        if (layers > MAX_LAYERS) {
            throw new UndecodablePixelsException(Reason.TOO_LARGE, layers + " JPEG 2000 layers");
        }
        if ((style & 1) != 0) {
            precincts(cod, levels);
        }
    }

    private void precincts(ByteBuffer cod, int levels) throws UndecodablePixelsException {
        if (cod.remaining() < levels + 1) {
            throw JpegMarkers.corrupt("COD segment without its precinct sizes");
        }
        long precincts = 0;
        for (int resolution = 0; resolution <= levels; resolution++) {
            int exponents = cod.get() & 0xFF;
            long columns = ((long) format.size().columns() >> (levels - resolution)) + 1;
            long rows = ((long) format.size().rows() >> (levels - resolution)) + 1;
            precincts += ((columns >> (exponents & 15)) + 1) * ((rows >> (exponents >> 4)) + 1);
        }
        if (precincts > MAX_PRECINCTS) {
            throw new UndecodablePixelsException(Reason.TOO_LARGE, precincts + " JPEG 2000 precincts");
        }
    }

    /** The content of the segment at the position, which moves behind it. */
    private ByteBuffer segment() throws UndecodablePixelsException {
        require(2);
        int length = u16();
        if (length < 2) {
            throw JpegMarkers.corrupt("segment of " + length + " bytes");
        }
        require(length - 2);
        ByteBuffer content = in.slice(in.position(), length - 2);
        in.position(in.position() + length - 2);
        return content;
    }

    private int u16() {
        return in.getShort() & 0xFFFF;
    }

    private void require(int bytes) throws UndecodablePixelsException {
        if (in.remaining() < bytes) {
            throw JpegMarkers.truncated();
        }
    }
}

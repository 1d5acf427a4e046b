package org.mammoclip.dicom.pixel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * The marker segments of a JPEG 2000 codestream of one component (T.800 annex A): what the main header says, and for each
 * tile its coding parameters and where its packets lie. All claims are held against the attributes of the image first.
 */
final class Jpeg2000Codestream {
    private static final int SOC = 0xFF4F;
    private static final int CAP = 0xFF50;
    private static final int SIZ = 0xFF51;
    private static final int COD = 0xFF52;
    private static final int COC = 0xFF53;
    private static final int TLM = 0xFF55;
    private static final int PLM = 0xFF57;
    private static final int PLT = 0xFF58;
    private static final int QCD = 0xFF5C;
    private static final int QCC = 0xFF5D;
    private static final int CRG = 0xFF63;
    private static final int COM = 0xFF64;
    private static final int SOT = 0xFF90;
    private static final int SOD = 0xFF93;
    private static final int EOC = 0xFFD9;

    private static final int MAX_TILES = 16384;
    private static final int SOT_BYTES = 12;

    private final ByteBuffer in;
    private final PixelFormat format;
    private int precision;
    private boolean signed;
    private long tileColumns;
    private long tileRows;
    private int tilesAcross;
    private final List<Tile> tiles = new ArrayList<>();

    private @Nullable Jpeg2000Coding coding;
    private @Nullable Jpeg2000Quantization quantization;

    /** One tile: its place in the image and its packets. */
    static final class Tile {
        final int left;
        final int top;
        final int right;
        final int bottom;
        final List<ByteBuffer> parts = new ArrayList<>();
        private @Nullable Jpeg2000Coding coding;
        private @Nullable Jpeg2000Quantization quantization;

        Tile(int left, int top, int right, int bottom) {
            this.left = left;
            this.top = top;
            this.right = right;
            this.bottom = bottom;
        }

        Jpeg2000Coding coding() throws UndecodablePixelsException {
            if (coding == null) {
                throw JpegMarkers.corrupt("no COD segment");
            }
            return coding;
        }

        Jpeg2000Quantization quantization() throws UndecodablePixelsException {
            if (quantization == null) {
                throw JpegMarkers.corrupt("no QCD segment");
            }
            return quantization;
        }
    }

    private Jpeg2000Codestream(byte[] codestream, PixelFormat format) {
        this.in = ByteBuffer.wrap(codestream);
        this.format = format;
    }

    static Jpeg2000Codestream read(byte[] codestream, PixelFormat format) throws UndecodablePixelsException {
        Jpeg2000Codestream result = new Jpeg2000Codestream(codestream, format);
        result.readMainHeader();
        result.readTileParts();
        return result;
    }

    /** Bits of a sample. */
    int precision() {
        return precision;
    }

    /** Whether samples are two's complement. */
    boolean isSigned() {
        return signed;
    }

    List<Tile> tiles() {
        return tiles;
    }

    /** Each turn consumes a marker segment, so the loop ends with the codestream. */
    private void readMainHeader() throws UndecodablePixelsException {
        require(4);
        if (u16() != SOC || u16() != SIZ) {
            throw JpegMarkers.corrupt("does not begin with SOC and SIZ");
        }
        readSize(segment());
        while (true) {
            require(2);
            int marker = u16();
            if (marker == SOT) {
                in.position(in.position() - 2);
                return;
            }
            ByteBuffer segment = segment();
            switch (marker) {
                case CAP -> throw JpegMarkers.unsupported("High-Throughput JPEG 2000 (CAP segment)");
                case COD -> coding = Jpeg2000Coding.read(segment);
                case QCD -> quantization = Jpeg2000Quantization.read(segment);
                case TLM, PLM, CRG, COM -> {}
                default -> throw refusal(marker);
            }
        }
    }

    private void readSize(ByteBuffer siz) throws UndecodablePixelsException {
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
        tileColumns = siz.getInt() & 0xFFFFFFFFL;
        tileRows = siz.getInt() & 0xFFFFFFFFL;
        long tileOffset = siz.getLong();
        int components = siz.getShort() & 0xFFFF;
        int depth = siz.get();
        signed = (depth & 0x80) != 0;
        precision = JpegMarkers.checkFrame(format, rows, columns, components, (depth & 0x7F) + 1);
        if (imageOffset != 0 || tileOffset != 0 || siz.getShort() != 0x0101) {
            throw JpegMarkers.unsupported("JPEG 2000 with image or tile offsets or subsampling");
        }
        if (tileColumns == 0 || tileRows == 0) {
            throw JpegMarkers.corrupt("tiles without a size");
        }
        layTiles(rows, columns);
    }

    private void layTiles(int rows, int columns) throws UndecodablePixelsException {
        tilesAcross = (int) ((columns + tileColumns - 1) / tileColumns);
        int down = (int) ((rows + tileRows - 1) / tileRows);
        if ((long) tilesAcross * down > MAX_TILES) {
            throw new UndecodablePixelsException(Reason.TOO_LARGE, (long) tilesAcross * down + " JPEG 2000 tiles");
        }
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < tilesAcross; x++) {
                tiles.add(new Tile(
                        (int) (x * tileColumns),
                        (int) (y * tileRows),
                        (int) Math.min(columns, (x + 1) * tileColumns),
                        (int) Math.min(rows, (y + 1) * tileRows)));
            }
        }
    }

    /** Each turn consumes at least a tile-part header. A missing EOC is not missed if all packets are there. */
    private void readTileParts() throws UndecodablePixelsException {
        while (in.remaining() >= 2) {
            int start = in.position();
            int marker = u16();
            if (marker == EOC) {
                return;
            }
            if (marker != SOT) {
                throw JpegMarkers.corrupt("neither a tile-part nor the end");
            }
            ByteBuffer sot = segment();
            if (sot.remaining() != SOT_BYTES - 4) {
                throw JpegMarkers.corrupt("SOT segment of " + sot.remaining() + " bytes");
            }
            int index = sot.getShort() & 0xFFFF;
            long length = sot.getInt() & 0xFFFFFFFFL;
            if (index >= tiles.size()) {
                throw JpegMarkers.corrupt("tile " + index + " of " + tiles.size());
            }
            readTilePart(tiles.get(index), start, length);
        }
    }

    /** @param length from the first byte of SOT; 0 stands for the rest of the codestream */
    private void readTilePart(Tile tile, int start, long length) throws UndecodablePixelsException {
        if (tile.parts.isEmpty()) {
            tile.coding = coding;
            tile.quantization = quantization;
        }
        while (true) {
            require(2);
            int marker = u16();
            if (marker == SOD) {
                break;
            }
            ByteBuffer segment = segment();
            switch (marker) {
                case COD -> tile.coding = Jpeg2000Coding.read(segment);
                case QCD -> tile.quantization = Jpeg2000Quantization.read(segment);
                case PLT, COM -> {}
                default -> throw refusal(marker);
            }
        }
        long end = length == 0 ? in.limit() : start + length;
        if (end > in.limit()) {
            throw JpegMarkers.truncated();
        }
        if (end < in.position()) {
            throw JpegMarkers.corrupt("a tile-part shorter than its header");
        }
        tile.parts.add(in.slice(in.position(), (int) end - in.position()));
        in.position((int) end);
    }

    private static UndecodablePixelsException refusal(int marker) {
        String name = "marker " + Integer.toHexString(marker).toUpperCase(Locale.ROOT);
        boolean known = marker == COC || marker == QCC || (marker >= 0xFF5E && marker <= 0xFF61);
        return known ? JpegMarkers.unsupported(name) : JpegMarkers.corrupt(name + " in a header");
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

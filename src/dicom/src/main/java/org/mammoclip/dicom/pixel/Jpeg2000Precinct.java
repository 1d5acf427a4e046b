package org.mammoclip.dicom.pixel;

import java.util.ArrayList;
import java.util.List;

/** A precinct (T.800 B.6): the code-blocks of one region of a resolution, and how packets tell about them. */
final class Jpeg2000Precinct {
    /** The code-blocks of one band in the precinct, row-major. */
    private static final class Part {
        private final int columns;
        private final Jpeg2000Block[] blocks;
        private final Jpeg2000TagTree inclusion;
        private final Jpeg2000TagTree zeroPlanes;

        Part(int rows, int columns) {
            this.columns = columns;
            this.blocks = new Jpeg2000Block[rows * columns];
            this.inclusion = new Jpeg2000TagTree(rows, columns);
            this.zeroPlanes = new Jpeg2000TagTree(rows, columns);
        }
    }

    /** Place in the image of the precinct's corner, for the progressions by position. */
    final long column;

    final long row;
    private final List<Part> parts = new ArrayList<>(3);
    private int nextLayer;

    Jpeg2000Precinct(long column, long row) {
        this.column = column;
        this.row = row;
    }

    /**
     * Lays the code-blocks of a band.
     *
     * @param bounds the precinct's region of the band, in band coordinates: left, top, right, bottom
     * @param widthBits width of a code-block as a power of two
     * @return how many blocks were made
     */
    int add(Jpeg2000Band band, int[] bounds, int widthBits, int heightBits) {
        int left = Math.max(bounds[0], band.left);
        int top = Math.max(bounds[1], band.top);
        int right = Math.min(bounds[2], band.right);
        int bottom = Math.min(bounds[3], band.bottom);
        if (left >= right || top >= bottom) {
            return 0;
        }
        int firstColumn = left >> widthBits;
        int firstRow = top >> heightBits;
        int columns = ((right - 1) >> widthBits) + 1 - firstColumn;
        int rows = ((bottom - 1) >> heightBits) + 1 - firstRow;
        Part part = new Part(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            int x0 = Math.max(left, (firstColumn + i % columns) << widthBits);
            int y0 = Math.max(top, (firstRow + i / columns) << heightBits);
            int x1 = Math.min(right, (firstColumn + i % columns + 1) << widthBits);
            int y1 = Math.min(bottom, (firstRow + i / columns + 1) << heightBits);
            part.blocks[i] = new Jpeg2000Block(band, x0 - band.left, y0 - band.top, x1 - x0, y1 - y0);
        }
        parts.add(part);
        return rows * columns;
    }

    /** Reads the packet of the precinct's next layer (T.800 B.9, B.10). Takes at least one byte. */
    void readPacket(Jpeg2000PacketBits bits, Jpeg2000Coding coding) throws UndecodablePixelsException {
        int layer = nextLayer++;
        bits.beginHeader();
        boolean empty = bits.bit() == 0;
        if (!empty) {
            for (Part part : parts) {
                for (int i = 0; i < part.blocks.length; i++) {
                    readBlockHeader(part, i, layer, bits, coding);
                }
            }
        }
        bits.endHeader();
        if (!empty) {
            for (Part part : parts) {
                for (Jpeg2000Block block : part.blocks) {
                    block.collect(bits);
                }
            }
        }
    }

    private static void readBlockHeader(Part part, int index, int layer, Jpeg2000PacketBits bits, Jpeg2000Coding coding)
            throws UndecodablePixelsException {
        Jpeg2000Block block = part.blocks[index];
        int row = index / part.columns;
        int column = index % part.columns;
        if (block.included) {
            if (bits.bit() == 0) {
                return;
            }
        } else {
            if (!part.inclusion.isBelow(row, column, layer + 1, bits)) {
                return;
            }
            block.included = true;
            int threshold = 1;
            while (!part.zeroPlanes.isBelow(row, column, threshold, bits)) {
                if (++threshold > block.band.bitPlanes + 1) {
                    throw JpegMarkers.corrupt("more zero bit-planes than the band has");
                }
            }
            block.zeroPlanes = threshold - 1;
        }
        block.announce(passes(bits), coding, bits);
    }

    /** The number of new coding passes (T.800 table B.4). */
    private static int passes(Jpeg2000PacketBits bits) throws UndecodablePixelsException {
        if (bits.bit() == 0) {
            return 1;
        }
        if (bits.bit() == 0) {
            return 2;
        }
        int few = bits.bits(2);
        if (few < 3) {
            return 3 + few;
        }
        int some = bits.bits(5);
        return some < 31 ? 6 + some : 37 + bits.bits(7);
    }

    void forEachBlock(BlockVisitor visitor) throws UndecodablePixelsException {
        for (Part part : parts) {
            for (Jpeg2000Block block : part.blocks) {
                visitor.visit(block);
            }
        }
    }

    /** Receives the code-blocks of a precinct. */
    @FunctionalInterface
    interface BlockVisitor {
        void visit(Jpeg2000Block block) throws UndecodablePixelsException;
    }
}

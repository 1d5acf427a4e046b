package org.mammoclip.dicom.pixel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * Decodes one tile: lays out resolutions, bands, precincts and code-blocks (T.800 annex B), reads the packets in their
 * order, decodes the blocks and undoes the wavelet. One instance decodes once.
 */
final class Jpeg2000Tile {
    /** Precincts and code-blocks of a whole image; an honest image of 100 million pixels in 32 x 32 blocks has 100 000. */
    static final class Budget {
        private static final int MOST = 1 << 20;
        private int used;

        void use(long count) throws UndecodablePixelsException {
            if (count > MOST - used) {
                throw new UndecodablePixelsException(
                        Reason.TOO_LARGE, "more than " + MOST + " JPEG 2000 precincts and code-blocks");
            }
            used += (int) count;
        }
    }

    private final Jpeg2000Codestream.Tile tile;
    private final Jpeg2000Coding coding;
    private final Jpeg2000Quantization quantization;
    private final int precision;
    private final Budget budget;
    private final Jpeg2000Resolution[] resolutions;

    Jpeg2000Tile(Jpeg2000Codestream.Tile tile, int precision, Budget budget) throws UndecodablePixelsException {
        this.tile = tile;
        this.coding = tile.coding();
        this.quantization = tile.quantization();
        this.precision = precision;
        this.budget = budget;
        this.resolutions = new Jpeg2000Resolution[coding.levels() + 1];
    }

    /**
     * @param cells of the whole image, row-major with {@code columns} columns; the tile's part is written
     * @param signed whether samples are two's complement; else they are shifted to start at 0 (T.800 G.1.2)
     */
    void decode(short[] cells, int columns, boolean signed) throws UndecodablePixelsException {
        for (int resolution = 0; resolution <= coding.levels(); resolution++) {
            resolutions[resolution] = layOut(resolution);
        }
        readPackets();
        int width = tile.right - tile.left;
        int height = tile.bottom - tile.top;
        Jpeg2000Plane plane =
                coding.reversible() ? new Jpeg2000Plane.Whole(width, height) : new Jpeg2000Plane.Real(width, height);
        Jpeg2000BlockDecoder decoder = new Jpeg2000BlockDecoder(coding);
        for (Jpeg2000Resolution resolution : resolutions) {
            for (Jpeg2000Precinct precinct : resolution.precincts) {
                precinct.forEachBlock(block -> {
                    if (block.included) {
                        decoder.decode(block);
                        plane.put(block, decoder);
                    }
                });
            }
        }
        for (int level = 1; level < resolutions.length; level++) {
            plane.synthesize(resolutions[level]);
        }
        store(plane, cells, columns, signed);
    }

    private void store(Jpeg2000Plane plane, short[] cells, int columns, boolean signed) {
        int shift = signed ? 0 : 1 << (precision - 1);
        int lowest = -(1 << (precision - 1)) + shift;
        int highest = (1 << (precision - 1)) - 1 + shift;
        int width = tile.right - tile.left;
        for (int row = tile.top; row < tile.bottom; row++) {
            int from = (row - tile.top) * width;
            int to = row * columns + tile.left;
            for (int i = 0; i < width; i++) {
                cells[to + i] = (short) Math.max(lowest, Math.min(highest, plane.value(from + i) + shift));
            }
        }
    }

    private Jpeg2000Resolution layOut(int resolution) throws UndecodablePixelsException {
        int halvings = coding.levels() - resolution;
        int left = shrunk(tile.left, halvings);
        int top = shrunk(tile.top, halvings);
        int right = shrunk(tile.right, halvings);
        int bottom = shrunk(tile.bottom, halvings);
        List<Jpeg2000Band> bands = bands(resolution, left, top, right, bottom);
        int widthBits = coding.precinctWidth(resolution);
        int heightBits = coding.precinctHeight(resolution);
        int firstColumn = left >> widthBits;
        int firstRow = top >> heightBits;
        int across = left < right ? ((right - 1) >> widthBits) + 1 - firstColumn : 0;
        int down = top < bottom ? ((bottom - 1) >> heightBits) + 1 - firstRow : 0;
        budget.use((long) across * down);
        Jpeg2000Precinct[] precincts = new Jpeg2000Precinct[across * down];
        int halved = resolution == 0 ? 0 : 1;
        int blockWidth = Math.min(coding.blockWidth(), widthBits - halved);
        int blockHeight = Math.min(coding.blockHeight(), heightBits - halved);
        for (int i = 0; i < precincts.length; i++) {
            int x = firstColumn + i % across;
            int y = firstRow + i / across;
            long column = Math.max(tile.left, (long) x << widthBits << halvings);
            long row = Math.max(tile.top, (long) y << heightBits << halvings);
            precincts[i] = new Jpeg2000Precinct(column, row);
            int[] bounds = {
                x << (widthBits - halved),
                y << (heightBits - halved),
                (x + 1) << (widthBits - halved),
                (y + 1) << (heightBits - halved)
            };
            for (Jpeg2000Band band : bands) {
                countBlocks(band, bounds, blockWidth, blockHeight);
                precincts[i].add(band, bounds, blockWidth, blockHeight);
            }
        }
        return new Jpeg2000Resolution(left, top, right, bottom, precincts);
    }

    /** Uses up the budget before the blocks are made. */
    private void countBlocks(Jpeg2000Band band, int[] bounds, int widthBits, int heightBits)
            throws UndecodablePixelsException {
        long width = Math.max(0, Math.min(bounds[2], band.right) - Math.max(bounds[0], band.left));
        long height = Math.max(0, Math.min(bounds[3], band.bottom) - Math.max(bounds[1], band.top));
        if (width > 0 && height > 0) {
            budget.use(((width >> widthBits) + 1) * ((height >> heightBits) + 1));
        }
    }

    private List<Jpeg2000Band> bands(int resolution, int left, int top, int right, int bottom)
            throws UndecodablePixelsException {
        List<Jpeg2000Band> bands = new ArrayList<>(3);
        int levels = coding.levels();
        if (resolution == 0) {
            bands.add(band(0, new int[] {left, top, right, bottom}, 0, 0, 0, levels));
            return bands;
        }
        int level = levels - resolution + 1;
        int lowWidth = shrunk(tile.right, level) - shrunk(tile.left, level);
        int lowHeight = shrunk(tile.bottom, level) - shrunk(tile.top, level);
        for (int orientation = 1; orientation <= 3; orientation++) {
            boolean highX = (orientation & 1) != 0;
            boolean highY = (orientation & 2) != 0;
            int[] bounds = {
                highX ? left / 2 : (left + 1) / 2,
                highY ? top / 2 : (top + 1) / 2,
                highX ? right / 2 : (right + 1) / 2,
                highY ? bottom / 2 : (bottom + 1) / 2
            };
            int index = 3 * (resolution - 1) + orientation;
            bands.add(band(orientation, bounds, highX ? lowWidth : 0, highY ? lowHeight : 0, index, level));
        }
        return bands;
    }

    private Jpeg2000Band band(int orientation, int[] bounds, int column, int row, int index, int level)
            throws UndecodablePixelsException {
        int gain = Integer.bitCount(orientation);
        int planes = quantization.bitPlanes(index, level, coding.levels());
        float step = coding.reversible()
                ? 1
                : (float) quantization.stepSize(index, level, coding.levels(), precision + gain);
        return new Jpeg2000Band(orientation, bounds, column, row, planes, step);
    }

    /** A coordinate of the image after some halvings, rounded up. */
    private static int shrunk(int coordinate, int halvings) {
        return (int) (((long) coordinate + (1L << halvings) - 1) >> halvings);
    }

    /** Every packet takes at least one byte, so the loops end with the data. */
    private void readPackets() throws UndecodablePixelsException {
        Jpeg2000PacketBits bits = new Jpeg2000PacketBits(joinedParts());
        switch (coding.progression()) {
            case 0 -> {
                for (int layer = 0; layer < coding.layers(); layer++) {
                    for (Jpeg2000Resolution resolution : resolutions) {
                        readPackets(resolution, 1, bits);
                    }
                }
            }
            case 1 -> {
                for (Jpeg2000Resolution resolution : resolutions) {
                    for (int layer = 0; layer < coding.layers(); layer++) {
                        readPackets(resolution, 1, bits);
                    }
                }
            }
            case 2 -> {
                for (Jpeg2000Resolution resolution : resolutions) {
                    readPackets(resolution, coding.layers(), bits);
                }
            }
            default -> {
                for (Jpeg2000Precinct precinct : precinctsByPosition()) {
                    for (int layer = 0; layer < coding.layers(); layer++) {
                        precinct.readPacket(bits, coding);
                    }
                }
            }
        }
    }

    private void readPackets(Jpeg2000Resolution resolution, int layers, Jpeg2000PacketBits bits)
            throws UndecodablePixelsException {
        for (Jpeg2000Precinct precinct : resolution.precincts) {
            for (int layer = 0; layer < layers; layer++) {
                precinct.readPacket(bits, coding);
            }
        }
    }

    /** Progressions 3 and 4, which are the same for one component: top to bottom, left to right, lower resolution first. */
    private List<Jpeg2000Precinct> precinctsByPosition() {
        List<Jpeg2000Precinct> precincts = new ArrayList<>();
        for (Jpeg2000Resolution resolution : resolutions) {
            precincts.addAll(List.of(resolution.precincts));
        }
        precincts.sort(Comparator.<Jpeg2000Precinct>comparingLong(precinct -> precinct.row)
                .thenComparingLong(precinct -> precinct.column));
        return precincts;
    }

    private ByteBuffer joinedParts() {
        if (tile.parts.size() == 1) {
            return tile.parts.get(0);
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (ByteBuffer part : tile.parts) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            joined.writeBytes(bytes);
        }
        return ByteBuffer.wrap(joined.toByteArray());
    }
}

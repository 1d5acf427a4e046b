package org.mammoclip.dicom.pixel;

import java.util.Arrays;

/** A tag tree (T.800 B.10.2): non-negative numbers on a grid, revealed bit by bit. */
final class Jpeg2000TagTree {
    private final int levels;
    private final int[] levelStart;
    private final int[] levelColumns;
    private final int[] low;
    private final boolean[] known;

    Jpeg2000TagTree(int rows, int columns) {
        int count = 1;
        for (int r = rows, c = columns; r > 1 || c > 1; r = (r + 1) / 2, c = (c + 1) / 2) {
            count++;
        }
        levels = count;
        levelStart = new int[levels];
        levelColumns = new int[levels];
        int nodes = 0;
        int r = rows;
        int c = columns;
        for (int level = 0; level < levels; level++) {
            levelStart[level] = nodes;
            levelColumns[level] = c;
            nodes += r * c;
            r = (r + 1) / 2;
            c = (c + 1) / 2;
        }
        low = new int[nodes];
        known = new boolean[nodes];
        Arrays.fill(low, 0);
    }

    /**
     * Reads as many bits as it takes to know whether the number at a place is below a threshold. At most {@code threshold}
     * bits are read on each level.
     */
    boolean isBelow(int row, int column, int threshold, Jpeg2000PacketBits bits) throws UndecodablePixelsException {
        int bound = 0;
        for (int level = levels - 1; level >= 0; level--) {
            int node = levelStart[level] + (row >> level) * levelColumns[level] + (column >> level);
            bound = Math.max(bound, low[node]);
            while (bound < threshold && !known[node]) {
                if (bits.bit() == 1) {
                    known[node] = true;
                } else {
                    bound++;
                }
            }
            low[node] = bound;
            if (level == 0) {
                return known[node] && bound < threshold;
            }
        }
        throw new IllegalStateException("a tag tree has at least one level");
    }
}

package org.mammoclip.mammogram.prepare;

import java.util.Arrays;

/**
 * The rows and columns of the frame that are kept (spec of the reference: the longest runs of rows and columns that show
 * tissue). Indices count from the frame's own corner, trim included.
 */
final class BreastCrop {
    private final int[] keptRows;
    private final int[] keptColumns;
    private final boolean breastFound;

    BreastCrop(int[] keptRows, int[] keptColumns, boolean breastFound) {
        this.keptRows = keptRows;
        this.keptColumns = keptColumns;
        this.breastFound = breastFound;
    }

    int rows() {
        return keptRows.length;
    }

    int columns() {
        return keptColumns.length;
    }

    int firstRow() {
        return keptRows[0];
    }

    int firstColumn() {
        return keptColumns[0];
    }

    int row(int index) {
        return keptRows[index];
    }

    int column(int index) {
        return keptColumns[index];
    }

    boolean isBreastFound() {
        return breastFound;
    }

    /** Whether rows or columns of two separate runs were kept. */
    boolean isGlued() {
        return isGlued(keptRows) || isGlued(keptColumns);
    }

    private static boolean isGlued(int[] kept) {
        return kept[kept.length - 1] - kept[0] != kept.length - 1;
    }

    /**
     * Finds the crop.
     *
     * @param thresholded the image with its background at 0
     * @param trim pixels left out on every side
     */
    static BreastCrop find(GreyImage thresholded, int trim) {
        int rows = thresholded.size().rows() - 2 * trim;
        int columns = thresholded.size().columns() - 2 * trim;
        boolean[] columnsOn = columnsOn(thresholded, trim, rows, columns);
        int[] keptColumns = shifted(longestRuns(columnsOn), trim);
        boolean[] rowsOn = rowsOn(thresholded, trim, rows, keptColumns);
        return new BreastCrop(shifted(longestRuns(rowsOn), trim), keptColumns, isAnyOn(columnsOn));
    }

    /** A column is on if the central 80 % of its rows are not all equal. */
    private static boolean[] columnsOn(GreyImage image, int trim, int rows, int columns) {
        boolean[] on = new boolean[columns];
        int[] first = new int[columns];
        int start = centralStart(rows) + trim;
        int end = centralEnd(rows) + trim;
        for (int i = 0; i < columns; i++) {
            first[i] = image.value(start, trim + i);
        }
        for (int row = start + 1; row < end; row++) {
            for (int i = 0; i < columns; i++) {
                on[i] |= image.value(row, trim + i) != first[i];
            }
        }
        return on;
    }

    /** A row is on if the central 80 % of the kept columns are not all equal in it. */
    private static boolean[] rowsOn(GreyImage image, int trim, int rows, int[] keptColumns) {
        boolean[] on = new boolean[rows];
        int start = centralStart(keptColumns.length);
        int end = centralEnd(keptColumns.length);
        for (int i = 0; i < rows; i++) {
            int first = image.value(trim + i, keptColumns[start]);
            for (int k = start + 1; k < end && !on[i]; k++) {
                on[i] = image.value(trim + i, keptColumns[k]) != first;
            }
        }
        return on;
    }

    private static int centralStart(int length) {
        return length / 2 - (int) (0.4 * length);
    }

    /** Exclusive. */
    private static int centralEnd(int length) {
        return length / 2 + (int) (0.4 * length);
    }

    private static int[] shifted(int[] indices, int by) {
        return Arrays.stream(indices).map(index -> index + by).toArray();
    }

    private static boolean isAnyOn(boolean[] on) {
        for (boolean one : on) {
            if (one) {
                return true;
            }
        }
        return false;
    }

    /**
     * The positions whose run score is the largest; all of them if none is on.
     *
     * <p>The score of a position is the distance between the off positions on either side, less one. Where there is none,
     * the border position itself stands in, so a run that touches a border scores one less. Off positions score -1.
     *
     * @return ascending indices into {@code on}
     */
    static int[] longestRuns(boolean[] on) {
        int[] scores = runScores(on);
        int best = Arrays.stream(scores).max().orElse(-1);
        int[] kept = new int[on.length];
        int count = 0;
        for (int i = 0; i < on.length; i++) {
            if (scores[i] == best) {
                kept[count++] = i;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    static int[] runScores(boolean[] on) {
        int[] scores = new int[on.length];
        int previousOff = 0;
        int nextOff = -1;
        for (int i = 0; i < on.length; i++) {
            if (!on[i]) {
                previousOff = i;
                scores[i] = -1;
                continue;
            }
            if (nextOff < i) {
                nextOff = i;
                while (nextOff < on.length && on[nextOff]) {
                    nextOff++;
                }
                nextOff = Math.min(nextOff, on.length - 1);
            }
            scores[i] = nextOff - previousOff - 1;
        }
        return scores;
    }
}

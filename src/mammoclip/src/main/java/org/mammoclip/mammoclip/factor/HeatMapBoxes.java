package org.mammoclip.mammoclip.factor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.image.BilinearResize;

/**
 * From a heat map to boxes: the map is brought to the size of the image ({@link BilinearResize}: bilinear between the centres of the
 * map's cells, level beyond the outermost centres), scaled so that its weakest place is 0 and its strongest 1; what exceeds a quantile
 * of the map falls into pieces that touch at sides or corners, and each piece gets the smallest box around it.
 *
 * <p>The published work says only that isolated regions above the 95 % quantile become boxes; the rest is our definition. Plain
 * arithmetic; thread-safe.
 */
public final class HeatMapBoxes {
    /** What the paper names. */
    public static final double REFERENCE_QUANTILE = 0.95;

    /** The most boxes of one map; the strongest are kept. */
    public static final int MAX_BOXES = 100;

    private static final Comparator<MapBox> STRONGEST_FIRST = Comparator.comparingDouble(MapBox::score)
            .reversed()
            .thenComparingDouble(MapBox::top)
            .thenComparingDouble(MapBox::left);

    private final float[] map;
    private final int rows;
    private final int columns;
    private final @Nullable BitSet breast;
    private final BitSet open;

    private HeatMapBoxes(float[] map, int rows, int columns, double threshold, @Nullable BitSet breast) {
        this.map = map;
        this.rows = rows;
        this.columns = columns;
        this.breast = breast;
        this.open = new BitSet(map.length);
        for (int i = 0; i < map.length; i++) {
            if (map[i] > threshold) {
                open.set(i);
            }
        }
    }

    /** As {@link #of(float[], int, int, int, int, double, BitSet)} without knowing where the breast is: no box is dropped. */
    public static List<MapBox> of(
            float[] map, int rows, int columns, int imageRows, int imageColumns, double quantile) {
        return boxes(map, rows, columns, imageRows, imageColumns, quantile, null);
    }

    /**
     * @param map rows x columns finite values, row-major, any scale
     * @param imageRows height of the image the map covers, in pixels
     * @param imageColumns width of it
     * @param quantile in [0, 1); {@link #REFERENCE_QUANTILE} in the paper. Linear between sorted values
     * @param breast the pixels of the image that show the breast, row-major: a piece that reaches the edge of the image, and nowhere
     *     there lies in the breast, is an artefact and dropped
     * @return strongest first, then from top to bottom and left to right, at most {@value #MAX_BOXES}; none for a map without contrast
     * @throws IllegalArgumentException if a size, the quantile or a value is out of range
     */
    public static List<MapBox> of(
            float[] map, int rows, int columns, int imageRows, int imageColumns, double quantile, BitSet breast) {
        return boxes(map, rows, columns, imageRows, imageColumns, quantile, breast);
    }

    private static List<MapBox> boxes(
            float[] map,
            int rows,
            int columns,
            int imageRows,
            int imageColumns,
            double quantile,
            @Nullable BitSet breast) {
        if (!(quantile >= 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile of " + quantile + " (0 to below 1)");
        }
        for (float value : map) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a heat map with a value of " + value);
            }
        }
        float[] full = BilinearResize.apply(map, rows, columns, imageRows, imageColumns);
        if (!scaleToUnit(full)) {
            return List.of();
        }
        return new HeatMapBoxes(full, imageRows, imageColumns, UnitQuantile.of(full, quantile), breast).collect();
    }

    /** @return false if all values are equal */
    private static boolean scaleToUnit(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        float range = max - min;
        if (!Float.isFinite(range)) {
            throw new IllegalArgumentException("a heat map from " + min + " to " + max);
        }
        if (range == 0) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - min) / range;
        }
        return true;
    }

    private List<MapBox> collect() {
        List<MapBox> boxes = new ArrayList<>();
        for (int start = open.nextSetBit(0); start >= 0; start = open.nextSetBit(start)) {
            Piece piece = take(start);
            if (!piece.isArtefact()) {
                boxes.add(piece.box());
            }
        }
        return boxes.stream().sorted(STRONGEST_FIRST).limit(MAX_BOXES).toList();
    }

    /** Takes all pixels out of the open ones that hang together with the first. */
    private Piece take(int start) {
        Piece piece = new Piece();
        int[] waiting = new int[64];
        int count = 0;
        waiting[count++] = start;
        open.clear(start);
        while (count > 0) {
            int pixel = waiting[--count];
            int row = pixel / columns;
            int column = pixel % columns;
            piece.add(row, column);
            if (count + 8 > waiting.length) {
                waiting = Arrays.copyOf(waiting, 2 * waiting.length);
            }
            for (int y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
                    int neighbour = y * columns + x;
                    if (open.get(neighbour)) {
                        open.clear(neighbour);
                        waiting[count++] = neighbour;
                    }
                }
            }
        }
        return piece;
    }

    /** Pixels that hang together. */
    private final class Piece {
        private int top = Integer.MAX_VALUE;
        private int left = Integer.MAX_VALUE;
        private int bottom;
        private int right;
        private float greatest;
        private boolean atEdge;
        private boolean atEdgeInBreast;

        void add(int row, int column) {
            top = Math.min(top, row);
            left = Math.min(left, column);
            bottom = Math.max(bottom, row);
            right = Math.max(right, column);
            int pixel = row * columns + column;
            greatest = Math.max(greatest, map[pixel]);
            if (row == 0 || column == 0 || row == rows - 1 || column == columns - 1) {
                atEdge = true;
                atEdgeInBreast |= breast == null || breast.get(pixel);
            }
        }

        boolean isArtefact() {
            return atEdge && !atEdgeInBreast;
        }

        MapBox box() {
            return new MapBox(left, top, right + 1.0, bottom + 1.0, greatest);
        }
    }
}

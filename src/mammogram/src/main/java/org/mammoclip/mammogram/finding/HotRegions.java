package org.mammoclip.mammogram.finding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.mammoclip.mammogram.prepare.PixelBox;

/**
 * The isolated regions of an attribution map that exceed its 95 % quantile (Mammo-FActOR's rule): 8-connected cells,
 * enclosed by a rectangle. A region of one cell is noise unless it is the strongest.
 */
final class HotRegions {
    private static final double QUANTILE = 0.95;

    private HotRegions() {}

    /**
     * @param cells encloses the region, in cells
     * @param peak its largest value
     */
    record HotRegion(PixelBox cells, double peak) {}

    /** The region with the highest value first; none where the map is flat. */
    static List<HotRegion> of(AttributionGrid grid) {
        double threshold = quantile(grid);
        boolean[] seen = new boolean[grid.rows() * grid.columns()];
        List<List<Integer>> regions = new ArrayList<>();
        for (int cell = 0; cell < seen.length; cell++) {
            if (!seen[cell] && value(grid, cell) > threshold) {
                regions.add(flood(grid, cell, threshold, seen));
            }
        }
        Comparator<List<Integer>> byPeak = Comparator.comparingDouble(cells -> -peak(grid, cells));
        List<List<Integer>> strongestFirst = regions.stream().sorted(byPeak).toList();
        return strongestFirst.stream()
                .filter(cells -> cells.size() > 1 || cells == strongestFirst.get(0))
                .map(cells -> new HotRegion(enclosing(grid, cells), peak(grid, cells)))
                .toList();
    }

    private static double quantile(AttributionGrid grid) {
        double[] values = new double[grid.rows() * grid.columns()];
        for (int cell = 0; cell < values.length; cell++) {
            values[cell] = value(grid, cell);
        }
        Arrays.sort(values);
        double position = QUANTILE * (values.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, values.length - 1);
        return values[below] + (position - below) * (values[above] - values[below]);
    }

    private static float value(AttributionGrid grid, int cell) {
        return grid.value(cell / grid.columns(), cell % grid.columns());
    }

    private static double peak(AttributionGrid grid, List<Integer> cells) {
        return cells.stream().mapToDouble(cell -> value(grid, cell)).max().orElse(0);
    }

    private static List<Integer> flood(AttributionGrid grid, int start, double threshold, boolean[] seen) {
        List<Integer> cells = new ArrayList<>();
        Deque<Integer> next = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!next.isEmpty()) {
            int cell = next.pop();
            cells.add(cell);
            int row = cell / grid.columns();
            int column = cell % grid.columns();
            for (int r = Math.max(row - 1, 0); r <= Math.min(row + 1, grid.rows() - 1); r++) {
                for (int c = Math.max(column - 1, 0); c <= Math.min(column + 1, grid.columns() - 1); c++) {
                    int neighbour = r * grid.columns() + c;
                    if (!seen[neighbour] && grid.value(r, c) > threshold) {
                        seen[neighbour] = true;
                        next.push(neighbour);
                    }
                }
            }
        }
        return cells;
    }

    private static PixelBox enclosing(AttributionGrid grid, List<Integer> cells) {
        int left = grid.columns();
        int right = 0;
        int top = grid.rows();
        int bottom = 0;
        for (int cell : cells) {
            int column = cell % grid.columns();
            int row = cell / grid.columns();
            left = Math.min(left, column);
            right = Math.max(right, column + 1);
            top = Math.min(top, row);
            bottom = Math.max(bottom, row + 1);
        }
        return new PixelBox(left, top, right, bottom);
    }
}

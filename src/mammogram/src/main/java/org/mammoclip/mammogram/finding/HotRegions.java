package org.mammoclip.mammogram.finding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.mammoclip.mammogram.PixelPoint;

/**
 * The isolated regions of an attribution map that exceed its 95 % quantile (Mammo-FActOR's rule): 8-connected cells,
 * outlined by their convex hull. A region of one
 * cell is noise unless it is the strongest.
 */
final class HotRegions {
    private static final double QUANTILE = 0.95;

    private HotRegions() {}

    /** Outlines and centres in cells, the region with the highest value first. */
    static List<SourceRegion> of(AttributionGrid grid) {
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
                .map(cells -> new SourceRegion(hull(grid, cells), center(grid, cells)))
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

    /** The centre of gravity of the values; inside the hull. */
    private static PixelPoint center(AttributionGrid grid, List<Integer> cells) {
        double weight = 0;
        double column = 0;
        double row = 0;
        for (int cell : cells) {
            double value = value(grid, cell);
            weight += value;
            column += value * (cell % grid.columns() + 0.5);
            row += value * (cell / grid.columns() + 0.5);
        }
        return new PixelPoint(column / weight, row / weight);
    }

    /** The convex hull of the cells' corners, by Andrew's monotone chain. */
    private static List<PixelPoint> hull(AttributionGrid grid, List<Integer> cells) {
        List<PixelPoint> corners = cells.stream()
                .flatMap(cell -> {
                    double column = cell % grid.columns();
                    double row = (double) (cell / grid.columns());
                    return List.of(
                            new PixelPoint(column, row),
                            new PixelPoint(column + 1, row),
                            new PixelPoint(column, row + 1),
                            new PixelPoint(column + 1, row + 1))
                            .stream();
                })
                .distinct()
                .sorted(Comparator.comparingDouble(PixelPoint::column).thenComparingDouble(PixelPoint::row))
                .toList();
        List<PixelPoint> hull = halfHull(corners);
        List<PixelPoint> reversed = new ArrayList<>(corners);
        Collections.reverse(reversed);
        hull.addAll(halfHull(reversed));
        return hull;
    }

    private static List<PixelPoint> halfHull(List<PixelPoint> corners) {
        List<PixelPoint> chain = new ArrayList<>();
        for (PixelPoint corner : corners) {
            while (chain.size() >= 2 && turn(chain.get(chain.size() - 2), chain.get(chain.size() - 1), corner) <= 0) {
                chain.remove(chain.size() - 1);
            }
            chain.add(corner);
        }
        chain.remove(chain.size() - 1);
        return chain;
    }

    private static double turn(PixelPoint a, PixelPoint b, PixelPoint c) {
        return (b.column() - a.column()) * (c.row() - a.row()) - (b.row() - a.row()) * (c.column() - a.column());
    }
}

package org.mammoclip.mammoclip;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.mammoclip.mammoclip.factor.HeatMapBoxes;

/**
 * Where in the image the evidence for a finding lies: a grid of values from 0 to 1 over the whole {@link
 * ModelImage}, row-major. Grid cell (r, c) covers the rectangle of image rows {@code r/rows .. (r+1)/rows} and columns {@code
 * c/columns .. (c+1)/columns}, as fractions of the image. The scale is that of this one map: maps of different images or
 * findings cannot be compared by value.
 *
 * <p>Immutable, thread-safe.
 */
public final class AttributionMap {
    private final RasterSize grid;
    private final float[] values;
    private final AttributionMethod method;

    /**
     * @param values grid values in [0, 1], row-major; copied
     * @throws IllegalArgumentException if the number of values or a value is out of range
     */
    public AttributionMap(RasterSize grid, float[] values, AttributionMethod method) {
        if (values.length != grid.area()) {
            throw new IllegalArgumentException(values.length + " values for a grid of " + grid);
        }
        for (float value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("attribution value out of [0, 1]: " + value);
            }
        }
        this.grid = grid;
        this.values = values.clone();
        this.method = method;
    }

    /** A map that says nothing. */
    static AttributionMap none(RasterSize grid) {
        return new AttributionMap(grid, new float[grid.area()], AttributionMethod.NONE);
    }

    public RasterSize grid() {
        return grid;
    }

    public AttributionMethod method() {
        return method;
    }

    public float value(int row, int column) {
        return values[row * grid.columns() + column];
    }

    /** A copy of the grid, row-major. */
    public float[] toArray() {
        return values.clone();
    }

    /** True if no place stands out (all values are equal): there is nothing to draw. */
    public boolean isFlat() {
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Boxes around the places where the map is strongest ({@link HeatMapBoxes} with the published quantile). Every map that is not
     * flat has some, also that of a finding which is not there.
     *
     * @param size of the image the map covers
     * @param breast {@link ModelImage#breast} of that image
     * @return in pixels of the image, strongest first
     */
    public List<FoundBox> regions(RasterSize size, BitSet breast) {
        return HeatMapBoxes.of(
                        values.clone(),
                        grid.rows(),
                        grid.columns(),
                        size.rows(),
                        size.columns(),
                        HeatMapBoxes.REFERENCE_QUANTILE,
                        breast)
                .stream()
                .map(box -> new FoundBox(
                        box.left(), box.top(), box.right(), box.bottom(), box.score(), BoxOrigin.ATTRIBUTION))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributionMap that
                && grid.equals(that.grid)
                && method == that.method
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * grid.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "AttributionMap[" + grid + ", " + method + "]";
    }
}

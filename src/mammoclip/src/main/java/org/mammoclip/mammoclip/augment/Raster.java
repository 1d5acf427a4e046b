package org.mammoclip.mammoclip.augment;

import org.mammoclip.mammoclip.RasterSize;

/** A grey image, any linear scale, row by row. Immutable: values are copied in and out. */
public final class Raster {
    private final RasterSize size;
    private final float[] values;

    private Raster(RasterSize size, float[] values) {
        if (values.length != size.area()) {
            throw new IllegalArgumentException(values.length + " values for a raster of " + size);
        }
        this.size = size;
        this.values = values;
    }

    /**
     * @param values row by row, finite
     */
    public static Raster of(RasterSize size, float[] values) {
        return new Raster(size, values.clone());
    }

    /**
     * @param values 8-bit grey values row by row, 0 to 255 unsigned
     */
    public static Raster ofBytes(RasterSize size, byte[] values) {
        float[] grey = new float[values.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = values[i] & 0xFF;
        }
        return new Raster(size, grey);
    }

    /** Takes the array over, without a copy: for code of this package that has just made it. */
    static Raster wrap(RasterSize size, float[] values) {
        return new Raster(size, values);
    }

    public RasterSize size() {
        return size;
    }

    public float at(int row, int column) {
        return values[row * size.columns() + column];
    }

    public float[] toFloats() {
        return values.clone();
    }

    /** Rounded to the nearest of 0 to 255, as an 8-bit image would be stored. */
    public byte[] toBytes() {
        byte[] grey = new byte[values.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
        }
        return grey;
    }

    /** Row by row; not to be changed. */
    float[] values() {
        return values;
    }
}

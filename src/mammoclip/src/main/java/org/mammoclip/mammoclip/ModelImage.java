package org.mammoclip.mammoclip;

import java.util.BitSet;

/**
 * One view as the model takes it: a cropped, resized grey image, row-major, larger values brighter (0 is air).
 *
 * <p>The linear scale does not matter: {@link MammoClip} subtracts the minimum and divides by the maximum before it applies
 * the checkpoint's mean and standard deviation. Values of {@link #ofGrey8} are taken as 0 to 255, which is bit for bit what
 * an 8-bit image file gives the reference implementation.
 *
 * <p>The array is not copied: it belongs to this object once handed over. Not modified by any method here; safe to share
 * between threads as long as nobody else writes to the array.
 */
public final class ModelImage {
    /** Of the range of grey values: 40 of 255, as for the breast crop. */
    private static final float HIGHEST_BACKGROUND = 40f / 255;

    private final RasterSize size;
    private final float[] intensity;

    private ModelImage(RasterSize size, float[] intensity) {
        if (intensity.length != size.area()) {
            throw new IllegalArgumentException(intensity.length + " values for an image of " + size);
        }
        this.size = size;
        this.intensity = intensity;
    }

    /**
     * @param intensity rows x columns grey values, row-major, any linear scale; handed over, not copied
     * @throws IllegalArgumentException if the number of values is not rows x columns
     */
    public static ModelImage of(RasterSize size, float[] intensity) {
        return new ModelImage(size, intensity);
    }

    /**
     * @param grey rows x columns unsigned 8-bit values, row-major
     * @throws IllegalArgumentException if the number of values is not rows x columns
     */
    public static ModelImage ofGrey8(RasterSize size, byte[] grey) {
        float[] intensity = new float[grey.length];
        for (int i = 0; i < grey.length; i++) {
            intensity[i] = grey[i] & 0xFF;
        }
        return new ModelImage(size, intensity);
    }

    public RasterSize size() {
        return size;
    }

    /** The grey value at a pixel, in the scale it was given in. */
    public float value(int row, int column) {
        return intensity[row * size.columns() + column];
    }

    /** The pixels that are not background, row-major: brighter than the grey at which the preparation crops. */
    public BitSet breast() {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : intensity) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        float background = min + (max - min) * HIGHEST_BACKGROUND;
        BitSet brighter = new BitSet(intensity.length);
        for (int i = 0; i < intensity.length; i++) {
            if (intensity[i] > background) {
                brighter.set(i);
            }
        }
        return brighter;
    }

    /** The shared array itself, row-major; package-private so that it stays unmodified. */
    float[] intensity() {
        return intensity;
    }
}

package org.mammoclip.mammoclip.image;

import java.nio.FloatBuffer;

/**
 * The last step of preparation, the same for training and serving: subtract the image's minimum, divide by the maximum of the
 * result, then standardise with the checkpoint's scalars, and repeat the grey value for three channels.
 *
 * @param mean subtracted after min-max scaling
 * @param deviation divided by afterwards, above 0
 */
public record ImageNormalization(float mean, float deviation) {
    /** What the released checkpoints were trained with. */
    public static final ImageNormalization REFERENCE = new ImageNormalization(0.3089279f, 0.25053555408335154f);

    private static final int CHUNK = 4096;

    public ImageNormalization {
        if (!(deviation > 0) || !Float.isFinite(mean) || !Float.isFinite(deviation)) {
            throw new IllegalArgumentException("mean " + mean + ", deviation " + deviation);
        }
    }

    /**
     * @param intensity grey values in any linear scale; not changed
     * @param pixels receives three equal values per pixel, pixel by pixel (channels-last), from its position on
     * @throws IllegalArgumentException if the values are constant or not finite; see {@link #defect}
     */
    public void apply(float[] intensity, FloatBuffer pixels) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : intensity) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        float range = max - min;
        if (!(range > 0) || !Float.isFinite(range)) {
            throw new IllegalArgumentException("constant or not finite");
        }
        // In chunks: a single put into a direct buffer costs several times the arithmetic.
        float[] chunk = new float[3 * Math.min(CHUNK, intensity.length)];
        for (int from = 0; from < intensity.length; from += CHUNK) {
            int count = Math.min(CHUNK, intensity.length - from);
            for (int i = 0; i < count; i++) {
                float value = ((intensity[from + i] - min) / range - mean) / deviation;
                chunk[3 * i] = value;
                chunk[3 * i + 1] = value;
                chunk[3 * i + 2] = value;
            }
            pixels.put(chunk, 0, 3 * count);
        }
    }

    /** Why values cannot be normalised. */
    public enum Defect {
        NONE,
        CONSTANT,
        NOT_FINITE
    }

    /** Whether {@link #apply} would succeed, and if not, why. */
    public static Defect defect(float[] intensity) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : intensity) {
            if (!Float.isFinite(value)) {
                return Defect.NOT_FINITE;
            }
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        if (!Float.isFinite(max - min)) {
            return Defect.NOT_FINITE;
        }
        return max > min ? Defect.NONE : Defect.CONSTANT;
    }
}

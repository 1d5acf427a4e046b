package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An encoder in float16 where that is faithful: both precisions see one fixed image, and if their pooled vectors point in different
 * directions (an overflow is enough), float32 it is. For GPUs; on a processor float16 works, but slowly.
 */
public final class HalfPrecision {
    /** Least cosine between the two pooled vectors. */
    public static final double MIN_COSINE = 0.999;

    private static final Logger LOG = LoggerFactory.getLogger(HalfPrecision.class);
    private static final int ROWS = 256;
    private static final int COLUMNS = 160;

    private HalfPrecision() {}

    /** As {@link ImageEncoder#load}; {@link ImageEncoder#precision} of the result says what it became. */
    public static ImageEncoder load(
            NDManager parent, EfficientNetArchitecture architecture, ParameterSource source, String prefix) {
        ImageEncoder full = ImageEncoder.load(parent, architecture, source, prefix);
        ImageEncoder half =
                ImageEncoder.load(parent, architecture, source, prefix, DataType.FLOAT16, Operators.PORTABLE);
        double cosine = cosine(pooled(parent, full), pooled(parent, half));
        if (cosine >= MIN_COSINE) {
            full.close();
            return half;
        }
        LOG.warn(
                "float16 is not faithful for this checkpoint: cosine {} to float32, at least {} is needed;"
                        + " the model runs in float32",
                cosine,
                MIN_COSINE);
        half.close();
        return full;
    }

    private static float[] pooled(NDManager parent, ImageEncoder encoder) {
        ByteBuffer pixels = ImageEncoder.allocate(ROWS, COLUMNS);
        for (int i = 0; i < ROWS * COLUMNS * 3; i++) {
            int pixel = i / 3;
            int wave = pixel / COLUMNS * 7 + pixel % COLUMNS * 3;
            pixels.putFloat(i * Float.BYTES, (float) (2 * Math.sin(wave / 40.0)));
        }
        try (NDManager scope = parent.newSubManager()) {
            NDArray image = ImageEncoder.channelsLast(scope, pixels, ROWS, COLUMNS);
            return ImageEncoder.pooled(encoder.features(image)).toFloatArray();
        }
    }

    /** NaN if a vector is not finite or zero, which is below any bound. */
    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}

package org.mammoclip.mammoclip.verify;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * What is kept of an activation: its shape, its moments and extremes, and 32 of its values.
 *
 * @param mean in double precision
 * @param deviation of the population, in double precision
 * @param first the first 16 values in row-major order, fewer if there are no more
 * @param strided the values at the positions {@code floor(i (n - 1) / 15)}, i = 0 to 15; one value if n is 1
 */
record TensorSummary(
        long[] shape, double mean, double deviation, float min, float max, float[] first, float[] strided) {
    private static final int KEPT = 16;

    static TensorSummary of(NDArray activation) {
        return of(activation.toFloatArray(), activation.getShape().getShape());
    }

    static TensorSummary of(float[] values, long... shape) {
        double sum = 0;
        double squares = 0;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        double mean = sum / values.length;
        float[] strided = new float[values.length == 1 ? 1 : KEPT];
        for (int i = 0; i < strided.length; i++) {
            strided[i] = values[(int) ((long) i * (values.length - 1) / (KEPT - 1))];
        }
        return new TensorSummary(
                shape.clone(),
                mean,
                Math.sqrt(Math.max(0, squares / values.length - mean * mean)),
                min,
                max,
                Arrays.copyOf(values, Math.min(KEPT, values.length)),
                strided);
    }

    /** The kept values against the stored ones; the largest difference covers moments and extremes, too. */
    Deviation deviationFrom(TensorSummary stored) {
        if (!Arrays.equals(shape, stored.shape)) {
            return Deviation.TOTAL;
        }
        Deviation values = Deviation.of(kept(), stored.kept());
        double magnitude = Math.max(Math.abs((double) stored.min), Math.abs((double) stored.max));
        double spread = stored.deviation + Math.abs(stored.mean);
        double largest = 0;
        float[] kept = kept();
        float[] storedKept = stored.kept();
        for (int i = 0; i < Math.min(kept.length, storedKept.length); i++) {
            largest = Math.max(largest, relative(kept[i], storedKept[i], magnitude));
        }
        largest = Math.max(largest, relative(min, stored.min, magnitude));
        largest = Math.max(largest, relative(max, stored.max, magnitude));
        largest = Math.max(largest, relative(mean, stored.mean, spread));
        largest = Math.max(largest, relative(deviation, stored.deviation, spread));
        return new Deviation(
                values.relativeL2(), kept.length == storedKept.length ? largest : Double.POSITIVE_INFINITY);
    }

    private static double relative(double actual, double expected, double scale) {
        return Deviation.relative(Math.abs(actual - expected), scale);
    }

    private float[] kept() {
        float[] kept = Arrays.copyOf(first, first.length + strided.length);
        System.arraycopy(strided, 0, kept, first.length, strided.length);
        return kept;
    }
}

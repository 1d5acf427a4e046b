package org.mammoclip.mammoclip.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** How close two tensors are, and the assertion that they are close enough. */
public final class Agreement {
    /**
     * Float32 rounding alone moves an embedding by 2e-7 to 1.4e-6 (relative L2, measured by the reference against its own
     * float64 run); the smallest of the usual mistakes moves it by 1e-4. 1e-5 lies between.
     */
    public static final double RELATIVE_L2 = 1e-5;

    private Agreement() {}

    public static double relativeL2(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = (double) actual[i] - expected[i];
            difference += d * d;
            norm += (double) expected[i] * expected[i];
        }
        return Math.sqrt(difference / norm);
    }

    public static double cosine(float[] a, float[] b) {
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

    /** The whole activation against a stored summary: shape, moments, extremes and 32 single values. */
    public static void assertMatches(String name, NDArray activation, JsonNode summary) {
        assertThat(activation.getShape().getShape())
                .as(name + " shape")
                .containsExactly(new ObjectMapper().convertValue(summary.get("shape"), long[].class));
        float[] values = activation.toFloatArray();
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
        double deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
        double scale =
                summary.get("std").asDouble() + Math.abs(summary.get("mean").asDouble());
        double extreme = Math.max(Math.abs(max), Math.abs(min));
        assertThat(mean).as(name + " mean").isCloseTo(summary.get("mean").asDouble(), within(1e-5 * scale));
        assertThat(deviation).as(name + " std").isCloseTo(summary.get("std").asDouble(), within(1e-5 * scale));
        assertThat((double) min).as(name + " min").isCloseTo(summary.get("min").asDouble(), within(1e-5 * extreme));
        assertThat((double) max).as(name + " max").isCloseTo(summary.get("max").asDouble(), within(1e-5 * extreme));
        float[] first = GoldenFile.floats(summary.get("first16"));
        for (int i = 0; i < first.length; i++) {
            assertThat((double) values[i]).as(name + " value " + i).isCloseTo(first[i], within(1e-5 * extreme));
        }
        float[] strided = GoldenFile.floats(summary.get("strided16"));
        for (int i = 0; i < strided.length; i++) {
            int position = (int) ((long) i * (values.length - 1) / 15);
            assertThat((double) values[position])
                    .as(name + " value " + position)
                    .isCloseTo(strided[i], within(1e-5 * extreme));
        }
    }
}

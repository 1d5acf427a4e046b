package org.mammoclip.mammoclip.factor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Where in the image the channels that speak of a sentence are active: the sum of the chosen channels, each times its similarity,
 * negative part cut off. The reference never published this step; this is our definition.
 */
public final class FactorHeatMap {
    private FactorHeatMap() {}

    /**
     * @param features float32 {@code (1, C, h, w)}, the raw feature map; not closed
     * @param similarities {@code C} values of {@link AttributeMapper#channelSimilarities}
     * @param choice which channels count
     * @return {@code h * w} values of at least 0, row-major, not scaled; all 0 if no channel counts
     * @throws IllegalArgumentException if the number of similarities is not that of the channels
     * @throws ArithmeticException if a value is not finite
     */
    public static float[] evidence(NDArray features, float[] similarities, ChannelChoice choice) {
        Shape shape = features.getShape();
        if (shape.dimension() != 4 || shape.get(0) != 1 || shape.get(1) != similarities.length) {
            throw new IllegalArgumentException(
                    similarities.length + " channel similarities for features of shape " + shape);
        }
        long cells = shape.get(2) * shape.get(3);
        float[] evidence;
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features);
            NDArray weights = scope.create(choice.weights(similarities), new Shape(1, similarities.length));
            evidence =
                    weights.matMul(features.reshape(similarities.length, cells)).toFloatArray();
        }
        for (int i = 0; i < evidence.length; i++) {
            if (!Float.isFinite(evidence[i])) {
                throw new ArithmeticException("the heat map has a value of " + evidence[i]);
            }
            evidence[i] = Math.max(0, evidence[i]);
        }
        return evidence;
    }
}

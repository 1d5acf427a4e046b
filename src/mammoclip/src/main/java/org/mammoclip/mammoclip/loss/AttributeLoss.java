package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.mammoclip.mammoclip.block.Recorded;

/**
 * The loss of the attribute mapper (Mammo-FActOR). Each image has one score per attribute, its best channel; a positive image is
 * contrasted with the images that lack the attribute:
 *
 * <pre>l(b,k) = -log( exp(s(b,k)) / ( exp(s(b,k)) + sum over images j of exp(s(j,k) * (1 - y(j,k))) ) ),  mean over positives</pre>
 *
 * As in the reference, a positive image j adds {@code exp(0) = 1} to the sum instead of nothing. The sum is taken through its
 * logarithm, so that the paper's temperature of 0.007 does not overflow float32.
 *
 * @param temperature what cosines are divided by, above 0
 */
public record AttributeLoss(double temperature) {
    /** The temperature of the reference's code. */
    public static final AttributeLoss REFERENCE = new AttributeLoss(0.07);

    public AttributeLoss {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature " + temperature + " must be finite and above 0");
        }
    }

    /**
     * @param cosines of every channel with every attribute, {@code (B, C, K)}
     * @return scores {@code (B, K)}: the best channel's cosine over the temperature
     */
    public NDArray scores(NDArray cosines) {
        return Recorded.div(cosines.max(new int[] {1}), temperature);
    }

    /**
     * @param scores {@code (B, K)}, see {@link #scores}
     * @param present for each of the B images whether it shows each of the K attributes; at least one positive in all
     * @return one number
     */
    public NDArray of(NDArray scores, boolean[][] present) {
        Shape shape = scores.getShape();
        if (shape.dimension() != 2 || shape.get(0) != present.length) {
            throw new IllegalArgumentException(
                    "scores " + shape + " for " + present.length + " images: expected (images, attributes)");
        }
        int attributes = Math.toIntExact(shape.get(1));
        float[] positive = new float[present.length * attributes];
        float[] negative = new float[positive.length];
        int positives = 0;
        for (int image = 0; image < present.length; image++) {
            if (present[image].length != attributes) {
                throw new IllegalArgumentException("image " + image + " has " + present[image].length + " labels for "
                        + attributes + " attributes");
            }
            for (int k = 0; k < attributes; k++) {
                boolean shows = present[image][k];
                positive[image * attributes + k] = shows ? 1 : 0;
                negative[image * attributes + k] = shows ? 0 : 1;
                positives += shows ? 1 : 0;
            }
        }
        if (positives == 0) {
            throw new IllegalArgumentException(
                    "no image of the batch shows any attribute: there is nothing to learn from");
        }
        NDArray contrast = logSumExp(scores.mul(scores.getManager().create(negative, shape)));
        NDArray losses = Softplus.of(contrast.sub(scores));
        return Recorded.div(
                losses.mul(scores.getManager().create(positive, shape)).sum(), positives);
    }

    /** Over rows: {@code (B, K)} to {@code (1, K)}. */
    private static NDArray logSumExp(NDArray terms) {
        NDArray highest = terms.max(new int[] {0}, true).stopGradient();
        return terms.sub(highest).exp().sum(new int[] {0}, true).log().add(highest);
    }
}

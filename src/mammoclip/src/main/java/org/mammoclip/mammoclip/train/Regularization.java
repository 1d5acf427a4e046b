package org.mammoclip.mammoclip.train;

import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/**
 * What makes a training pass differ from an evaluation pass.
 *
 * @param batchStatistics whether batch norms standardise with the batch they see and move their running statistics; otherwise they
 *     use the running statistics as they are, and no branch is dropped
 * @param dropConnect whether residual branches are dropped at the architecture's rate
 * @param imageDropout probability of each value of the pooled image vector, in [0, 1)
 * @param textDropout whether the text network drops values at its own rate
 */
public record Regularization(boolean batchStatistics, boolean dropConnect, double imageDropout, boolean textDropout) {
    /** A training pass computes what an evaluation pass computes. For gradient checks and frozen statistics. */
    public static final Regularization NONE = new Regularization(false, false, 0, false);

    private static final double DROPOUT_B2 = 0.3;
    private static final double DROPOUT_B5 = 0.4;
    private static final double DROPOUT_SMALLER = 0.2;

    public Regularization {
        if (!(imageDropout >= 0 && imageDropout < 1)) {
            throw new IllegalArgumentException("image dropout must be in [0, 1), not " + imageDropout);
        }
    }

    /** All of it, as the released models were trained: image dropout 0.3 for B2, 0.4 for B5; 0.2 for smaller networks. */
    public static Regularization reference(EfficientNetArchitecture architecture) {
        double dropout = DROPOUT_SMALLER;
        if (architecture.name().equals(EfficientNetArchitecture.B2.name())) {
            dropout = DROPOUT_B2;
        } else if (architecture.name().equals(EfficientNetArchitecture.B5.name())) {
            dropout = DROPOUT_B5;
        }
        return new Regularization(true, true, dropout, true);
    }
}

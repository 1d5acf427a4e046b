package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.mammoclip.mammoclip.block.Recorded;

/**
 * Cross entropy of "row r of A belongs to row r of B": the mean over rows of {@code -log softmax(scale * A B^T)[r, r]}, taken
 * through log-softmax so that a scale of 100 overflows nothing.
 */
final class PairedCrossEntropy {
    private final NDArray scale;
    private final NDArray diagonal;
    private final long batch;

    private PairedCrossEntropy(NDArray scale, long batch, NDArray diagonal) {
        this.scale = scale;
        this.batch = batch;
        this.diagonal = diagonal;
    }

    /**
     * For matrices of one shape with at least two rows, checked.
     *
     * @param scale the multiplier of the cosines, one number
     */
    static PairedCrossEntropy between(NDArray scale, NDArray... matrices) {
        Shape shape = matrices[0].getShape();
        if (shape.dimension() != 2 || shape.get(0) < 2) {
            throw new IllegalArgumentException("embeddings " + shape
                    + ": a contrastive loss needs (B, D) with B at least 2, otherwise nothing is contrasted");
        }
        for (NDArray matrix : matrices) {
            if (!matrix.getShape().equals(shape)) {
                throw new IllegalArgumentException(
                        "embeddings " + matrix.getShape() + " beside " + shape + ": all must have the same shape");
            }
        }
        NDArray diagonal = matrices[0].getManager().eye(Math.toIntExact(shape.get(0)));
        return new PairedCrossEntropy(scale, shape.get(0), diagonal);
    }

    /**
     * @param rows {@code (B, D)}
     * @param columns {@code (B, D)}
     * @param smoothing probability mass spread evenly over all columns, in [0, 1)
     */
    NDArray of(NDArray rows, NDArray columns, double smoothing) {
        NDArray logProbabilities = rows.matMul(columns.transpose()).mul(scale).logSoftmax(1);
        NDArray paired =
                Recorded.div(logProbabilities.mul(diagonal).sum(), batch).neg();
        if (smoothing == 0) {
            return paired;
        }
        NDArray spread = logProbabilities.mean().neg();
        return Recorded.mul(paired, 1 - smoothing).add(Recorded.mul(spread, smoothing));
    }
}

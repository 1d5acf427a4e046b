package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.mammoclip.mammoclip.block.Recorded;

/** Cross entropy over exclusive classes, such as the four of breast density: mean over rows of {@code -log softmax}. */
public final class CategoryLoss {
    private CategoryLoss() {}

    /**
     * @param logits {@code (B, K)}
     * @param classes B indices from 0 to K - 1
     * @return one number
     */
    public static NDArray of(NDArray logits, int[] classes) {
        Shape shape = logits.getShape();
        if (shape.dimension() != 2 || classes.length == 0 || shape.get(0) != classes.length) {
            throw new IllegalArgumentException(
                    "logits " + shape + " for " + classes.length + " rows: expected (rows, classes), at least one row");
        }
        int width = Math.toIntExact(shape.get(1));
        float[] chosen = new float[classes.length * width];
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] < 0 || classes[row] >= width) {
                throw new IllegalArgumentException(
                        "class " + classes[row] + " in row " + row + ": classes are 0 to " + (width - 1));
            }
            chosen[row * width + classes[row]] = 1;
        }
        NDArray mask = logits.getManager().create(chosen, shape);
        return Recorded.div(logits.logSoftmax(1).mul(mask).sum(), classes.length)
                .neg();
    }
}

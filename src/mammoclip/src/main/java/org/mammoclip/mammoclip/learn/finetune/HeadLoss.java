package org.mammoclip.mammoclip.learn.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.mammoclip.mammoclip.block.Recorded;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.loss.BinaryLoss;
import org.mammoclip.mammoclip.loss.CategoryLoss;

/**
 * The loss of a head's logits, mean over images and questions: binary cross-entropy with positive images weighted as the training
 * labels say, and cross-entropy over classes, unweighted as published.
 */
final class HeadLoss {
    private final List<Target> targets;
    private final double[] positiveWeights;

    private HeadLoss(List<Target> targets, double[] positiveWeights) {
        this.targets = targets;
        this.positiveWeights = positiveWeights;
    }

    /**
     * @param trainingLabels one row an image, one column a question
     * @throws IllegalArgumentException naming the question to which all training images have the same answer
     */
    static HeadLoss of(List<Target> targets, int[][] trainingLabels) {
        double[] weights = new double[targets.size()];
        for (int k = 0; k < weights.length; k++) {
            int[] labels = column(trainingLabels, k);
            if (targets.get(k).isBinary()) {
                weights[k] = balancing(targets.get(k), labels);
            } else if (Arrays.stream(labels).distinct().count() < 2) {
                throw new IllegalArgumentException(targets.get(k).key() + ": all " + labels.length
                        + " training images have the same answer: there is nothing to tell apart");
            } else {
                weights[k] = 1;
            }
        }
        return new HeadLoss(targets, weights);
    }

    private static double balancing(Target target, int[] labels) {
        try {
            return BinaryLoss.balancing(labels).positiveWeight();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(target.key() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The right answers to all questions.
     *
     * @throws IllegalArgumentException if the table has none to one of them
     */
    static int[] labels(List<Target> targets, LabelledImage image) {
        int[] labels = new int[targets.size()];
        for (int k = 0; k < labels.length; k++) {
            Target target = targets.get(k);
            OptionalInt label = target.label(image);
            labels[k] = label.orElseThrow(() -> new IllegalArgumentException(
                    "line " + image.line() + ": image " + image.image() + " has no answer to " + target.key()));
        }
        return labels;
    }

    static int[] column(int[][] labels, int target) {
        return Arrays.stream(labels).mapToInt(row -> row[target]).toArray();
    }

    /** Negatives per positive among the training labels of each question; 1 for classes. */
    double[] positiveWeights() {
        return positiveWeights.clone();
    }

    /**
     * @param logits {@code (N, outputs)}
     * @param labels one row an image, one column a question
     */
    NDArray of(NDArray logits, int[][] labels) {
        List<NDArray> losses = new ArrayList<>();
        int from = 0;
        for (int k = 0; k < positiveWeights.length; k++) {
            Target target = targets.get(k);
            NDArray own = positiveWeights.length == 1
                    ? logits
                    : logits.get(new NDIndex(":, {}:{}", from, from + target.outputs()));
            from += target.outputs();
            losses.add(
                    target.isBinary()
                            ? new BinaryLoss(positiveWeights[k]).of(own, column(labels, k))
                            : CategoryLoss.of(own, column(labels, k)));
        }
        NDArray sum = losses.get(0);
        for (NDArray loss : losses.subList(1, losses.size())) {
            sum = sum.add(loss);
        }
        return losses.size() == 1 ? sum : Recorded.div(sum, losses.size());
    }
}

package org.mammoclip.mammoclip.learn.curve;

import java.util.Optional;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.train.Regularization;

/**
 * How cells are fine-tuned; only the learning rate may differ between the pre-trained and the random encoder.
 *
 * @param steps of the optimiser, for every fraction of the labels, at least 1
 * @param batch images of a step, at least 2 for batch norms
 * @param learningRate at its highest, from the pre-trained encoder
 * @param scratchLearningRate at its highest, from random weights
 * @param weightDecay at least 0
 * @param validationImages about how many choose the best epoch, at least 2; all of a patient's or none
 * @param regularization dropout, dropped branches, batch norms
 * @param augmentation of training images; empty for none
 */
public record CurveTraining(
        int steps,
        int batch,
        double learningRate,
        double scratchLearningRate,
        double weightDecay,
        int validationImages,
        Regularization regularization,
        Optional<Augmentation> augmentation) {
    public CurveTraining {
        require(steps >= 1 && steps <= 10_000_000, "steps must be 1 to 10000000, not " + steps);
        require(batch >= 2 && batch <= 1024, "batch must be 2 to 1024, not " + batch);
        requireRate(learningRate);
        requireRate(scratchLearningRate);
        require(weightDecay >= 0 && weightDecay <= 1, "weight decay must be 0 to 1, not " + weightDecay);
        require(validationImages >= 2, "validation images must be at least 2, not " + validationImages);
    }

    private static void requireRate(double rate) {
        require(rate > 0 && rate <= 1, "a learning rate must be above 0 and at most 1, not " + rate);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

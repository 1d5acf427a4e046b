package org.mammoclip.mammoclip.train;

import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.loss.MultiViewLoss;

/**
 * Everything that decides what a pre-training run computes, apart from its data and its start. Stored with the run; a run goes on
 * under the plan it was begun with and no other.
 *
 * @param epochs passes over the training samples, more than {@code warmupEpochs}
 * @param warmupEpochs of the learning rate's rise, at least 0
 * @param batch samples that are contrasted with each other, at least 2
 * @param microBatch most samples on the device at once, 1 to {@code batch}; smaller ones cost a second forward pass, see the README
 * @param patience epochs without a better validation loss after which a run ends, 0 for never
 * @param clipNorm largest L2 norm of all gradients together, 0 for no limit as in the published runs
 * @param saveEverySteps steps between saves within an epoch, 0 for none; the end of each epoch is always saved
 * @param seed of the order of samples, what augmentation and texts draw, and dropout
 */
public record PretrainingPlan(
        int epochs,
        int warmupEpochs,
        int batch,
        int microBatch,
        int patience,
        double clipNorm,
        int saveEverySteps,
        long seed,
        AdamWSettings optimiser,
        MultiViewLoss loss,
        Regularization regularization) {
    private static final int MAX_EPOCHS = 100_000;
    private static final int MAX_BATCH = 1 << 16;

    public PretrainingPlan {
        require(
                epochs >= 1 && epochs <= MAX_EPOCHS && warmupEpochs >= 0 && warmupEpochs < epochs,
                "epochs must be 1 to " + MAX_EPOCHS + " and more than those of the warm-up, not " + epochs + " and "
                        + warmupEpochs);
        require(batch >= 2 && batch <= MAX_BATCH, "batch must be 2 to " + MAX_BATCH + ", not " + batch);
        require(
                microBatch >= 1 && microBatch <= batch,
                "micro-batch must be 1 to the batch's " + batch + ", not " + microBatch);
        require(patience >= 0, "patience must be at least 0, not " + patience);
        require(
                clipNorm >= 0 && Double.isFinite(clipNorm),
                "largest gradient norm must be at least 0, not " + clipNorm);
        require(saveEverySteps >= 0, "steps between saves must be at least 0, not " + saveEverySteps);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The published settings: 10 epochs with 1 of warm-up, batch of 8, AdamW at 5e-5, no clipping, no early stop. */
    public static PretrainingPlan reference(EfficientNetArchitecture architecture) {
        return new PretrainingPlan(
                10,
                1,
                8,
                8,
                0,
                0,
                0,
                10,
                AdamWSettings.REFERENCE,
                MultiViewLoss.REFERENCE,
                Regularization.reference(architecture));
    }
}

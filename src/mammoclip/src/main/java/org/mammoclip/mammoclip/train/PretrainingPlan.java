package org.mammoclip.mammoclip.train;

import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.loss.MultiViewLoss;
import org.mammoclip.mammoclip.loss.PretrainingLoss;

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
 * @param loss the multi-view loss, or the baseline of the comparison models, which sees the first image and the first text of a pair
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
        PretrainingLoss loss,
        Regularization regularization) {
    public PretrainingPlan {
        run(epochs, warmupEpochs, batch, patience, clipNorm, saveEverySteps, seed, optimiser);
        require(batch >= 2, "batch must be at least 2, not " + batch);
        require(
                microBatch >= 1 && microBatch <= batch,
                "micro-batch must be 1 to the batch's " + batch + ", not " + microBatch);
    }

    private static RunPlan run(
            int epochs,
            int warmupEpochs,
            int batch,
            int patience,
            double clipNorm,
            int saveEverySteps,
            long seed,
            AdamWSettings optimiser) {
        return new RunPlan(
                epochs,
                warmupEpochs,
                batch,
                patience,
                clipNorm,
                saveEverySteps,
                seed,
                optimiser,
                Schedule.WARMUP_COSINE_SQUARED,
                Selection.LOWEST_LOSS);
    }

    /** The part that every kind of training has. */
    RunPlan run() {
        return run(epochs, warmupEpochs, batch, patience, clipNorm, saveEverySteps, seed, optimiser);
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

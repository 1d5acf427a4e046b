package org.mammoclip.mammoclip.train;

/**
 * How a run goes, whatever it trains. Stored with the run; a run goes on under the plan it was begun with and no other.
 *
 * @param epochs passes over the training samples, more than {@code warmupEpochs}
 * @param warmupEpochs of the learning rate's rise, at least 0
 * @param batch samples of a step, at least 1; what is left of an epoch, fewer than a batch, is left out
 * @param patience epochs without a better validation figure after which a run ends, 0 for never
 * @param clipNorm largest L2 norm of all gradients together, 0 for no limit
 * @param saveEverySteps steps between saves within an epoch, 0 for none; the end of each epoch is always saved
 * @param seed of the order of samples and of everything else that is random
 * @param optimiser a weight decay of 0 makes it plain Adam
 * @param selection which epoch is the best one
 */
public record RunPlan(
        int epochs,
        int warmupEpochs,
        int batch,
        int patience,
        double clipNorm,
        int saveEverySteps,
        long seed,
        AdamWSettings optimiser,
        Schedule schedule,
        Selection selection) {
    private static final int MAX_EPOCHS = 100_000;
    private static final int MAX_BATCH = 1 << 16;

    public RunPlan {
        require(
                epochs >= 1 && epochs <= MAX_EPOCHS && warmupEpochs >= 0 && warmupEpochs < epochs,
                "epochs must be 1 to " + MAX_EPOCHS + " and more than those of the warm-up, not " + epochs + " and "
                        + warmupEpochs);
        require(batch >= 1 && batch <= MAX_BATCH, "batch must be 1 to " + MAX_BATCH + ", not " + batch);
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
}

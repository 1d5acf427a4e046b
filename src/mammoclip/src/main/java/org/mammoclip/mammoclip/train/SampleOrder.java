package org.mammoclip.mammoclip.train;

import org.mammoclip.mammoclip.random.SplitMix64;

/**
 * Which samples a step sees: every epoch shuffles all samples by a stream of its own and cuts them into whole batches; the rest of
 * an epoch, fewer than a batch, is left out. A function of the step alone, so that a resumed run needs no other position.
 *
 * <p>Not thread-safe: keeps the order of the last epoch asked for.
 */
final class SampleOrder {
    private final int samples;
    private final int batch;
    private final long seed;
    private long epoch = -1;
    private int[] order = {};

    /** @throws IllegalArgumentException if there is not one whole batch */
    SampleOrder(int samples, int batch, long seed) {
        if (batch < 1 || samples < batch) {
            throw new IllegalArgumentException(
                    samples + " samples for batches of " + batch + ": there must be at least one whole batch");
        }
        this.samples = samples;
        this.batch = batch;
        this.seed = seed;
    }

    /** Whole batches of an epoch. */
    int stepsPerEpoch() {
        return samples / batch;
    }

    /** Epoch of a step, from 0. */
    long epoch(long step) {
        return step / stepsPerEpoch();
    }

    /** Indices of the samples of a step. */
    int[] batch(long step) {
        if (epoch(step) != epoch) {
            epoch = epoch(step);
            order = shuffled(epoch);
        }
        int[] indices = new int[batch];
        System.arraycopy(order, (int) (step % stepsPerEpoch()) * batch, indices, 0, batch);
        return indices;
    }

    private int[] shuffled(long number) {
        SplitMix64 random = SplitMix64.stream(seed, "order", number);
        int[] shuffled = new int[samples];
        for (int i = 0; i < samples; i++) {
            int at = random.nextInt(i + 1);
            shuffled[i] = shuffled[at];
            shuffled[at] = i;
        }
        return shuffled;
    }
}

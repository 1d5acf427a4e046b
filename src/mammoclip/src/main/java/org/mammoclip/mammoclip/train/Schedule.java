package org.mammoclip.mammoclip.train;

/** The learning rate's multiplier over a run, after a straight line from 0 to 1 over the steps of the warm-up. */
public enum Schedule {
    /** The square of a cosine from 1 down to 0, see {@link WarmupCosineSquared}. */
    WARMUP_COSINE_SQUARED {
        @Override
        double multiplier(long step, long total, long warmup) {
            return new WarmupCosineSquared(total, warmup).multiplier(step);
        }
    },
    /** 1. */
    CONSTANT {
        @Override
        double multiplier(long step, long total, long warmup) {
            return step < warmup ? (double) step / warmup : 1;
        }
    };

    /**
     * @param step steps taken before this one, 0 to total
     * @param total steps of the run
     * @param warmup its first steps, fewer than total
     * @return in [0, 1]
     */
    abstract double multiplier(long step, long total, long warmup);
}

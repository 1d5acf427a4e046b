package org.mammoclip.mammoclip.train;

/**
 * The learning rate's multiplier over the steps of a run: a straight line from 0 to 1, then the square of a cosine down to 0.
 *
 * <pre>
 * t / warmup                                          for t below warmup
 * cos(pi/2 * (t - warmup) / (total - warmup))^2       from there to total
 * </pre>
 *
 * @param total steps of the run, at least 1
 * @param warmup steps of the straight line, 0 to total - 1
 */
public record WarmupCosineSquared(long total, long warmup) {
    public WarmupCosineSquared {
        if (total < 1 || warmup < 0 || warmup >= total) {
            throw new IllegalArgumentException(
                    "a warm-up of " + warmup + " steps does not fit a run of " + total + ": it must be shorter");
        }
    }

    /**
     * @param step steps taken before this one, 0 to total; the very first step of a run with a warm-up has multiplier 0
     * @return in [0, 1]
     */
    public double multiplier(long step) {
        if (step < 0 || step > total) {
            throw new IllegalArgumentException("step " + step + " of a run of " + total);
        }
        if (step < warmup) {
            return (double) step / warmup;
        }
        if (step == total) {
            return 0;
        }
        double cosine = Math.cos(Math.PI / 2 * (step - warmup) / (total - warmup));
        return cosine * cosine;
    }
}

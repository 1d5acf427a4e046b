package org.mammoclip.mammoclip.train;

/**
 * Which model of a run is the best one.
 *
 * @param figure name of a validation figure, as in {@code loss} or {@code auroc}
 */
public record Selection(String figure, Direction direction) {
    /** The lowest validation loss. */
    public static final Selection LOWEST_LOSS = new Selection("loss", Direction.LOWER);

    /** Which side is better. */
    public enum Direction {
        LOWER,
        HIGHER
    }

    /** Whether {@code now} is better than {@code before}; equal is not. */
    boolean better(double now, double before) {
        return direction == Direction.LOWER ? now < before : now > before;
    }
}

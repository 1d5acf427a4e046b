package org.mammoclip.mammoclip.train;

import org.jspecify.annotations.Nullable;

/**
 * Where a run stands. Order of samples, augmentation and dropout follow from the plan's seed and the step, so there is no other
 * random state.
 *
 * @param step steps taken
 * @param bestFigure best validation figure so far, absent before the first validation
 * @param bestEpoch the epoch it was measured after, from 1; 0 before
 * @param bestStep the step of that save, 0 before
 * @param validatedEpochs epochs whose validation is part of this state
 * @param optimiserSha256 of {@code optimiser.safetensors} beside it, empty for a state that is not saved yet
 */
record RunState(
        long step,
        @Nullable Double bestFigure,
        int bestEpoch,
        long bestStep,
        int validatedEpochs,
        String optimiserSha256) {
    static final RunState START = new RunState(0, null, 0, 0, 0, "");

    RunState after(long steps) {
        return new RunState(steps, bestFigure, bestEpoch, bestStep, validatedEpochs, "");
    }

    /** With one more epoch validated. */
    RunState validated(int epoch, double figure, boolean best) {
        return best
                ? new RunState(step, figure, epoch, step, epoch, "")
                : new RunState(step, bestFigure, bestEpoch, bestStep, epoch, "");
    }

    boolean improvedBy(double figure, Selection selection) {
        Double before = bestFigure;
        return before == null || selection.better(figure, before);
    }

    RunState saved(String sha256) {
        return new RunState(step, bestFigure, bestEpoch, bestStep, validatedEpochs, sha256);
    }

    /** Whether that many epochs in a row brought nothing better. */
    boolean exhausted(int patience) {
        return patience > 0 && validatedEpochs - bestEpoch >= patience;
    }
}

package org.mammoclip.mammoclip.train;

/** Sees a run advance, on the engine thread. What it throws ends the run, which can be gone on with from its last save. */
public interface TrainingListener {
    /** Sees nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * @param step steps taken, from 1
     * @param total steps of the whole run
     * @param samples of this step
     */
    default void stepped(long step, long total, int samples, StepLoss loss) {}

    /**
     * @param epoch the one that ended, from 1
     * @param loss mean over the validation batches
     * @param best whether no earlier epoch was as good
     */
    default void validated(int epoch, double loss, boolean best) {}
}

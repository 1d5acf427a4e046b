package org.mammoclip.mammoclip.train;

import java.util.Map;

/** Sees a run advance, on the engine thread. What it throws ends the run, which can be gone on with from its last save. */
public interface TrainingListener {
    /** Sees nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * @param step steps taken, from 1
     * @param total steps of the whole run
     * @param samples of this step
     * @param figures of this step, {@code loss} first
     */
    default void stepped(long step, long total, int samples, Map<String, Double> figures) {}

    /**
     * @param epoch the one that ended, from 1
     * @param figures of the validation samples, all finite
     * @param best whether no earlier epoch was as good
     */
    default void validated(int epoch, Map<String, Double> figures, boolean best) {}

    /**
     * All steps taken are on disk; after the last of an epoch once before its validation and once after it.
     *
     * @param step steps taken, from 1
     */
    default void saved(long step) {}

    /** The plan is fulfilled. */
    default void ended() {}

    /**
     * Asked once after each step, of an epoch's last one before the validation, and after each validation: whether the run shall save and end here, with a
     * {@link TrainingStoppedException}.
     */
    default boolean asksToStop() {
        return false;
    }
}

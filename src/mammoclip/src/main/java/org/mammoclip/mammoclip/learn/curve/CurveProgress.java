package org.mammoclip.mammoclip.learn.curve;

/** Told how far the encoding of images is, on the engine thread. */
@FunctionalInterface
public interface CurveProgress {
    /**
     * @param what which images, as in {@code test A}
     * @param done of them
     * @param fromCache of these, computed earlier
     */
    void encoded(String what, int done, int total, int fromCache);
}

package org.mammoclip.mammoclip;

import java.nio.file.Path;

/**
 * A detector whose boxes are shown for a finding that something else scores.
 *
 * @param detector file or folder
 * @param classIndex the detector's class, from 0
 * @param minimumScore of a box that is shown, in (0, 1)
 */
public record BoxSource(Path detector, int classIndex, double minimumScore) {
    /** The reference's evaluation default. */
    public static final double DEFAULT_MINIMUM_SCORE = 0.05;

    public BoxSource {
        if (classIndex < 0 || classIndex > ScoreSource.MAX_INDEX) {
            throw new IllegalArgumentException("class must be 0 to " + ScoreSource.MAX_INDEX + ", not " + classIndex);
        }
        if (!(minimumScore > 0 && minimumScore < 1)) {
            throw new IllegalArgumentException("minimum score must be between 0 and 1, not " + minimumScore);
        }
    }
}

package org.mammoclip.mammogram.finding;

import java.util.Locale;

/** Where a box comes from, and with it what its score means. */
public enum BoxOrigin {
    /** A detector trained on boxes; the score is its confidence that the finding is in this box. */
    DETECTOR,

    /**
     * The hottest regions of an attribution map; the score is the largest value of the map inside, relative to the
     * hottest place of the same image. It says nothing about how likely the finding is.
     */
    ATTRIBUTION;

    /** In outputs: detector or attribution. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

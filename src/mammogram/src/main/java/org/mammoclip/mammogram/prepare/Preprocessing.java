package org.mammoclip.mammogram.prepare;

import java.util.Arrays;
import java.util.Optional;

/**
 * How stored values become the 8-bit grey levels that are cropped and resized. Results of different modes are never
 * compared or mixed; the version is part of every output's identity.
 */
public enum Preprocessing {
    /**
     * As the published model was trained: no VOI; the smallest value of the image becomes 0, the largest 255, truncated.
     */
    REFERENCE_MIN_MAX("mammo-clip-minmax-1"),

    /** The image's own window or VOI LUT; images without one are refused. */
    VOI("mammo-clip-voi-1");

    private final String version;

    Preprocessing(String version) {
        this.version = version;
    }

    /** The mode with this version, if there is one. */
    public static Optional<Preprocessing> ofVersion(String version) {
        return Arrays.stream(values())
                .filter(mode -> mode.version.equals(version))
                .findFirst();
    }

    /** The permanent name of this path from stored pixels to model input; changes when any pixel may change. */
    public String version() {
        return version;
    }
}

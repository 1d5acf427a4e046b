package org.mammoclip.mammoclip.detect;

import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/** The reference's detector. */
public final class RetinaNet {
    /** Side in pixels of the square the detector was trained on. */
    public static final int SIDE = 512;

    /** The most classes a detector has here; the published ones have one each. */
    public static final int MAX_CLASSES = 64;

    private RetinaNet() {}

    /**
     * Every parameter under the reference's name: {@code efficientnet.*}, {@code fpn.*}, {@code regressionModel.*}, {@code
     * classificationModel.*}. Published files hold {@code efficientnet._fc.{weight,bias}} besides, which nothing uses.
     *
     * @param architecture of the backbone; its padding does not matter here
     * @param classes 1 to {@value #MAX_CLASSES}
     */
    public static List<ParameterSpec> parameters(EfficientNetArchitecture architecture, int classes) {
        if (classes < 1 || classes > MAX_CLASSES) {
            throw new IllegalArgumentException("a detector has 1 to " + MAX_CLASSES + " classes, not " + classes);
        }
        return DetectorParameters.list(architecture, classes);
    }
}

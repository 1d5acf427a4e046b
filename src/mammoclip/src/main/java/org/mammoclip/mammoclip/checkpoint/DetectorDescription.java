package org.mammoclip.mammoclip.checkpoint;

import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/**
 * RetinaNet on its own copy of an image tower. The parameters do not tell which padding the tower was trained with; both
 * generations of detector files have the same names and shapes.
 *
 * @param preprocessing name of the preparation the parameters expect
 * @param image name of the image tower, see {@link EfficientNetArchitecture#named}
 * @param classes 1 to {@link RetinaNet#MAX_CLASSES}
 * @param side of the square that an image is resized to, in pixels: a multiple of the tower's total stride, at most {@link
 *     RetinaNet#MAX_SIDE}; a {@code model.json} that does not say so means {@link RetinaNet#SIDE}
 */
public record DetectorDescription(About about, String preprocessing, String image, int classes, int side)
        implements Description {
    public DetectorDescription {
        About.require(About.isLine(preprocessing), "preprocessing must be one line of 1 to 200 characters");
        RetinaNet.parameters(EfficientNetArchitecture.named(image), classes);
        RetinaNet.requireSide(EfficientNetArchitecture.named(image), side);
    }

    /** For squares of the published side. */
    public DetectorDescription(About about, String preprocessing, String image, int classes) {
        this(about, preprocessing, image, classes, RetinaNet.SIDE);
    }

    @Override
    public ModelKind kind() {
        return ModelKind.DETECTOR;
    }

    @Override
    public DetectorDescription with(About other) {
        return new DetectorDescription(other, preprocessing, image, classes, side);
    }

    /** The image tower, with the padding of the classification encoder. */
    public EfficientNetArchitecture toImageArchitecture() {
        return EfficientNetArchitecture.named(image);
    }

    @Override
    public List<ParameterSpec> parameters() {
        return RetinaNet.parameters(toImageArchitecture(), classes);
    }
}

package org.mammoclip.mammoclip.checkpoint;

import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/**
 * RetinaNet. Parameters: {@code efficientnet.*}, {@code fpn.*}, {@code regressionModel.*}, {@code classificationModel.*}. Nothing in
 * the file tells which padding its tower was trained with.
 */
public final class DetectorFile extends ModelFile {
    private final DetectorDescription description;

    DetectorFile(LoadedModel model) {
        super(model);
        this.description = (DetectorDescription) model.description();
    }

    /** The image tower, with the padding of the classification encoder. */
    public EfficientNetArchitecture architecture() {
        return description.toImageArchitecture();
    }

    public int classes() {
        return description.classes();
    }

    /** Of the square that an image is resized to, in pixels. */
    public int side() {
        return description.side();
    }

    @Override
    public DetectorDescription description() {
        return description;
    }
}

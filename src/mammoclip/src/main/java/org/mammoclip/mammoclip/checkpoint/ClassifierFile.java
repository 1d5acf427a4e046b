package org.mammoclip.mammoclip.checkpoint;

import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/** An image tower with a linear layer. Parameters: {@code image_encoder.*}, {@code classifier.classification_head.*}. */
public final class ClassifierFile extends ModelFile {
    private final ClassifierDescription description;

    ClassifierFile(LoadedModel model) {
        super(model);
        this.description = (ClassifierDescription) model.description();
    }

    /** The image tower. */
    public EfficientNetArchitecture architecture() {
        return description.toImageArchitecture();
    }

    /** Number of raw logits. */
    public int outputs() {
        return description.outputs();
    }

    @Override
    public ClassifierDescription description() {
        return description;
    }
}

package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/** An image tower with a linear layer. Parameters: {@code image_encoder.*}, {@code classifier.classification_head.*}. */
public final class ClassifierFile implements ModelFile {
    private final LoadedModel model;
    private final ClassifierDescription description;

    ClassifierFile(LoadedModel model) {
        this.model = model;
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

    @Override
    public ParameterSource parameters() {
        return model.parameters();
    }

    @Override
    public String sha256() {
        return model.sha256();
    }

    @Override
    public Optional<Provenance> provenance() {
        return Optional.ofNullable(model.provenance());
    }

    @Override
    public SortedMap<String, Double> thresholds() {
        return model.thresholds();
    }

    @Override
    public void close() throws IOException {
        model.parameters().close();
    }
}

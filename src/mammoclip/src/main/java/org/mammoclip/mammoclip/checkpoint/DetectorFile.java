package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/**
 * RetinaNet. Parameters: {@code efficientnet.*}, {@code fpn.*}, {@code regressionModel.*}, {@code classificationModel.*}. Nothing in
 * the file tells which padding its tower was trained with.
 */
public final class DetectorFile implements ModelFile {
    private final LoadedModel model;
    private final DetectorDescription description;

    DetectorFile(LoadedModel model) {
        this.model = model;
        this.description = (DetectorDescription) model.description();
    }

    /** The image tower, with the padding of the classification encoder. */
    public EfficientNetArchitecture architecture() {
        return description.toImageArchitecture();
    }

    public int classes() {
        return description.classes();
    }

    @Override
    public DetectorDescription description() {
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

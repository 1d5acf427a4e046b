package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.mammoclip.mammoclip.block.ParameterSource;

/** Image and text tower with their projections: what pre-training writes. */
public final class ClipFile implements ModelFile {
    private final LoadedModel model;
    private final ModelDescription description;
    private final Checkpoint checkpoint;

    ClipFile(LoadedModel model) {
        this.model = model;
        this.description = (ModelDescription) model.description();
        this.checkpoint = new CheckpointFolder(
                description, Objects.requireNonNull(model.vocabulary()), model.parameters(), model.sha256());
    }

    /** The same file as a checkpoint; closing either closes both. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    @Override
    public ModelDescription description() {
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

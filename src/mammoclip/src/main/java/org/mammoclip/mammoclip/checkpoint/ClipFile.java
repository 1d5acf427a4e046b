package org.mammoclip.mammoclip.checkpoint;

import java.util.Objects;

/** Image and text tower with their projections: what pre-training writes. */
public final class ClipFile extends ModelFile {
    private final ModelDescription description;
    private final Checkpoint checkpoint;

    ClipFile(LoadedModel model) {
        super(model);
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
}

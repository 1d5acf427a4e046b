package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;

/** The image side of a CLIP checkpoint: its tower and the way to the joint space and back. Engine thread only. */
final class ClipTower {
    private final ImageTower tower;
    private final LinearProjection projection;

    private ClipTower(ImageTower tower, LinearProjection projection) {
        this.tower = tower;
        this.projection = projection;
    }

    /** Reads the parameters into {@code manager}. */
    static ClipTower load(NDManager manager, Checkpoint checkpoint, TowerInput input, Precision precision) {
        ModelDescription description = checkpoint.description();
        ImageTower tower =
                ImageTower.load(manager, description.toImageArchitecture(), checkpoint.parameters(), input, precision);
        return new ClipTower(
                tower,
                LinearProjection.load(
                        manager,
                        checkpoint.parameters(),
                        ModelDescription.IMAGE_PROJECTION,
                        tower.channels(),
                        description.embedding()));
    }

    ImageTower tower() {
        return tower;
    }

    /**
     * The image in the joint space.
     *
     * @throws NonFiniteScoreException if the vector has no direction
     */
    Embedding embed(ImageTower.Features features) {
        try (NDArray projected = projection.apply(features.pooled())) {
            return Embedding.normalize(projected.toFloatArray());
        }
    }

    /** How much each channel of the feature map moves an image along a direction of the joint space. */
    float[] channelWeights(NDManager manager, Embedding direction) {
        try (NDManager scope = manager.newSubManager()) {
            return projection
                    .channelWeights(scope.create(new float[][] {direction.toArray()}))
                    .toFloatArray();
        }
    }
}

package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Set;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;

/**
 * The image tower of one model and everything else of another: the original starts from an image tower that was trained before and
 * learns the rest.
 */
public final class ImageTowerOf implements ParameterSource {
    private final ParameterSource tower;
    private final ParameterSource rest;

    /**
     * @param tower a CLIP model or a classifier
     * @param rest where all other parameters come from, {@link InitialValues} or a checkpoint
     */
    public ImageTowerOf(ParameterSource tower, ParameterSource rest) {
        this.tower = tower;
        this.rest = rest;
    }

    @Override
    public Set<String> names() {
        return rest.names();
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        return (name.startsWith(ModelDescription.IMAGE_PREFIX) ? tower : rest).read(manager, name, shape);
    }
}

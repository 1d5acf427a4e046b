package org.mammoclip.mammoclip.learn.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Set;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.ClassifierDescription;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;

/**
 * Where fine-tuning starts: the image tower of another model, and a linear layer of zeros, which gives every image the same answer
 * and no side an advantage.
 */
final class FreshHead implements ParameterSource {
    private final ClassifierDescription description;
    private final ParameterSource tower;

    FreshHead(ClassifierDescription description, ParameterSource tower) {
        this.description = description;
        this.tower = tower;
    }

    @Override
    public Set<String> names() {
        return description.parameters().stream().map(ParameterSpec::name).collect(Collectors.toSet());
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        if (name.startsWith(ModelDescription.IMAGE_PREFIX)) {
            return tower.read(manager, name, shape);
        }
        if (!names().contains(name)) {
            throw CheckpointMismatchException.missing(name);
        }
        return manager.zeros(shape);
    }
}

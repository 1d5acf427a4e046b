package org.mammoclip.mammoclip.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;

/** Parameters written by hand, row-major; for networks whose answer can be worked out. */
public record FixedParameters(Map<String, float[]> values) implements ParameterSource {
    @Override
    public Set<String> names() {
        return values.keySet();
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        float[] value = values.get(name);
        if (value == null || value.length != shape.size()) {
            throw new CheckpointMismatchException("parameter " + name + " of shape " + shape + " is missing");
        }
        return manager.create(value, shape);
    }
}

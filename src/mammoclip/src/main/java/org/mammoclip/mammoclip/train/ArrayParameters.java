package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;

/** Arrays in memory, read as they are at that moment. */
public final class ArrayParameters implements ParameterSource {
    private final Map<String, NDArray> arrays;

    /** @param arrays by full name; borrowed */
    public ArrayParameters(Map<String, NDArray> arrays) {
        this.arrays = arrays;
    }

    @Override
    public Set<String> names() {
        return arrays.keySet();
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw CheckpointMismatchException.missing(name);
        }
        CheckpointMismatchException.requireShape(name, array.getShape(), shape);
        return manager.create(array.toFloatArray(), shape);
    }
}

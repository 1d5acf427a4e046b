package org.mammoclip.mammoclip.learn.factor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mammoclip.mammoclip.block.ParameterSource;

/** Hands out arrays themselves, so that what is computed with them can be differentiated. */
record LiveArrays(Map<String, NDArray> arrays) implements ParameterSource {
    @Override
    public Set<String> names() {
        return arrays.keySet();
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        return Objects.requireNonNull(arrays.get(name), name);
    }
}

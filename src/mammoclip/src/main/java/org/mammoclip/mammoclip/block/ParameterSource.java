package org.mammoclip.mammoclip.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Set;

/** Named float32 parameter values: a checkpoint file, a generator, or a network being written. One thread at a time. */
public interface ParameterSource {
    /** All names, with the towers' prefixes, as in {@code image_encoder._conv_stem.weight}. */
    Set<String> names();

    /**
     * @param shape the shape the network expects
     * @return a new float32 array in row-major order on the manager's device, attached to {@code manager}
     * @throws CheckpointMismatchException if the parameter is missing or has another shape
     */
    NDArray read(NDManager manager, String name, Shape shape);
}

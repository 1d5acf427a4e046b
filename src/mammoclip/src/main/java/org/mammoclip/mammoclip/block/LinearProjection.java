package org.mammoclip.mammoclip.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.List;

/**
 * A projection head of the released models: one linear layer with bias from an encoder's vector to the joint space. Holds its two
 * arrays in the manager given to {@link #load}. Not thread-safe.
 */
public final class LinearProjection {
    private final NDArray weight;
    private final NDArray bias;

    private LinearProjection(NDArray weight, NDArray bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /** Parameters of a head named {@code name}, as in {@code image_projection}. */
    public static List<ParameterSpec> parameters(String name, int in, int out) {
        return List.of(
                ParameterSpec.weight(name + ".projection.weight", out, in),
                ParameterSpec.bias(name + ".projection.bias", out));
    }

    public static LinearProjection load(NDManager manager, ParameterSource source, String name, int in, int out) {
        return new LinearProjection(
                source.read(manager, name + ".projection.weight", new Shape(out, in)),
                source.read(manager, name + ".projection.bias", new Shape(out)));
    }

    /** {@code (N, in)} to {@code (N, out)}, in the manager of {@code x}. */
    public NDArray apply(NDArray x) {
        return Linear.linear(x, weight, bias).singletonOrThrow();
    }

    /**
     * For each direction in the joint space, how much each input channel moves the projected vector along it.
     *
     * @param directions {@code (K, out)}
     * @return {@code (K, in)}, in the manager of {@code directions}
     */
    public NDArray channelWeights(NDArray directions) {
        return directions.matMul(weight);
    }
}

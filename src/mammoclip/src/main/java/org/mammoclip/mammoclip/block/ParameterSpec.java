package org.mammoclip.mammoclip.block;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * One parameter of a network: its name within the tower (the reference's state-dictionary name without the tower's prefix),
 * its shape in the reference's layout, and its role. All parameters are float32.
 */
public record ParameterSpec(String name, Shape shape, Parameter.Type role) {

    public static ParameterSpec weight(String name, long... shape) {
        return new ParameterSpec(name, new Shape(shape), Parameter.Type.WEIGHT);
    }

    public static ParameterSpec bias(String name, long length) {
        return new ParameterSpec(name, new Shape(length), Parameter.Type.BIAS);
    }

    public static ParameterSpec of(String name, Parameter.Type role, long length) {
        return new ParameterSpec(name, new Shape(length), role);
    }

    /** The same parameter as part of something larger. */
    public ParameterSpec prefixed(String prefix) {
        return new ParameterSpec(prefix + name, shape, role);
    }

    /** True for a batch norm's running statistics, which are observed and not learned. */
    public boolean isStatistic() {
        return role == Parameter.Type.RUNNING_MEAN || role == Parameter.Type.RUNNING_VAR;
    }

    /** Number of values. */
    public long size() {
        return shape.size();
    }
}

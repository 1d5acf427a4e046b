package org.mammoclip.mammoclip.block;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.function.Function;

/**
 * A network that owns all its parameters directly, under the reference's names, so that {@code getParameters()} lists what a
 * checkpoint lists. Its layers are functions of those parameters, not child blocks.
 *
 * <p>Not thread-safe. Parameters live in the manager given to {@link #load} or {@code initialize} and die with it.
 */
public abstract class NamedParameterBlock extends AbstractBlock {
    private final List<ParameterSpec> specs;

    protected NamedParameterBlock(List<ParameterSpec> specs) {
        this.specs = List.copyOf(specs);
        for (ParameterSpec spec : specs) {
            addParameter(Parameter.builder()
                    .setName(spec.name())
                    .setType(spec.role())
                    .optRequiresGrad(!spec.isStatistic())
                    .build());
        }
    }

    /** What this network needs, in declaration order. */
    public final List<ParameterSpec> specs() {
        return specs;
    }

    /**
     * Takes all values from a source.
     *
     * @param prefix the tower's prefix in the source, as in {@code image_encoder.}
     * @throws CheckpointMismatchException naming the first parameter that is missing or has another shape
     */
    public final void load(NDManager manager, ParameterSource source, String prefix) {
        for (ParameterSpec spec : specs) {
            NDArray value = source.read(manager, prefix + spec.name(), spec.shape());
            parameter(spec.name()).setArray(value);
        }
    }

    /** Gives parameters that were not loaded their shapes, so that {@code initialize} can fill them. */
    @Override
    protected void prepare(Shape[] inputShapes) {
        for (ParameterSpec spec : specs) {
            Parameter parameter = parameter(spec.name());
            if (!parameter.isInitialized()) {
                parameter.setShape(spec.shape());
            }
        }
    }

    /** The values as they are, without gradients. */
    protected final Function<String, NDArray> values() {
        return name -> parameter(name).getArray();
    }

    /** The values as a training or inference store hands them out. */
    protected final Function<String, NDArray> values(ParameterStore store, Device device, boolean training) {
        return name -> store.getValue(parameter(name), device, training);
    }

    private Parameter parameter(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return parameter;
    }
}

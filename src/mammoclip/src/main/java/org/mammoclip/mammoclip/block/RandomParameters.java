package org.mammoclip.mammoclip.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.random.SplitMix64;

/**
 * Parameters that nobody trained: each value is drawn from its name, its position and a seed, so that the same seed gives the same
 * bits on any machine. Weights keep the variance of activations roughly level from layer to layer. Immutable.
 */
public final class RandomParameters implements ParameterSource {
    /** Makes up for what swish and the gate of squeeze-and-excite take away. */
    private static final double CONVOLUTION_GAIN = 1.8;

    private final long seed;
    private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();
    private final Map<String, Float> constants;

    /**
     * @param specs what to generate, with full names
     */
    public RandomParameters(long seed, List<ParameterSpec> specs) {
        this(seed, specs, Map.of());
    }

    /**
     * @param constants full names of parameters that are not drawn, and the value of all their elements
     */
    public RandomParameters(long seed, List<ParameterSpec> specs, Map<String, Float> constants) {
        this.seed = seed;
        this.constants = Map.copyOf(constants);
        for (ParameterSpec spec : specs) {
            this.specs.put(spec.name(), spec);
        }
    }

    @Override
    public Set<String> names() {
        return specs.keySet();
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        ParameterSpec spec = specs.get(name);
        if (spec == null) {
            throw CheckpointMismatchException.missing(name);
        }
        CheckpointMismatchException.requireShape(name, spec.shape(), shape);
        return manager.create(values(spec), shape);
    }

    private float[] values(ParameterSpec spec) {
        float[] values = new float[Math.toIntExact(spec.size())];
        Float constant = constants.get(spec.name());
        if (constant != null) {
            Arrays.fill(values, constant);
            return values;
        }
        long own = seed ^ SplitMix64.seed(spec.name());
        float base = base(spec.role());
        float scale = scale(spec);
        for (int i = 0; i < values.length; i++) {
            float uniform = ((SplitMix64.draw(own, i) >>> 40) - (1L << 23)) * 0x1p-24f;
            values[i] = base + scale * (spec.role() == Parameter.Type.RUNNING_VAR ? Math.abs(uniform) : uniform);
        }
        return values;
    }

    private static float base(Parameter.Type role) {
        return role == Parameter.Type.GAMMA || role == Parameter.Type.RUNNING_VAR ? 1f : 0f;
    }

    /** Width of the uniform distribution: for a weight, unit variance of the sum over its inputs. */
    private static float scale(ParameterSpec spec) {
        if (spec.role() != Parameter.Type.WEIGHT || spec.shape().dimension() < 2) {
            return 0.25f;
        }
        double fanIn = (double) spec.size() / spec.shape().get(0);
        double gain = spec.shape().dimension() == 4 ? CONVOLUTION_GAIN : 1;
        return (float) (gain * Math.sqrt(12 / fanIn));
    }
}

package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.random.SplitMix64;

/**
 * Where a detector starts: the backbone from a model that has learned, the rest drawn from a seed as the reference draws it. New
 * weights are normal with variance 2 / (k * k * outputs), biases 0, output layers 0 but for the bias of the classes, which gives
 * every anchor the probability 0.01. The same seed gives the same bits on any machine.
 */
public final class DetectorStart implements ParameterSource {
    /** -ln(99): a probability of 0.01. */
    static final float RARE = (float) -StrictMath.log(99);

    private static final String OUTPUT = "output.";

    private final long seed;
    private final ParameterSource backbone;
    private final String prefix;
    private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();

    /**
     * @param specs {@link RetinaNet#parameters}
     * @param backbone has the image tower's parameters
     * @param prefix of their names there, as in {@code image_encoder.}
     */
    public DetectorStart(long seed, List<ParameterSpec> specs, ParameterSource backbone, String prefix) {
        this.seed = seed;
        this.backbone = backbone;
        this.prefix = prefix;
        specs.forEach(spec -> this.specs.put(spec.name(), spec));
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
        if (name.startsWith(DetectorParameters.BACKBONE)) {
            return backbone.read(manager, prefix + name.substring(DetectorParameters.BACKBONE.length()), shape);
        }
        return manager.create(values(spec), shape);
    }

    private float[] values(ParameterSpec spec) {
        float[] values = new float[Math.toIntExact(spec.size())];
        String name = spec.name();
        if (spec.role() != Parameter.Type.WEIGHT || name.contains(OUTPUT)) {
            Arrays.fill(values, name.equals(DetectorParameters.CLASSES + OUTPUT + "bias") ? RARE : 0);
            return values;
        }
        Shape shape = spec.shape();
        double deviation = Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3)));
        SplitMix64 random = SplitMix64.stream(seed, name);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}

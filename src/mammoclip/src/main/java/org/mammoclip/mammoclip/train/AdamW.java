package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), in the order of operations of PyTorch's {@code AdamW}; DJL's own
 * adds epsilon before the bias correction and takes other steps while moments are young. For step k = 1, 2, ... with rate r:
 *
 * <pre>
 * p = p - r * weightDecay * p
 * m = m + (1 - beta1) * (g - m)
 * v = beta2 * v + (1 - beta2) * g^2
 * p = p - r / (1 - beta1^k) * m / (sqrt(v) / sqrt(1 - beta2^k) + epsilon)
 * </pre>
 *
 * Factors are computed in double, arrays in float32. The last bit may differ from PyTorch's fused kernels. Holds two arrays for
 * each parameter. Not thread-safe.
 */
public final class AdamW implements AutoCloseable {
    private static final String FIRST = "exp_avg.";
    private static final String SECOND = "exp_avg_sq.";

    private final AdamWSettings settings;
    private final ParameterGroup group;
    private final NDManager manager;
    private final Map<String, NDArray> moments = new LinkedHashMap<>();
    private long steps;

    /** Starts with moments of 0, beside the parameters. */
    public AdamW(NDManager parent, AdamWSettings settings, ParameterGroup group) {
        this.settings = settings;
        this.group = group;
        this.manager = parent.newSubManager();
        for (String prefix : List.of(FIRST, SECOND)) {
            group.parameters()
                    .forEach((name, parameter) -> moments.put(prefix + name, manager.zeros(parameter.getShape())));
        }
    }

    /**
     * Moves every parameter against its gradient. Leaves the group frozen and the gradients as they are.
     *
     * @param multiplier of the learning rate, what the schedule says; at 0 only the moments move
     */
    public void step(double multiplier) {
        steps++;
        double rate = settings.learningRate() * multiplier;
        double size = rate / (1 - Math.pow(settings.beta1(), steps));
        double correction = Math.sqrt(1 - Math.pow(settings.beta2(), steps));
        group.update((name, parameter, gradient) -> {
            NDArray first = moment(FIRST + name);
            NDArray second = moment(SECOND + name);
            parameter.muli(1 - rate * settings.weightDecay());
            try (NDArray change = gradient.sub(first)) {
                first.addi(change.muli(1 - settings.beta1()));
            }
            second.muli(settings.beta2());
            try (NDArray square = gradient.square()) {
                second.addi(square.muli(1 - settings.beta2()));
            }
            try (NDArray root = second.sqrt();
                    NDArray move = first.div(root.divi(correction).addi(settings.epsilon()))) {
                parameter.subi(move.muli(size));
            }
        });
    }

    private NDArray moment(String name) {
        NDArray moment = moments.get(name);
        if (moment == null) {
            throw new IllegalStateException("no moment " + name);
        }
        return moment;
    }

    /** Steps taken, those before a {@link #restore} included. */
    public long steps() {
        return steps;
    }

    /** The moments: {@code exp_avg.NAME} and {@code exp_avg_sq.NAME} for each parameter, in its shape. */
    public List<ParameterSpec> stateSpecs() {
        List<ParameterSpec> specs = new ArrayList<>();
        moments.forEach((name, value) -> specs.add(new ParameterSpec(name, value.getShape(), Parameter.Type.OTHER)));
        return List.copyOf(specs);
    }

    /** A view of the moments as they are when they are read. */
    public ParameterSource state() {
        return new ArrayParameters(moments);
    }

    /**
     * Goes on where another optimiser of the same parameters stopped.
     *
     * @param state its moments
     * @param taken its steps, at least 0
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first moment that is missing or misshapen
     */
    public void restore(ParameterSource state, long taken) {
        if (taken < 0) {
            throw new IllegalArgumentException(taken + " steps");
        }
        moments.forEach((name, moment) -> {
            try (NDArray value = state.read(manager, name, moment.getShape())) {
                moment.muli(0).addi(value);
            }
        });
        steps = taken;
    }

    @Override
    public void close() {
        manager.close();
    }
}

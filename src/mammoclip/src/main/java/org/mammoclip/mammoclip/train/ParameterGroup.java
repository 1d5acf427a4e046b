package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arrays that an optimiser moves, by name, and their gradients. Borrows the arrays: whoever made them closes them.
 *
 * <p>Gradients add up over backward passes until {@link #clearGradients}. The engine keeps "record operations" as a state of the
 * thread and refuses to change an array in place that takes gradients, so the group is either <em>tracked</em> (operations on its
 * arrays are recorded) or <em>frozen</em> (they are not, and the arrays may be changed). A new group is frozen.
 */
public final class ParameterGroup {
    private final Map<String, NDArray> parameters;

    /** @param parameters float32, not empty; kept in this order */
    public ParameterGroup(Map<String, NDArray> parameters) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("nothing to train");
        }
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Does something with one parameter and its gradient; neither is to be closed. */
    @FunctionalInterface
    interface Visitor {
        void visit(String name, NDArray parameter, NDArray gradient);
    }

    /** By name, in order. */
    public Map<String, NDArray> parameters() {
        return parameters;
    }

    /** From here on, operations on these arrays inside a gradient collector are recorded. */
    public void track() {
        parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
    }

    /** From here on, operations on these arrays are not recorded. Gradients stay. */
    public void freeze() {
        parameters.values().forEach(parameter -> parameter.setRequiresGradient(false));
    }

    /** The L2 norm of all gradients together; NaN or infinite if one of them is. Leaves the group tracked. */
    public double gradientNorm() {
        track();
        try (NDManager scope = first().getManager().newSubManager()) {
            NDList norms = new NDList();
            parameters.values().forEach(parameter -> {
                try (NDArray gradient = parameter.getGradient();
                        NDArray norm = gradient.norm()) {
                    NDArray one = norm.reshape(1);
                    one.attach(scope);
                    norms.add(one);
                }
            });
            double sum = 0;
            for (float norm : NDArrays.concat(norms).toFloatArray()) {
                sum += (double) norm * norm;
            }
            return Math.sqrt(sum);
        }
    }

    /**
     * Shortens all gradients together so that their norm is at most {@code maximum}; their direction stays.
     *
     * @param norm what {@link #gradientNorm} returned
     */
    public void clipGradients(double norm, double maximum) {
        double factor = maximum / (norm + 1e-6);
        if (factor < 1) {
            scaleGradients(factor);
        }
    }

    /** Forgets all gradients, also those that are NaN. Leaves the group tracked. */
    public void clearGradients() {
        NDIndex everything = new NDIndex("...");
        track();
        parameters.values().forEach(parameter -> {
            try (NDManager scope = parameter.getManager().newSubManager()) {
                NDArray gradient = parameter.getGradient();
                gradient.attach(scope);
                gradient.set(everything, 0f);
            }
        });
    }

    private void scaleGradients(double factor) {
        track();
        parameters.values().forEach(parameter -> {
            try (NDArray gradient = parameter.getGradient()) {
                gradient.muli(factor);
            }
        });
    }

    /** Shows every parameter, free to be changed, with its gradient. Leaves the group frozen. */
    void update(Visitor visitor) {
        track();
        parameters.forEach((name, parameter) -> {
            try (NDArray gradient = parameter.getGradient()) {
                parameter.setRequiresGradient(false);
                visitor.visit(name, parameter, gradient);
            }
        });
    }

    private NDArray first() {
        return parameters.values().iterator().next();
    }
}

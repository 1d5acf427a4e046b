package org.mammoclip.mammoclip.classify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * A downstream classifier of the reference: one linear layer from the <em>pooled</em> vector (before projection, not normalised) to
 * raw logits. One output is a yes or no (mass, calcification, cancer: the probability is the sigmoid of the logit), three and four
 * are exclusive classes (density A to D: softmax).
 *
 * <p>The image encoder belongs to the classifier's own file: even the reference's "frozen" encoders differ from the pre-trained
 * one, because their batch-norm statistics moved while the head was trained.
 *
 * <p>Holds its two arrays in the manager given to {@link #load}. Not thread-safe: engine thread only.
 */
public final class ClassifierHead {
    /** The most outputs a head has here; the reference has 1, 3 or 4. */
    public static final int MAX_OUTPUTS = 64;

    private static final String NAME = "classifier.classification_head";

    private final NDArray weight;
    private final NDArray bias;
    private final Shape input;

    private ClassifierHead(NDArray weight, NDArray bias, int inputs) {
        this.weight = weight;
        this.bias = bias;
        this.input = new Shape(1, inputs);
    }

    /**
     * The head's parameters under the reference's names; the encoder's are {@code image_encoder.} and its own list.
     *
     * @param inputs length of the pooled vector (1408 for B2, 2048 for B5)
     * @param outputs number of logits, 1 to {@value #MAX_OUTPUTS}
     */
    public static List<ParameterSpec> parameters(int inputs, int outputs) {
        if (outputs < 1 || outputs > MAX_OUTPUTS) {
            throw new IllegalArgumentException(
                    "a classifier head has 1 to " + MAX_OUTPUTS + " outputs, not " + outputs);
        }
        return List.of(
                ParameterSpec.weight(NAME + ".weight", outputs, inputs), ParameterSpec.bias(NAME + ".bias", outputs));
    }

    /**
     * @param inputs length of the pooled vector
     * @param outputs number of logits
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the parameter that does not fit
     */
    public static ClassifierHead load(NDManager manager, ParameterSource source, int inputs, int outputs) {
        List<ParameterSpec> specs = parameters(inputs, outputs);
        return new ClassifierHead(
                source.read(manager, specs.get(0).name(), specs.get(0).shape()),
                source.read(manager, specs.get(1).name(), specs.get(1).shape()),
                inputs);
    }

    /**
     * @param pooled float32 {@code (1, inputs)}, the spatial mean of the raw feature map; not closed
     * @return one raw logit per output
     * @throws IllegalArgumentException if {@code pooled} has another shape
     * @throws ArithmeticException if a logit is not finite
     */
    public float[] logits(NDArray pooled) {
        if (!pooled.getShape().equals(input)) {
            throw new IllegalArgumentException(
                    "the classifier head takes a pooled vector of shape " + input + ", not " + pooled.getShape());
        }
        try (NDArray answer = Linear.linear(pooled, weight, bias).singletonOrThrow()) {
            float[] logits = answer.toFloatArray();
            for (float logit : logits) {
                if (!Float.isFinite(logit)) {
                    throw new ArithmeticException("the classifier head answered " + logit);
                }
            }
            return logits;
        }
    }
}

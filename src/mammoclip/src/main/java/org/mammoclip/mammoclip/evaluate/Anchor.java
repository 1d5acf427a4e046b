package org.mammoclip.mammoclip.evaluate;

/**
 * A published result.
 *
 * @param dataSet {@code vindr} or {@code rsna}
 * @param task finding key, {@code density} or {@code cancer}
 * @param metric {@code auroc}, {@code accuracy}, {@code ap@0.25} or {@code ap@0.5}
 * @param model as published
 * @param protocol zero-shot, linear probe or fine-tuning with how much of the training data
 * @param source where it was read
 */
public record Anchor(
        String dataSet, String task, String metric, String model, String protocol, double value, String source) {
    /** How a measured value stands to this one. */
    public double difference(double measured) {
        return measured - value;
    }
}

package org.mammoclip.mammoclip.learn.probe;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a linear head is fitted to: the mean cross-entropy over rows, positive rows weighted, and half the strength times the sum of
 * squared weights. Arguments: the weights of each output on standardised values, then a bias for each output; biases are free.
 *
 * <p>Rows are added up in fixed groups, so that the sum does not depend on the number of threads.
 */
final class ProbeLoss implements Objective {
    private static final int GROUP = 256;

    private final PooledVectors vectors;
    private final Standardisation standard;
    private final int[] labels;
    private final int outputs;
    private final double positiveWeight;
    private final double strength;

    /**
     * @param labels of the rows: 0 or 1 for one output, else 0 to {@code outputs - 1}
     * @param outputs 1, or the number of classes
     * @param positiveWeight factor on the loss of rows with label 1, of one output
     * @param strength of the penalty, not negative
     */
    ProbeLoss(
            PooledVectors vectors,
            Standardisation standard,
            int[] labels,
            int outputs,
            double positiveWeight,
            double strength) {
        this.vectors = vectors;
        this.standard = standard;
        this.labels = labels;
        this.outputs = outputs;
        this.positiveWeight = positiveWeight;
        this.strength = strength;
    }

    @Override
    public int size() {
        return outputs * (vectors.width() + 1);
    }

    /** The loss of a group of rows and its derivatives by the folded weights and biases. */
    private record Part(double loss, double[] gradient) {}

    @Override
    public double at(double[] arguments, double[] gradient) {
        double[] folded = standard.fold(arguments, outputs);
        int groups = (vectors.size() + GROUP - 1) / GROUP;
        Part[] parts = IntStream.range(0, groups)
                .parallel()
                .mapToObj(group -> part(folded, group * GROUP, Math.min(vectors.size(), (group + 1) * GROUP)))
                .toArray(Part[]::new);
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (Part part : parts) {
            loss += part.loss();
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += part.gradient()[i];
            }
        }
        standard.unfold(gradient, outputs);
        int weights = outputs * vectors.width();
        double squares = 0;
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= vectors.size();
            if (i < weights) {
                gradient[i] += strength * arguments[i];
                squares += arguments[i] * arguments[i];
            }
        }
        return loss / vectors.size() + strength * squares / 2;
    }

    /** The mean loss alone, without the penalty. */
    double loss(double[] arguments) {
        double[] folded = standard.fold(arguments, outputs);
        double loss = 0;
        double[] residuals = new double[outputs];
        for (int row = 0; row < vectors.size(); row++) {
            loss += loss(folded, row, residuals);
        }
        return loss / vectors.size();
    }

    private Part part(double[] folded, int from, int to) {
        int width = vectors.width();
        double[] gradient = new double[size()];
        double[] residuals = new double[outputs];
        double loss = 0;
        for (int row = from; row < to; row++) {
            loss += loss(folded, row, residuals);
            float[] values = vectors.row(row);
            for (int k = 0; k < outputs; k++) {
                double residual = residuals[k];
                int offset = k * width;
                for (int j = 0; j < width; j++) {
                    gradient[offset + j] += residual * values[j];
                }
                gradient[outputs * width + k] += residual;
            }
        }
        return new Part(loss, gradient);
    }

    /** @param residuals overwritten with the loss's derivatives by the row's logits */
    private double loss(double[] folded, int row, double[] residuals) {
        int width = vectors.width();
        for (int k = 0; k < outputs; k++) {
            residuals[k] = vectors.dot(row, folded, k * width) + folded[outputs * width + k];
        }
        return outputs == 1 ? binary(residuals, labels[row] == 1) : categorical(residuals, labels[row]);
    }

    private double binary(double[] logits, boolean positive) {
        double weight = positive ? positiveWeight : 1;
        double against = positive ? -logits[0] : logits[0];
        double wrong = 1 / (1 + Math.exp(-against));
        double loss = Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
        logits[0] = weight * (positive ? -wrong : wrong);
        return weight * loss;
    }

    private static double categorical(double[] logits, int label) {
        double most = Arrays.stream(logits).max().orElse(0);
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - most);
        }
        double loss = Math.log(sum) + most - logits[label];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = Math.exp(logits[k] - most) / sum - (k == label ? 1 : 0);
        }
        return loss;
    }
}

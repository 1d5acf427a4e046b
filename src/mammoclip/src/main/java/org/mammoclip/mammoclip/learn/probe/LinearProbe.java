package org.mammoclip.mammoclip.learn.probe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.loss.BinaryLoss;

/**
 * Fits a linear head to pooled vectors of a frozen encoder: standardised values, weighted logistic loss (one output; positive rows
 * count negatives/positives, as published) or softmax cross-entropy (several classes), and a penalty of half the strength times the
 * sum of squared weights. The loss is convex, so there is one optimum, whatever the seed; separable data have a finite one, too.
 *
 * <p>A class that no training image has gets no weights and a bias far below the others: it is never answered.
 *
 * <p>Stateless, thread-safe. The same vectors give the same bits, whatever the number of threads.
 */
public final class LinearProbe {
    /** What is tried for the strength of the penalty if nobody says: two a decade. */
    public static final List<Double> STRENGTHS =
            List.of(10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001);

    public static final double MIN_STRENGTH = 1e-8;
    public static final double MAX_STRENGTH = 1e6;

    /** Bias of a class without training images, relative to the mean logit of the others. */
    static final double ABSENT = -10;

    /** Largest derivative of the loss at an optimum; at the start it is in the order of 1. */
    static final double TOLERANCE = 1e-7;

    /** The same while strengths are compared. */
    private static final double COMPARED = 1e-5;

    /** Weaker penalties are not tried once validation data have been worse this many times in a row. */
    private static final int PATIENCE = 2;

    private static final int MAX_ITERATIONS = 5000;

    private LinearProbe() {}

    /**
     * A fitted head.
     *
     * @param strength of the penalty
     * @param validationLoss mean loss on validation data without the penalty; NaN without such data
     * @param gradient largest derivative at the end
     * @param iterations of the optimiser, over all strengths tried
     */
    public record Fit(LinearHead head, double strength, double validationLoss, double gradient, int iterations) {}

    /**
     * Fits with one strength.
     *
     * @param outputs 1 for labels 0 and 1, or the number of classes, at least 2
     * @throws IllegalArgumentException if all training labels are the same, a label is out of range, or the strength
     */
    public static Fit fit(LabelledVectors training, int outputs, double strength) {
        requireStrength(strength);
        Problem problem = new Problem(training, outputs);
        return problem.fit(problem.origin(), strength, null, 0);
    }

    /**
     * Fits with one strength after the other, strongest first, until the loss on validation data has been worse {@value #PATIENCE}
     * times in a row, and keeps the one with the least, the stronger of equals.
     *
     * @param outputs 1 for labels 0 and 1, or the number of classes, at least 2
     * @param strengths at least one
     * @throws IllegalArgumentException if all training labels are the same, no validation image has one of them, a label is out of
     *     range, or a strength
     */
    public static Fit fit(LabelledVectors training, LabelledVectors validation, int outputs, List<Double> strengths) {
        strengths.forEach(LinearProbe::requireStrength);
        if (strengths.isEmpty()) {
            throw new IllegalArgumentException("no strength of the penalty to try");
        }
        return new Problem(training, outputs)
                .best(
                        validation,
                        strengths.stream()
                                .distinct()
                                .sorted(Comparator.reverseOrder())
                                .toList());
    }

    /** @throws IllegalArgumentException unless it is {@value #MIN_STRENGTH} to {@value #MAX_STRENGTH} */
    static void requireStrength(double strength) {
        if (!(strength >= MIN_STRENGTH && strength <= MAX_STRENGTH)) {
            throw new IllegalArgumentException(
                    "strength of the penalty must be " + MIN_STRENGTH + " to " + MAX_STRENGTH + ", not " + strength);
        }
    }

    /** The training data, its classes numbered from 0 without gaps. */
    private static final class Problem {
        private final LabelledVectors training;
        private final int outputs;
        private final int[] present;
        private final int[] numbered;
        private final Standardisation standard;
        private final double positiveWeight;

        Problem(LabelledVectors training, int outputs) {
            if (outputs < 1) {
                throw new IllegalArgumentException(outputs + " outputs");
            }
            this.training = training;
            this.outputs = outputs;
            requireLabels(training);
            this.positiveWeight =
                    outputs == 1 ? BinaryLoss.balancing(training.labels()).positiveWeight() : 1;
            this.present = training.present();
            if (present.length < 2) {
                throw new IllegalArgumentException(
                        "all " + training.size() + " training images are of one class: there is nothing to tell apart");
            }
            this.numbered = numbers(training.labels());
            this.standard = Standardisation.of(training.vectors());
        }

        private void requireLabels(LabelledVectors data) {
            int classes = Math.max(outputs, 2);
            for (int label : data.labels()) {
                if (label >= classes) {
                    throw new IllegalArgumentException("label " + label + ", with " + classes + " classes");
                }
            }
        }

        private int[] numbers(int[] labels) {
            return IntStream.of(labels)
                    .map(label -> Arrays.binarySearch(present, label))
                    .toArray();
        }

        private int fitted() {
            return outputs == 1 ? 1 : present.length;
        }

        /** Where every fit starts: no weights. */
        double[] origin() {
            return new double[fitted() * (training.vectors().width() + 1)];
        }

        /** Each strength starts where the one before ended; the best is then fitted to the end. */
        Fit best(LabelledVectors validation, List<Double> strongestFirst) {
            ProbeLoss measure = measure(validation);
            double[] place = origin();
            double[] bestPlace = place;
            double bestStrength = strongestFirst.get(0);
            double least = Double.POSITIVE_INFINITY;
            int iterations = 0;
            int worse = 0;
            for (double strength : strongestFirst) {
                Lbfgs.Minimum minimum = new Lbfgs(COMPARED, MAX_ITERATIONS).minimise(loss(strength), place);
                place = minimum.arguments();
                iterations += minimum.iterations();
                double loss = measure.loss(place);
                if (loss < least) {
                    least = loss;
                    bestPlace = place;
                    bestStrength = strength;
                    worse = 0;
                } else if (++worse == PATIENCE) {
                    break;
                }
            }
            return fit(bestPlace, bestStrength, measure, iterations);
        }

        Fit fit(double[] start, double strength, @Nullable ProbeLoss measure, int iterations) {
            Lbfgs.Minimum minimum = new Lbfgs(TOLERANCE, MAX_ITERATIONS).minimise(loss(strength), start);
            double[] place = minimum.arguments();
            return new Fit(
                    head(place),
                    strength,
                    measure == null ? Double.NaN : measure.loss(place),
                    minimum.gradient(),
                    iterations + minimum.iterations());
        }

        private ProbeLoss loss(double strength) {
            return new ProbeLoss(training.vectors(), standard, numbered, fitted(), positiveWeight, strength);
        }

        /** The loss on validation images of classes that training knows. */
        private ProbeLoss measure(LabelledVectors validation) {
            requireLabels(validation);
            int[] numbers = numbers(validation.labels());
            int[] known = IntStream.range(0, numbers.length)
                    .filter(i -> numbers[i] >= 0)
                    .toArray();
            if (known.length == 0) {
                throw new IllegalArgumentException("no validation image is of a class that a training image has");
            }
            return new ProbeLoss(
                    validation.vectors().at(known),
                    standard,
                    IntStream.of(known).map(i -> numbers[i]).toArray(),
                    fitted(),
                    positiveWeight,
                    0);
        }

        private LinearHead head(double[] arguments) {
            int width = training.vectors().width();
            double[] folded = standard.fold(arguments, fitted());
            double[][] weights = new double[outputs][width];
            double[] bias = new double[outputs];
            if (outputs == 1) {
                System.arraycopy(folded, 0, weights[0], 0, width);
                return new LinearHead(weights, new double[] {folded[width]});
            }
            Arrays.fill(bias, ABSENT);
            double[] mean = mean(folded, width);
            for (int k = 0; k < present.length; k++) {
                for (int j = 0; j < width; j++) {
                    weights[present[k]][j] = folded[k * width + j] - mean[j];
                }
                bias[present[k]] = folded[present.length * width + k] - mean[width];
            }
            return new LinearHead(weights, bias);
        }

        /** Of weights and bias over the classes; the same subtracted from all changes no softmax. */
        private double[] mean(double[] folded, int width) {
            double[] mean = new double[width + 1];
            for (int k = 0; k < present.length; k++) {
                for (int j = 0; j < width; j++) {
                    mean[j] += folded[k * width + j] / present.length;
                }
                mean[width] += folded[present.length * width + k] / present.length;
            }
            return mean;
        }
    }
}

package org.mammoclip.mammoclip.learn.probe;

import java.util.Optional;
import org.mammoclip.mammoclip.Calibration;

/**
 * Platt's calibration: the slope and intercept that make the sigmoid of a logit most likely on validation data, with his targets
 * (n+1)/(n+2) and 1/(n+2) instead of 1 and 0, which keep it finite where logits separate the labels. By Newton's method with halved
 * steps, on standardised logits (Lin, Lin and Weng 2007).
 */
final class PlattScaling {
    private static final double TOLERANCE = 1e-10;
    private static final double LEAST_CURVATURE = 1e-12;
    private static final int MAX_ITERATIONS = 100;

    private PlattScaling() {}

    /**
     * @param logits finite
     * @param positive the truth, same length
     * @return empty if the labels are all the same, the logits are, larger logits are not more often positive, or the slope or
     *     intercept is out of range
     */
    static Optional<Calibration> fit(double[] logits, boolean[] positive) {
        int positives = 0;
        double mean = 0;
        for (int i = 0; i < logits.length; i++) {
            positives += positive[i] ? 1 : 0;
            mean += logits[i] / logits.length;
        }
        double square = 0;
        for (double logit : logits) {
            square += (logit - mean) * (logit - mean) / logits.length;
        }
        double deviation = Math.sqrt(square);
        int negatives = logits.length - positives;
        if (positives == 0 || negatives == 0 || !(deviation > 0)) {
            return Optional.empty();
        }
        double yes = (positives + 1.0) / (positives + 2.0);
        double no = 1 / (negatives + 2.0);
        double[] values = new double[logits.length];
        double[] targets = new double[logits.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (logits[i] - mean) / deviation;
            targets[i] = positive[i] ? yes : no;
        }
        double[] line = newton(values, targets, Math.log((positives + 1.0) / (negatives + 1.0)));
        double slope = line[0] / deviation;
        double intercept = line[1] - slope * mean;
        return slope > 0 && slope <= Calibration.MAX && Math.abs(intercept) <= Calibration.MAX
                ? Optional.of(new Calibration(slope, intercept))
                : Optional.empty();
    }

    private static double[] newton(double[] values, double[] targets, double start) {
        double slope = 0;
        double intercept = start;
        double loss = loss(values, targets, slope, intercept);
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            double g0 = 0;
            double g1 = 0;
            double h00 = LEAST_CURVATURE;
            double h01 = 0;
            double h11 = LEAST_CURVATURE;
            for (int i = 0; i < values.length; i++) {
                double p = 1 / (1 + Math.exp(-(slope * values[i] + intercept)));
                double residual = p - targets[i];
                double curvature = p * (1 - p);
                g0 += residual * values[i];
                g1 += residual;
                h00 += curvature * values[i] * values[i];
                h01 += curvature * values[i];
                h11 += curvature;
            }
            if (Math.max(Math.abs(g0), Math.abs(g1)) <= TOLERANCE * values.length) {
                break;
            }
            double determinant = h00 * h11 - h01 * h01;
            double step0 = -(h11 * g0 - h01 * g1) / determinant;
            double step1 = -(h00 * g1 - h01 * g0) / determinant;
            double share = 1;
            double next = loss(values, targets, slope + step0, intercept + step1);
            while (!(next <= loss) && share > LEAST_CURVATURE) {
                share /= 2;
                next = loss(values, targets, slope + share * step0, intercept + share * step1);
            }
            if (!(next <= loss)) {
                break;
            }
            slope += share * step0;
            intercept += share * step1;
            loss = next;
        }
        return new double[] {slope, intercept};
    }

    private static double loss(double[] values, double[] targets, double slope, double intercept) {
        double loss = 0;
        for (int i = 0; i < values.length; i++) {
            double logit = slope * values[i] + intercept;
            loss += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - targets[i] * logit;
        }
        return loss;
    }
}

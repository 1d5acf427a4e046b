package org.mammoclip.mammoclip.evaluate.metric;

/** Metrics that read a score as a probability; they mean nothing for scores outside [0, 1]. */
public enum ProbabilityMetric implements BinaryMetric {
    /** Mean squared difference of score and truth; 0 is best. */
    BRIER {
        @Override
        public double of(RankedCases cases, int[] weights) {
            double sum = 0;
            long count = 0;
            for (int rank = 0; rank < cases.size(); rank++) {
                double miss = cases.score(rank) - (cases.positive(rank) ? 1 : 0);
                sum += weights[rank] * miss * miss;
                count += weights[rank];
            }
            return count == 0 ? Double.NaN : sum / count;
        }
    },
    /** Expected calibration error over the bins of {@link CalibrationCurve}: 0 is best. */
    ECE {
        @Override
        public double of(RankedCases cases, int[] weights) {
            return CalibrationCurve.of(cases, weights).expectedError();
        }
    },
    /**
     * Probabilistic F1 as the RSNA screening challenge scores it: true positives are the sum of the scores of positive cases, false
     * positives that of negative ones.
     */
    PROBABILISTIC_F1 {
        @Override
        public double of(RankedCases cases, int[] weights) {
            double hits = 0;
            double alarms = 0;
            long positives = 0;
            for (int rank = 0; rank < cases.size(); rank++) {
                if (cases.positive(rank)) {
                    hits += weights[rank] * cases.score(rank);
                    positives += weights[rank];
                } else {
                    alarms += weights[rank] * cases.score(rank);
                }
            }
            if (positives == 0) {
                return Double.NaN;
            }
            if (hits == 0) {
                return 0;
            }
            double precision = hits / (hits + alarms);
            double recall = hits / positives;
            return 2 * precision * recall / (precision + recall);
        }
    }
}

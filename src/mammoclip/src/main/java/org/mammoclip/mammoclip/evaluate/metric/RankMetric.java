package org.mammoclip.mammoclip.evaluate.metric;

/** Metrics that depend on the order of the scores only. */
public enum RankMetric implements BinaryMetric {
    /**
     * Area under the ROC curve: the share of (positive, negative) pairs in which the positive case scores higher, equal scores
     * counting half (Mann-Whitney).
     */
    AUROC {
        @Override
        public double of(RankedCases cases, int[] weights) {
            double wins = 0;
            long above = 0;
            long negatives = 0;
            long tiedPositives = 0;
            long tiedNegatives = 0;
            for (int rank = 0; rank < cases.size(); rank++) {
                if (cases.positive(rank)) {
                    tiedPositives += weights[rank];
                } else {
                    tiedNegatives += weights[rank];
                }
                if (cases.endsTie(rank)) {
                    wins += tiedNegatives * (above + tiedPositives / 2.0);
                    above += tiedPositives;
                    negatives += tiedNegatives;
                    tiedPositives = 0;
                    tiedNegatives = 0;
                }
            }
            return above == 0 || negatives == 0 ? Double.NaN : wins / ((double) above * negatives);
        }
    },
    /**
     * Area under the precision-recall curve as average precision: the sum over distinct scores of (gain in recall) x precision,
     * without interpolation.
     */
    AUPRC {
        @Override
        public double of(RankedCases cases, int[] weights) {
            long positives = 0;
            for (int rank = 0; rank < cases.size(); rank++) {
                positives += cases.positive(rank) ? weights[rank] : 0;
            }
            if (positives == 0) {
                return Double.NaN;
            }
            double area = 0;
            long hits = 0;
            long called = 0;
            long before = 0;
            for (int rank = 0; rank < cases.size(); rank++) {
                called += weights[rank];
                hits += cases.positive(rank) ? weights[rank] : 0;
                if (cases.endsTie(rank) && hits > before) {
                    area += (double) (hits - before) / positives * hits / called;
                    before = hits;
                }
            }
            return area;
        }
    }
}

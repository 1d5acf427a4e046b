package org.mammoclip.mammoclip.evaluate.metric;

/**
 * The standard error of an AUROC from the ranks of its cases (DeLong, DeLong and Clarke-Pearson 1988). It takes cases as
 * independent: with several images per patient it is too small, and the patient bootstrap the better answer.
 */
public final class DeLong {
    private DeLong() {}

    /** @return the standard error, NaN with fewer than two positive or two negative cases */
    public static double standardError(RankedCases cases) {
        int size = cases.size();
        long positives = 0;
        for (int rank = 0; rank < size; rank++) {
            positives += cases.positive(rank) ? 1 : 0;
        }
        long negatives = size - positives;
        if (positives < 2 || negatives < 2) {
            return Double.NaN;
        }
        double area = RankMetric.AUROC.of(cases, cases.once());
        double positiveSquares = 0;
        double negativeSquares = 0;
        long positivesAbove = 0;
        long negativesAbove = 0;
        int start = 0;
        for (int rank = 0; rank < size; rank++) {
            if (!cases.endsTie(rank)) {
                continue;
            }
            long tiedPositives = 0;
            for (int i = start; i <= rank; i++) {
                tiedPositives += cases.positive(i) ? 1 : 0;
            }
            long tiedNegatives = rank + 1 - start - tiedPositives;
            double won = (negatives - negativesAbove - tiedNegatives / 2.0) / negatives - area;
            double lost = (positivesAbove + tiedPositives / 2.0) / positives - area;
            positiveSquares += tiedPositives * won * won;
            negativeSquares += tiedNegatives * lost * lost;
            positivesAbove += tiedPositives;
            negativesAbove += tiedNegatives;
            start = rank + 1;
        }
        return Math.sqrt(positiveSquares / (positives - 1) / positives + negativeSquares / (negatives - 1) / negatives);
    }
}

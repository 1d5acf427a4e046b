package org.mammoclip.mammoclip.evaluate.metric;

/**
 * Cases of a question with several answers, such as the four density classes. Immutable, thread-safe.
 */
public final class ClassMetrics {
    private final int classes;
    private final int[] truth;
    private final int[] answer;

    /**
     * @param classes number of classes, at least 2
     * @param truth class of each case, from 0
     * @param answer class given to each case, from 0
     * @throws IllegalArgumentException if the lengths differ or a class is out of range
     */
    public ClassMetrics(int classes, int[] truth, int[] answer) {
        if (truth.length != answer.length) {
            throw new IllegalArgumentException(answer.length + " answers for " + truth.length + " cases");
        }
        for (int i = 0; i < truth.length; i++) {
            if (Math.min(truth[i], answer[i]) < 0 || Math.max(truth[i], answer[i]) >= classes) {
                throw new IllegalArgumentException("class out of 0 to " + (classes - 1));
            }
        }
        this.classes = classes;
        this.truth = truth.clone();
        this.answer = answer.clone();
    }

    public int size() {
        return truth.length;
    }

    public int classes() {
        return classes;
    }

    /** Counts by truth, then answer. */
    public long[][] table(int[] weights) {
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][answer[i]] += weights[i];
        }
        return counts;
    }

    public double accuracy(int[] weights) {
        long right = 0;
        long all = 0;
        for (int i = 0; i < truth.length; i++) {
            right += truth[i] == answer[i] ? weights[i] : 0;
            all += weights[i];
        }
        return all == 0 ? Double.NaN : (double) right / all;
    }

    /** Mean of the classes' F1 values over the classes that occur as truth or answer. */
    public double macroF1(int[] weights) {
        long[][] counts = table(weights);
        double sum = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            long mistakes = 0;
            for (int other = 0; other < classes; other++) {
                mistakes += other == k ? 0 : counts[k][other] + counts[other][k];
            }
            if (counts[k][k] + mistakes > 0) {
                sum += Confusion.f1(counts[k][k], mistakes);
                present++;
            }
        }
        return present == 0 ? Double.NaN : sum / present;
    }

    /** Accuracy of always giving the most frequent class: what an accuracy must be read against. */
    public double majorityAccuracy() {
        long[] counts = new long[classes];
        long most = 0;
        for (int k : truth) {
            most = Math.max(most, ++counts[k]);
        }
        return truth.length == 0 ? Double.NaN : (double) most / truth.length;
    }
}

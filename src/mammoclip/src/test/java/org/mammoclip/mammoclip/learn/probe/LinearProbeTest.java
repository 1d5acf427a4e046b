package org.mammoclip.mammoclip.learn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.random.SplitMix64;

/** The probe's optimum is the optimum: against Newton's method, finite differences and what can be said in closed form. */
class LinearProbeTest {
    /** Columns of unlike scale around unlike means; labels follow the first two, with noise. */
    private static LabelledVectors noisy(int rows, int width, int classes, double noise, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        List<float[]> vectors = new ArrayList<>();
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            double[] z = new double[width];
            Arrays.setAll(z, j -> random.nextGaussian());
            double evidence = z[0] - 0.5 * z[1] + noise * random.nextGaussian();
            labels[i] =
                    classes == 2 ? (evidence > 0.8 ? 1 : 0) : (int) Math.min(classes - 1, Math.max(0, evidence + 2));
            float[] row = new float[width];
            for (int j = 0; j < width; j++) {
                row[j] = (float) (5 * j + (1 + j) * 0.1 * z[j]);
            }
            vectors.add(row);
        }
        return new LabelledVectors(PooledVectors.of(vectors), labels);
    }

    /** The optimum by Newton's method on values that were standardised beforehand; weights, then bias. */
    private static double[] newton(LabelledVectors data, double strength) {
        PooledVectors vectors = data.vectors();
        int width = vectors.width();
        double[] means = vectors.means();
        double[] deviations = vectors.deviations(means);
        double weight = (double) data.count(0) / data.count(1);
        double[] place = new double[width + 1];
        for (int iteration = 0; iteration < 50; iteration++) {
            double[] gradient = new double[width + 1];
            double[][] hessian = new double[width + 1][width + 1];
            for (int i = 0; i < data.size(); i++) {
                double[] x = new double[width + 1];
                x[width] = 1;
                double logit = place[width];
                for (int j = 0; j < width; j++) {
                    x[j] = (vectors.row(i)[j] - means[j]) / deviations[j];
                    logit += x[j] * place[j];
                }
                boolean positive = data.labels()[i] == 1;
                double p = 1 / (1 + Math.exp(-logit));
                double factor = (positive ? weight : 1) / data.size();
                for (int j = 0; j <= width; j++) {
                    gradient[j] += factor * (p - (positive ? 1 : 0)) * x[j];
                    for (int k = 0; k <= width; k++) {
                        hessian[j][k] += factor * p * (1 - p) * x[j] * x[k];
                    }
                }
            }
            for (int j = 0; j < width; j++) {
                gradient[j] += strength * place[j];
                hessian[j][j] += strength;
            }
            double[] step = solve(hessian, gradient);
            for (int j = 0; j <= width; j++) {
                place[j] -= step[j];
            }
        }
        return place;
    }

    /** Gauss elimination of a positive definite system. */
    private static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                double factor = matrix[i][k] / matrix[k][k];
                for (int j = k; j < n; j++) {
                    matrix[i][j] -= factor * matrix[k][j];
                }
                right[i] -= factor * right[k];
            }
        }
        double[] solution = new double[n];
        for (int k = n - 1; k >= 0; k--) {
            double sum = right[k];
            for (int j = k + 1; j < n; j++) {
                sum -= matrix[k][j] * solution[j];
            }
            solution[k] = sum / matrix[k][k];
        }
        return solution;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    @Test
    void theOptimumIsThatOfNewtonsMethod() {
        LabelledVectors data = noisy(200, 6, 2, 0.7, 1);
        for (double strength : new double[] {1, 0.01, 1e-4}) {
            double[] expected = newton(data, strength);
            LinearProbe.Fit fit = LinearProbe.fit(data, 1, strength);
            PooledVectors vectors = data.vectors();
            double[] means = vectors.means();
            double[] deviations = vectors.deviations(means);
            double[] logits = fit.head().logits(vectors, 0);
            for (int i = 0; i < data.size(); i++) {
                double logit = expected[6];
                for (int j = 0; j < 6; j++) {
                    logit += expected[j] * (vectors.row(i)[j] - means[j]) / deviations[j];
                }
                assertThat(logits[i]).isCloseTo(logit, within(2e-5 * (1 + Math.abs(logit))));
            }
            assertThat(fit.gradient()).isLessThanOrEqualTo(LinearProbe.TOLERANCE);
        }
    }

    @Test
    void derivativesAreThoseOfFiniteDifferences() {
        for (int classes : new int[] {2, 4}) {
            LabelledVectors data = noisy(300, 3, classes, 0.5, 2);
            int outputs = classes == 2 ? 1 : classes;
            Standardisation standard = Standardisation.of(data.vectors());
            ProbeLoss loss = new ProbeLoss(data.vectors(), standard, data.labels(), outputs, 3.5, 0.2);
            SplitMix64 random = new SplitMix64(3);
            double[] place = new double[loss.size()];
            Arrays.setAll(place, i -> random.nextGaussian());
            double[] gradient = new double[loss.size()];
            double[] other = new double[loss.size()];
            loss.at(place, gradient);
            for (int i = 0; i < place.length; i++) {
                double step = 1e-5;
                double[] up = place.clone();
                double[] down = place.clone();
                up[i] += step;
                down[i] -= step;
                double difference = (loss.at(up, other) - loss.at(down, other)) / (2 * step);
                assertThat(gradient[i]).isCloseTo(difference, within(1e-8));
            }
        }
    }

    @Test
    void positivesCountAsMuchAsNegatives() {
        // nothing to see in the vectors: only the bias is fitted, and it is 0 where both sides weigh the same
        List<float[]> same =
                IntStream.range(0, 15).mapToObj(i -> new float[] {3, 7}).toList();
        int[] labels = IntStream.range(0, 15).map(i -> i < 3 ? 1 : 0).toArray();
        LinearHead head = LinearProbe.fit(new LabelledVectors(PooledVectors.of(same), labels), 1, 0.1)
                .head();
        assertThat(head.weights(0)).containsOnly(0);
        assertThat(head.bias(0)).isCloseTo(0, within(1e-6));
    }

    @Test
    void twoClassesAreOneYesOrNoWithTwiceTheStrength() {
        LabelledVectors all = noisy(400, 5, 2, 0.7, 4);
        int[] labels = all.labels();
        int positives = all.count(1);
        int[] balanced = IntStream.concat(
                        IntStream.range(0, labels.length).filter(i -> labels[i] == 1),
                        IntStream.range(0, labels.length)
                                .filter(i -> labels[i] == 0)
                                .limit(positives))
                .toArray();
        LabelledVectors data = new LabelledVectors(
                all.vectors().at(balanced),
                IntStream.of(balanced).map(i -> labels[i]).toArray());
        LinearHead one = LinearProbe.fit(data, 1, 0.02).head();
        LinearHead two = LinearProbe.fit(data, 2, 0.04).head();
        double[] yes = two.logits(data.vectors(), 1);
        double[] no = two.logits(data.vectors(), 0);
        double[] logits = one.logits(data.vectors(), 0);
        for (int i = 0; i < logits.length; i++) {
            assertThat(yes[i] - no[i]).isCloseTo(logits[i], within(1e-4));
            assertThat(yes[i] + no[i]).isCloseTo(0, within(1e-4));
        }
    }

    @Test
    void separableDataStayFinite() {
        LabelledVectors data = noisy(60, 200, 2, 0, 5);
        double before = 0;
        for (double strength : new double[] {0.1, 1e-3, LinearProbe.MIN_STRENGTH}) {
            LinearProbe.Fit fit = LinearProbe.fit(data, 1, strength);
            double[] logits = fit.head().logits(data.vectors(), 0);
            for (int i = 0; i < logits.length; i++) {
                assertThat(logits[i] > 0).isEqualTo(data.labels()[i] == 1);
            }
            assertThat(largest(logits)).isFinite().isGreaterThan(before);
            before = largest(logits);
        }
    }

    @Test
    void aConstantValueHasNoWeight() {
        LabelledVectors data = noisy(100, 3, 2, 0.5, 6);
        List<float[]> wider = IntStream.range(0, 100)
                .mapToObj(i -> new float[] {
                    data.vectors().row(i)[0], 123.456f, data.vectors().row(i)[1]
                })
                .toList();
        LinearHead head = LinearProbe.fit(new LabelledVectors(PooledVectors.of(wider), data.labels()), 1, 1e-4)
                .head();
        assertThat(head.weights(0)[1]).isZero();
        assertThat(head.weights(0)[0]).isNotZero();
    }

    @Test
    void aClassWithoutTrainingImagesIsNeverAnswered() {
        LabelledVectors data = noisy(300, 4, 4, 0.5, 7);
        int[] known = IntStream.range(0, 300).filter(i -> data.labels()[i] != 2).toArray();
        LabelledVectors training = new LabelledVectors(
                data.vectors().at(known),
                IntStream.of(known).map(i -> data.labels()[i]).toArray());
        LinearProbe.Fit fit = LinearProbe.fit(training, data, 4, List.of(0.01, 1.0));
        assertThat(fit.head().classes(data.vectors())).doesNotContain(2).contains(0, 1, 3);
        assertThat(fit.head().bias(2)).isEqualTo(LinearProbe.ABSENT);
        assertThat(fit.validationLoss()).isFinite();
    }

    @Test
    void validationChoosesTheStrength() {
        LabelledVectors training = noisy(60, 100, 2, 1.0, 8);
        LabelledVectors validation = noisy(300, 100, 2, 1.0, 9);
        LinearProbe.Fit best = LinearProbe.fit(training, validation, 1, LinearProbe.STRENGTHS);
        assertThat(best.strength()).isBetween(0.01, 3.0);
        for (double strength : LinearProbe.STRENGTHS) {
            LinearProbe.Fit other = LinearProbe.fit(training, validation, 1, List.of(strength));
            if (strength == best.strength()) {
                assertThat(other.validationLoss()).isCloseTo(best.validationLoss(), within(1e-4));
            } else {
                assertThat(other.validationLoss()).isGreaterThan(best.validationLoss());
            }
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() throws ExecutionException, InterruptedException {
        LabelledVectors data = noisy(2000, 8, 2, 0.7, 10);
        assertThat(weights(data, 1)).isEqualTo(weights(data, 4));
    }

    private static double[] weights(LabelledVectors data, int threads) throws ExecutionException, InterruptedException {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> LinearProbe.fit(data, 1, 1e-3).head().weights(0))
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void whatCannotBeLearnedIsAnError() {
        LabelledVectors data = noisy(20, 3, 2, 0, 11);
        LabelledVectors alike = new LabelledVectors(data.vectors(), new int[20]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearProbe.fit(alike, 1, 1))
                .withMessageContaining("0 positive and 20 negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearProbe.fit(alike, 4, 1))
                .withMessageContaining("of one class");
        assertThatIllegalArgumentException().isThrownBy(() -> LinearProbe.fit(data, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearProbe.fit(noisy(20, 3, 4, 0.5, 1), 1, 1))
                .withMessageContaining("classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PooledVectors.of(List.of(new float[] {1}, new float[] {Float.NaN})));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PooledVectors.of(List.of(new float[] {1}, new float[] {1, 2})));
    }
}

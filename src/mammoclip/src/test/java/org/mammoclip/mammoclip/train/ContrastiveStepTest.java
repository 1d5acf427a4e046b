package org.mammoclip.mammoclip.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.loss.BaselineContrastiveLoss;
import org.mammoclip.mammoclip.loss.MultiViewLoss;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.random.SplitMix64;

/** Gradients of the whole model: against finite differences, in pieces against at once, and what a step leaves behind. */
class ContrastiveStepTest {
    private static final Regularization ALL = new Regularization(true, true, 0.2, true);

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void piecesGiveTheGradientsOfTheWholeBatch() {
        List<TrainingPair> pairs = ToyClip.pairs(7, 1);
        try (TrainableClip clip = ToyClip.load(manager, Regularization.NONE)) {
            StepLoss whole = step(clip, 7).gradients(pairs, 0);
            Map<String, float[]> expected = gradients(clip);
            for (int micro : new int[] {1, 3}) {
                StepLoss pieces = step(clip, micro).gradients(pairs, 0);
                assertThat(pieces.total()).isCloseTo(whole.total(), within(1e-5));
                double worst = worstDeviation(expected, gradients(clip));
                System.out.println("pieces of " + micro + ": gradients deviate by " + worst + " of the largest value");
                assertThat(worst).isLessThan(1e-5);
            }
        }
    }

    @Test
    void dropoutAndDroppedBranchesAreTheSameInBothPassesOfAPiece() {
        // dropout without batch statistics: a piece as large as the batch must give the very gradients of the batch at
        // once
        List<TrainingPair> pairs = ToyClip.pairs(4, 1);
        List<TrainingPair> repeated = new ArrayList<>(pairs);
        try (TrainableClip clip = ToyClip.load(manager, new Regularization(false, false, 0.5, true))) {
            ContrastiveStep pieces = step(clip, 2);
            double first = pieces.gradients(repeated, 3).total();
            Map<String, float[]> expected = gradients(clip);
            assertThat(pieces.gradients(repeated, 3).total()).isEqualTo(first);
            assertThat(worstDeviation(expected, gradients(clip))).isZero();
            assertThat(pieces.gradients(repeated, 4).total()).isNotEqualTo(first);
            assertAlongGradient(clip, () -> pieces.gradients(repeated, 3).total(), expected);
        }
    }

    @Test
    void gradientsOfTheWholeModelAgreeWithFiniteDifferences() {
        List<TrainingPair> pairs = ToyClip.pairs(6, 2);
        try (TrainableClip clip = ToyClip.load(manager, new Regularization(true, true, 0.2, true))) {
            ContrastiveStep step = step(clip, 6);
            step.gradients(pairs, 0);
            Map<String, float[]> gradients = gradients(clip);
            assertAlongGradient(clip, () -> step.gradients(pairs, 0).total(), gradients);
        }
    }

    @Test
    void theBaselineSeesTheFirstImageAndTheFirstTextOnly() {
        List<TrainingPair> pairs = ToyClip.pairs(7, 2);
        List<TrainingPair> otherSeconds = new ArrayList<>();
        for (TrainingPair pair : pairs) {
            otherSeconds.add(new TrainingPair(pair.id(), pair.image(), pair.image(), pair.text(), pair.text()));
        }
        try (TrainableClip clip = ToyClip.load(manager, Regularization.NONE)) {
            ContrastiveStep whole = new ContrastiveStep(clip, BaselineContrastiveLoss.REFERENCE, 7, 11);
            StepLoss loss = whole.gradients(pairs, 0);
            Map<String, float[]> expected = gradients(clip);
            assertThat(loss.figures()).containsOnlyKeys("loss");
            assertThat(whole.gradients(otherSeconds, 0).total()).isEqualTo(loss.total());
            assertAlongGradient(clip, () -> whole.gradients(pairs, 0).total(), expected);
            StepLoss pieces = new ContrastiveStep(clip, BaselineContrastiveLoss.REFERENCE, 3, 11).gradients(pairs, 0);
            assertThat(pieces.total()).isCloseTo(loss.total(), within(1e-5));
            assertThat(worstDeviation(expected, gradients(clip))).isLessThan(1e-5);
        }
    }

    @Test
    void everyParameterTakesAGradient() {
        try (TrainableClip clip = ToyClip.load(manager, ALL)) {
            step(clip, 4).gradients(ToyClip.pairs(4, 1), 0);
            gradients(clip).forEach((name, gradient) -> {
                double sum = 0;
                for (float value : gradient) {
                    assertThat(value).as(name).isFinite();
                    sum += Math.abs(value);
                }
                assertThat(sum).as(name).isPositive();
            });
        }
    }

    @Test
    void runningStatisticsMoveOncePerPieceAndNotInEvaluation() {
        List<TrainingPair> pairs = ToyClip.pairs(4, 1);
        try (TrainableClip clip = ToyClip.load(manager, new Regularization(true, false, 0, false));
                NDManager scope = manager.newSubManager()) {
            ContrastiveStep step = step(clip, 2);
            Map<String, NDArray> before = clip.copyStatistics(scope);
            step.evaluate(pairs);
            assertThat(statistics(clip, scope)).isEqualTo(statistics(before));
            step.gradients(pairs, 0);
            float[] moved = statistics(clip, scope);
            assertThat(moved).isNotEqualTo(statistics(before));
            // a first pass over the same pieces and nothing else comes out the same
            clip.restoreStatistics(before);
            clip.learned().freeze();
            ImageBatch images = new ImageBatch(clip.description().preparation());
            for (int from : new int[] {0, 2}) {
                List<TrainingPair> piece = pairs.subList(from, from + 2);
                clip.imageRows(images.load(scope, piece, TrainingPair::id, TrainingPair::image), Phase.TRAINING);
                clip.imageRows(images.load(scope, piece, TrainingPair::id, TrainingPair::view), Phase.TRAINING);
            }
            assertThat(statistics(clip, scope)).isEqualTo(moved);
        }
    }

    @Test
    void nothingStaysBehindAStep() {
        try (TrainableClip clip = ToyClip.load(manager, ALL);
                AdamW optimiser = new AdamW(manager, AdamWSettings.REFERENCE, clip.learned())) {
            ContrastiveStep step = step(clip, 2);
            step.gradients(ToyClip.pairs(4, 1), 0);
            int arrays = managedArrays(clip);
            for (int k = 1; k < 60; k++) {
                step.gradients(ToyClip.pairs(4, k), k);
                clip.learned().clipGradients(clip.learned().gradientNorm(), 1);
                optimiser.step(1);
                step.evaluate(ToyClip.pairs(2, k));
            }
            assertThat(managedArrays(clip)).isEqualTo(arrays);
        }
    }

    @Test
    void constantImagesAndWrongSizesAreRefusedByName() {
        TrainingPair good = ToyClip.pairs(1, 1).get(0);
        TrainingPair flat =
                new TrainingPair("flat-7", new byte[good.image().length], good.view(), good.text(), good.text());
        TrainingPair small = new TrainingPair("small-3", good.image(), new byte[7], good.text(), good.text());
        try (TrainableClip clip = ToyClip.load(manager, ALL)) {
            ContrastiveStep step = step(clip, 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> step.gradients(List.of(good, flat), 0))
                    .withMessageContaining("flat-7");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> step.gradients(List.of(small, good), 0))
                    .withMessageContaining("small-3")
                    .withMessageContaining("32x24");
            // and the collector of the process is free again
            assertThat(step.gradients(ToyClip.pairs(2, 1), 0).total()).isFinite();
        }
    }

    /** The model's own, the optimiser's and everything between. */
    private int managedArrays(TrainableClip clip) {
        try (NDManager scope = clip.newScope()) {
            return manager.getManagedArrays().size()
                    + scope.getParentManager().getManagedArrays().size();
        }
    }

    private ContrastiveStep step(TrainableClip clip, int microBatch) {
        return new ContrastiveStep(clip, MultiViewLoss.REFERENCE, microBatch, 11);
    }

    private interface Loss {
        double value();
    }

    /**
     * Along random directions of length about 1 in all parameters at once, the loss must change as the gradients say. The sign of
     * each value of the direction is the gradient's with probability 0.75, so that the change stands out of float32 rounding.
     */
    private static void assertAlongGradient(TrainableClip clip, Loss loss, Map<String, float[]> gradients) {
        double norm = Math.sqrt(gradients.values().stream()
                .mapToDouble(ContrastiveStepTest::sumOfSquares)
                .sum());
        SplitMix64 random = new SplitMix64(3);
        for (int trial = 0; trial < 3; trial++) {
            Map<String, float[]> direction = new LinkedHashMap<>();
            double[] slope = {0};
            gradients.forEach((name, gradient) -> {
                float[] values = new float[gradient.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] =
                            (float) (gradient[i] / norm * (random.nextDouble() < 0.25 ? 0 : 1 + random.nextDouble()));
                    slope[0] += (double) values[i] * gradient[i];
                }
                direction.put(name, values);
            });
            double h = 2e-3 / norm;
            double up = shifted(clip, direction, h, loss);
            double down = shifted(clip, direction, -h, loss);
            double measured = (up - down) / (2 * h);
            System.out.printf("slope %.6f, finite difference %.6f%n", slope[0], measured);
            assertThat(measured).isCloseTo(slope[0], within(0.01 * Math.abs(slope[0])));
        }
    }

    private static double shifted(TrainableClip clip, Map<String, float[]> direction, double h, Loss loss) {
        Map<String, float[]> before = new LinkedHashMap<>();
        try (NDManager scope = clip.newScope()) {
            Map<String, NDArray> statistics = clip.copyStatistics(scope);
            clip.learned().freeze();
            clip.learned().parameters().forEach((name, array) -> {
                float[] values = array.toFloatArray();
                before.put(name, values.clone());
                float[] move = direction.get(name);
                for (int i = 0; i < values.length; i++) {
                    values[i] += (float) (h * move[i]);
                }
                array.set(values);
            });
            double result = loss.value();
            clip.learned().freeze();
            clip.learned().parameters().forEach((name, array) -> array.set(before.get(name)));
            clip.restoreStatistics(statistics);
            return result;
        }
    }

    private static double sumOfSquares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static Map<String, float[]> gradients(TrainableClip clip) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        clip.learned().track();
        clip.learned().parameters().forEach((name, array) -> {
            try (NDArray gradient = array.getGradient()) {
                gradients.put(name, gradient.toFloatArray());
            }
        });
        return gradients;
    }

    /** Of any value, relative to the largest gradient of the model. */
    private static double worstDeviation(Map<String, float[]> expected, Map<String, float[]> actual) {
        double largest = 0;
        double worst = 0;
        for (Map.Entry<String, float[]> entry : expected.entrySet()) {
            float[] values = actual.get(entry.getKey());
            for (int i = 0; i < values.length; i++) {
                largest = Math.max(largest, Math.abs(entry.getValue()[i]));
                worst = Math.max(worst, Math.abs(entry.getValue()[i] - values[i]));
            }
        }
        return worst / largest;
    }

    private static float[] statistics(TrainableClip clip, NDManager scope) {
        return statistics(clip.copyStatistics(scope));
    }

    private static float[] statistics(Map<String, NDArray> copies) {
        NDList rows = new NDList(copies.values());
        return NDArrays.concat(rows).toFloatArray();
    }
}

package org.mammoclip.mammoclip.learn.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.train.AdamWSettings;
import org.mammoclip.mammoclip.train.InitialValues;
import org.mammoclip.mammoclip.train.ParameterGroup;
import org.mammoclip.mammoclip.train.Regularization;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;

/** Encoder and head learn a question: gradients, convergence, resume, what is refused. */
class FineTuningTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final List<Target> MASS = List.of(Target.named("mass"));
    private static final List<Target> DENSITY = List.of(Target.named("density"));
    private static final List<Target> BOTH = List.of(Target.named("density"), Target.named("mass"));
    private static final Regularization ALL = new Regularization(true, true, 0.2, false);
    private static final Regularization FIXED_NORMS = new Regularization(false, false, 0, false);

    @TempDir
    Path temp;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void gradientsOfEncoderAndHeadAgreeWithFiniteDifferences() throws IOException {
        for (List<Target> target : List.of(MASS, DENSITY, BOTH)) {
            FineTuning tuning = tuning(target, 8, settings(target, 8, new Regularization(true, true, 0.2, false)));
            try (FineTuningTask task = loaded(tuning)) {
                List<FineTuningTask.Sample> batch = task.read(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 0);
                task.gradients(batch, 0);
                // a head of zeros sends no gradient to the encoder: one step first
                task.learned().freeze();
                task.learned()
                        .parameters()
                        .get("classifier.classification_head.weight")
                        .addi(randomHead(target));
                assertAlongGradient(task, batch);
            }
        }
    }

    private NDArray randomHead(List<Target> targets) {
        int outputs = settings(targets, 8, ALL).outputs();
        int width = ToyLesions.model().toImageArchitecture().headChannels();
        SplitMix64 random = new SplitMix64(8);
        float[] values = new float[outputs * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        return manager.create(values).reshape(outputs, width);
    }

    private static void assertAlongGradient(FineTuningTask task, List<FineTuningTask.Sample> batch) {
        double loss = task.gradients(batch, 3).get("loss");
        assertThat(task.gradients(batch, 3).get("loss")).isEqualTo(loss);
        Map<String, float[]> gradients = gradients(task.learned());
        assertThat(gradients.values()).allSatisfy(values -> {
            double sum = 0;
            for (float value : values) {
                sum += Math.abs(value);
            }
            assertThat(sum).isPositive();
        });
        double squares = 0;
        for (float[] values : gradients.values()) {
            for (float value : values) {
                squares += (double) value * value;
            }
        }
        double norm = Math.sqrt(squares);
        SplitMix64 random = new SplitMix64(3);
        for (int trial = 0; trial < 2; trial++) {
            Map<String, float[]> direction = new LinkedHashMap<>();
            double slope = 0;
            for (Map.Entry<String, float[]> entry : gradients.entrySet()) {
                float[] values = new float[entry.getValue().length];
                for (int i = 0; i < values.length; i++) {
                    double share = random.nextDouble() < 0.25 ? 0 : 1 + random.nextDouble();
                    values[i] = (float) (entry.getValue()[i] / norm * share);
                    slope += (double) values[i] * entry.getValue()[i];
                }
                direction.put(entry.getKey(), values);
            }
            double h = 2e-3 / norm;
            double measured = (shifted(task, batch, direction, h) - shifted(task, batch, direction, -h)) / (2 * h);
            System.out.printf("slope %.6f, finite difference %.6f%n", slope, measured);
            assertThat(measured).isCloseTo(slope, within(0.01 * Math.abs(slope)));
        }
    }

    private static double shifted(
            FineTuningTask task, List<FineTuningTask.Sample> batch, Map<String, float[]> direction, double h) {
        Map<String, float[]> before = new LinkedHashMap<>();
        task.learned().freeze();
        task.learned().parameters().forEach((name, array) -> {
            float[] values = array.toFloatArray();
            before.put(name, values.clone());
            float[] move = direction.get(name);
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (h * move[i]);
            }
            array.set(values);
        });
        double loss = task.gradients(batch, 3).get("loss");
        task.learned().freeze();
        task.learned().parameters().forEach((name, array) -> array.set(before.get(name)));
        return loss;
    }

    private static Map<String, float[]> gradients(ParameterGroup group) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        group.track();
        group.parameters().forEach((name, array) -> {
            try (NDArray gradient = array.getGradient()) {
                gradients.put(name, gradient.toFloatArray());
            }
        });
        return gradients;
    }

    @Test
    void piecesGiveTheGradientsOfTheWholeBatch() throws IOException {
        Map<String, float[]> whole = gradientsInPiecesOf(7);
        Map<String, float[]> pieces = gradientsInPiecesOf(3);
        double largest = 0;
        double worst = 0;
        for (Map.Entry<String, float[]> entry : whole.entrySet()) {
            for (int i = 0; i < entry.getValue().length; i++) {
                largest = Math.max(largest, Math.abs(entry.getValue()[i]));
                worst = Math.max(worst, Math.abs(entry.getValue()[i] - pieces.get(entry.getKey())[i]));
            }
        }
        assertThat(largest).isPositive();
        assertThat(worst / largest).isLessThan(1e-5);
    }

    private Map<String, float[]> gradientsInPiecesOf(int microBatch) throws IOException {
        try (FineTuningTask task = loaded(tuning(MASS, 8, settings(MASS, microBatch, FIXED_NORMS)))) {
            task.gradients(task.read(new int[] {0, 1, 2, 3, 4, 5, 6}, 0), 0);
            return gradients(task.learned());
        }
    }

    @Test
    void learnsToTellSpotsFromNoise() throws IOException {
        FineTuning tuning = tuning(MASS, 48, settings(MASS, 8, new Regularization(true, true, 0.1, false)));
        TrainingRun.Result result = run(tuning, plan(MASS, 3, 8, 0), "run", TrainingListener.NONE);
        List<Double> aurocs = figures("run", "validation", "auroc");
        System.out.println("toy spots: AUROC by epoch " + aurocs);
        assertThat(result.bestFigure())
                .isEqualTo(aurocs.stream().mapToDouble(x -> x).max().orElseThrow());
        assertThat(result.bestFigure()).isGreaterThan(0.95);
        List<Double> losses = figures("run", "training", "loss");
        assertThat(losses.get(losses.size() - 1)).isLessThan(0.75 * losses.get(0));
        try (ModelFile best = ModelFile.open(result.best())) {
            assertThat(best).isInstanceOf(ClassifierFile.class);
            assertThat(best.description()).isEqualTo(tuning.description());
        }
    }

    @Test
    void learnsSeveralQuestionsAtOnceAndSelectsByTheirMean() throws IOException {
        FineTuning tuning = tuning(BOTH, 48, settings(BOTH, 8, FIXED_NORMS));
        assertThat(tuning.description().outputs()).isEqualTo(5);
        TrainingRun.Result result = run(tuning, plan(BOTH, 3, 8, 0), "run", TrainingListener.NONE);
        for (int epoch = 0; epoch < 3; epoch++) {
            double mean = (figures("run", "validation", "density_accuracy").get(epoch)
                            + figures("run", "validation", "mass_auroc").get(epoch))
                    / 2;
            assertThat(figures("run", "validation", "mean").get(epoch)).isCloseTo(mean, within(1e-12));
        }
        System.out.println("toy, two questions: mean by epoch " + figures("run", "validation", "mean"));
        assertThat(result.bestFigure()).isGreaterThan(0.6);
        assertThat(figures("run", "validation", "density_macro_f1")).hasSize(3);
    }

    @Test
    void aStoppedRunGoesOnWithTheSameSteps() throws IOException {
        FineTuningSettings settings = new FineTuningSettings(MASS, 3, ALL, Optional.of(Augmentation.SYMMETRIC));
        FineTuning tuning = tuning(MASS, 12, settings);
        RunPlan plan = plan(MASS, 2, 4, 2);
        TrainingRun.Result straight = run(tuning, plan, "straight", TrainingListener.NONE);
        for (long at : new long[] {1, 3, 5}) {
            TrainingListener killer = new TrainingListener() {
                @Override
                public void stepped(long step, long total, int samples, Map<String, Double> figures) {
                    if (step >= at) {
                        throw new IllegalStateException("killed");
                    }
                }
            };
            assertThatThrownBy(() -> run(tuning, plan, "killed", killer)).hasMessage("killed");
        }
        TrainingRun.Result resumed = run(tuning, plan, "killed", TrainingListener.NONE);
        assertThat(resumed.steps()).isEqualTo(straight.steps()).isEqualTo(6);
        assertThat(figures("killed", "training", "loss")).isEqualTo(figures("straight", "training", "loss"));
        try (ModelFile one = ModelFile.open(temp.resolve("straight/latest"));
                ModelFile other = ModelFile.open(temp.resolve("killed/latest"))) {
            assertThat(other.sha256()).isEqualTo(one.sha256());
        }
        // another start is another run
        FineTuning fromElsewhere = new FineTuning(
                new FineTuning.Start(ToyLesions.about(), ToyLesions.model(), values(6), "seed 6", true),
                source(12),
                settings,
                plan);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(fromElsewhere, plan, "killed", TrainingListener.NONE))
                .withMessageContaining("/plan/start");
    }

    @Test
    void fixedNormsKeepTheirStatisticsAndOthersMove() throws IOException {
        for (boolean moving : new boolean[] {false, true}) {
            Regularization how = new Regularization(moving, false, 0, false);
            try (FineTuningTask task = loaded(tuning(MASS, 8, settings(MASS, 8, how)));
                    NDManager scope = manager.newSubManager()) {
                String name = "image_encoder._bn0.running_mean";
                float[] before = statistic(task, scope, name);
                task.gradients(task.read(new int[] {0, 1, 2, 3}, 0), 0);
                task.validate(1);
                assertThat(Arrays.equals(before, statistic(task, scope, name))).isNotEqualTo(moving);
                assertThat(task.learned().parameters()).doesNotContainKey(name);
            }
        }
    }

    private static float[] statistic(FineTuningTask task, NDManager scope, String name) {
        long channels = ToyLesions.model().toImageArchitecture().stemChannels();
        return task.parameters().read(scope, name, new Shape(channels)).toFloatArray();
    }

    @Test
    void refusesDataThatTeachNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FineTuning(
                        start(),
                        new FineTuning.Source(
                                ToyLesions.images(1, 2), ToyLesions.images(20, 6), ToyLesions.pixels(), "toy"),
                        settings(MASS, 8, ALL),
                        plan(MASS, 1, 2, 0)))
                .withMessageContaining("0 positive and 2 negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        tuning(List.of(Target.named("cancer")), 8, settings(List.of(Target.named("cancer")), 8, ALL)))
                .withMessageContaining("has no answer to malignancy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FineTuning(
                        start(),
                        new FineTuning.Source(ToyLesions.images(0, 8), List.of(), ToyLesions.pixels(), "toy"),
                        settings(MASS, 8, ALL),
                        plan(MASS, 1, 2, 0)))
                .withMessageContaining("no validation image");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FineTuning(
                        start(),
                        new FineTuning.Source(
                                ToyLesions.images(0, 8), ToyLesions.images(1, 2), ToyLesions.pixels(), "toy"),
                        settings(MASS, 8, ALL),
                        plan(MASS, 1, 2, 0)))
                .withMessageContaining("2 validation images give no auroc");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FineTuningSettings(MASS, 0, ALL, Optional.empty()))
                .withMessageContaining("micro-batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(List.of(MASS.get(0), MASS.get(0)), 8, ALL))
                .withMessageContaining("each once");
    }

    @Test
    void positiveImagesWeighAsTheTrainingLabelsSay() {
        // 3 of 8 images have a spot
        assertThat(tuning(MASS, 8, settings(MASS, 8, ALL))
                        .settings()
                        .get("positiveWeights")
                        .get(0)
                        .asDouble())
                .isCloseTo(5 / 3.0, within(1e-12));
    }

    private FineTuningTask loaded(FineTuning tuning) {
        return (FineTuningTask) tuning.load(manager, tuning.initial());
    }

    private static FineTuning tuning(List<Target> target, int training, FineTuningSettings settings) {
        return new FineTuning(start(), source(training), settings, plan(target, 1, 8, 0));
    }

    private static FineTuning.Start start() {
        return new FineTuning.Start(ToyLesions.about(), ToyLesions.model(), values(5), "seed 5", true);
    }

    private static ParameterSource values(long seed) {
        return InitialValues.of(seed, ToyLesions.model().parameters());
    }

    private static FineTuning.Source source(int training) {
        return new FineTuning.Source(
                ToyLesions.images(0, training), ToyLesions.images(200, 24), ToyLesions.pixels(), "toy");
    }

    private static FineTuningSettings settings(List<Target> target, int microBatch, Regularization how) {
        return new FineTuningSettings(target, microBatch, how, Optional.empty());
    }

    private static RunPlan plan(List<Target> target, int epochs, int batch, int every) {
        return new RunPlan(
                epochs,
                0,
                batch,
                0,
                0,
                every,
                9,
                AdamWSettings.REFERENCE.withLearningRate(2e-3),
                Schedule.WARMUP_COSINE_SQUARED,
                FineTuningSettings.selection(target));
    }

    private TrainingRun.Result run(FineTuning tuning, RunPlan plan, String folder, TrainingListener listener)
            throws IOException {
        return TrainingRun.run(manager, tuning, plan, temp.resolve(folder), CLOCK, listener);
    }

    private List<Double> figures(String folder, String kind, String name) throws IOException {
        List<Double> figures = new ArrayList<>();
        for (String line : Files.readAllLines(temp.resolve(folder).resolve("metrics.jsonl"))) {
            JsonNode json = new ObjectMapper().readTree(line);
            if (json.get("kind").asText().equals(kind)) {
                figures.add(json.get(name).asDouble());
            }
        }
        return figures;
    }
}

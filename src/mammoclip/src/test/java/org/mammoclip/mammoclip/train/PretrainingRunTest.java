package org.mammoclip.mammoclip.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.loss.MultiViewLoss;

/** A whole run on a toy corpus: it learns, stops, goes on where it was, and keeps the best. */
class PretrainingRunTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final AdamWSettings FAST = AdamWSettings.REFERENCE.withLearningRate(2e-3);
    private static final Regularization ALL = new Regularization(true, true, 0.2, true);

    @TempDir
    Path temp;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theLossFallsOnAToyCorpus() throws IOException {
        PretrainingPlan plan = plan(12, 8, 8, 0, 0, FAST, new Regularization(true, false, 0, false));
        TrainingRun.Result result = run(temp.resolve("run"), inputs(40, 8), plan, TrainingListener.NONE);
        assertThat(result.end()).isEqualTo(TrainingRun.End.COMPLETED);
        assertThat(result.steps()).isEqualTo(60);
        List<Double> losses = losses(temp.resolve("run"), "training");
        assertThat(losses).hasSize(60);
        double first = mean(losses.subList(0, 5));
        double last = mean(losses.subList(55, 60));
        System.out.printf("toy corpus: loss %.3f to %.3f, best validation %.3f%n", first, last, result.bestFigure());
        assertThat(last).isLessThan(0.6 * first);
        assertThat(result.bestFigure())
                .isLessThan(losses(temp.resolve("run"), "validation").get(0));
        try (CheckpointFolder best = CheckpointFolder.open(result.best())) {
            assertThat(best.description()).isEqualTo(ToyClip.description());
        }
    }

    @Test
    void aKilledRunGoesOnWithTheSameSteps() throws IOException {
        // 3 epochs of 4 steps, all that is random switched on, in pieces; killed in the middle of an epoch, after and
        // before a save
        PretrainingPlan plan = plan(3, 4, 2, 0, 5, FAST, ALL);
        PretrainingRun.Inputs inputs = inputs(18, 4);
        Path straight = temp.resolve("straight");
        run(straight, inputs, plan, TrainingListener.NONE);
        List<Double> expected = losses(straight, "training");
        assertThat(expected).hasSize(12);
        Path killed = temp.resolve("killed");
        for (long at : new long[] {3, 6, 11}) {
            assertThatThrownBy(() -> run(killed, inputs, plan, killer(at))).isInstanceOf(Killed.class);
        }
        TrainingRun.Result result = run(killed, inputs, plan, TrainingListener.NONE);
        List<Double> actual = losses(killed, "training");
        assertThat(actual).hasSize(12);
        for (int i = 0; i < 12; i++) {
            assertThat(actual.get(i)).as("step " + (i + 1)).isCloseTo(expected.get(i), within(1e-6));
        }
        assertThat(losses(killed, "validation")).hasSize(3);
        assertThat(result.steps()).isEqualTo(12);
        try (CheckpointFolder one = CheckpointFolder.open(straight.resolve("latest"));
                CheckpointFolder other = CheckpointFolder.open(killed.resolve("latest"))) {
            System.out.println("models are the same bits: " + one.sha256().equals(other.sha256()));
        }
        // a finished run has nothing left to do
        assertThat(run(killed, inputs, plan, killer(13)).steps()).isEqualTo(12);
        assertThat(losses(killed, "training")).isEqualTo(actual);
    }

    @Test
    void onlyTheLatestAndTheBestAreKept() throws IOException {
        // what a process that was killed while it saved leaves behind
        Path left = Files.createDirectories(temp.resolve("run").resolve("step-0000000002.part"));
        Files.writeString(left.resolve("model.json"), "half");
        Files.writeString(
                Files.createDirectories(temp.resolve("run").resolve("step-0000000003"))
                        .resolve("x"),
                "unnamed");
        Files.createSymbolicLink(temp.resolve("run").resolve("latest.part"), Path.of("nowhere"));
        PretrainingPlan plan = plan(3, 4, 4, 0, 1, FAST, ALL);
        run(temp.resolve("run"), inputs(8, 4), plan, TrainingListener.NONE);
        List<String> names = Durable.list(temp.resolve("run")).stream()
                .map(file -> file.getFileName().toString())
                .toList();
        assertThat(names)
                .contains("latest", "best", "config.json", "metrics.jsonl")
                .noneMatch(name -> name.endsWith(".part"));
        assertThat(names.stream().filter(name -> name.startsWith("step-")).count())
                .isBetween(1L, 2L);
        assertThat(names).anyMatch(name -> name.startsWith("events.out.tfevents."));
    }

    @Test
    void endsWhenNothingImproves() throws IOException {
        // at a learning rate that moves nothing, the second epoch is no better than the first
        PretrainingPlan plan =
                plan(9, 4, 4, 2, 0, AdamWSettings.REFERENCE.withLearningRate(1e-30), Regularization.NONE);
        TrainingRun.Result result = run(temp.resolve("run"), inputs(8, 4), plan, TrainingListener.NONE);
        assertThat(result.end()).isEqualTo(TrainingRun.End.NO_IMPROVEMENT);
        assertThat(result.steps()).isEqualTo(6);
        assertThat(result.bestEpoch()).isEqualTo(1);
    }

    @Test
    void aLossThatIsNotFiniteStopsTheRunAndKeepsTheBatch() throws IOException {
        ModelDescription description = ToyClip.description();
        ParameterSource broken =
                new RandomParameters(5, description.parameters(), Map.of("text_projection.projection.bias", Float.NaN));
        PretrainingRun.Inputs inputs = new PretrainingRun.Inputs(
                description, ToyClip.vocabulary(), broken, ToyClip.samples(4), ToyClip.samples(4), "toy");
        Path folder = temp.resolve("run");
        assertThatThrownBy(() -> run(folder, inputs, plan(2, 4, 4, 0, 0, FAST, ALL), TrainingListener.NONE))
                .isInstanceOf(TrainingStoppedException.class)
                .hasMessageContaining("image-text")
                .hasMessageContaining("stopped-at-step-0.json");
        JsonNode report = new ObjectMapper()
                .readTree(folder.resolve("stopped-at-step-0.json").toFile());
        assertThat(report.get("samples")).hasSize(4);
        assertThat(report.get("samples").toString()).contains("toy-3");
        assertThat(folder.resolve("latest")).doesNotExist();
    }

    @Test
    void otherSettingsAndDamagedFilesAreRefused() throws IOException {
        PretrainingPlan plan = plan(2, 4, 4, 0, 0, FAST, ALL);
        Path folder = temp.resolve("run");
        assertThatThrownBy(() -> run(folder, inputs(8, 4), plan, killer(3))).isInstanceOf(Killed.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(folder, inputs(8, 4), plan(2, 4, 2, 0, 0, FAST, ALL), TrainingListener.NONE))
                .withMessageContaining("/plan/microBatch 4, now 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(folder, inputs(12, 4), plan, TrainingListener.NONE))
                .withMessageContaining("/data/training");
        Path moments = folder.resolve("latest").resolve("optimiser.safetensors");
        byte[] bytes = Files.readAllBytes(moments);
        bytes[bytes.length - 3] ^= 1;
        Files.write(moments, bytes);
        assertThatThrownBy(() -> run(folder, inputs(8, 4), plan, TrainingListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("optimiser.safetensors is damaged");
    }

    @Test
    void aFolderBelongsToOneRunAtATime() {
        PretrainingPlan plan = plan(2, 4, 4, 0, 0, FAST, ALL);
        Path folder = temp.resolve("run");
        TrainingListener second = new TrainingListener() {
            @Override
            public void stepped(long step, long total, int samples, Map<String, Double> figures) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> run(folder, inputs(8, 4), plan, TrainingListener.NONE))
                        .withMessageContaining("in use");
                throw new Killed();
            }
        };
        assertThatThrownBy(() -> run(folder, inputs(8, 4), plan, second)).isInstanceOf(Killed.class);
    }

    @Test
    void refusesPlansAndSamplesThatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(1, 8, 9, 0, 0, FAST, ALL))
                .withMessageContaining("micro-batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(1, 1, 1, 0, 0, FAST, ALL))
                .withMessageContaining("batch must");
        assertThatIllegalArgumentException().isThrownBy(() -> inputs(8, 1)).withMessageContaining("at least 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        run(temp.resolve("run"), inputs(7, 4), plan(1, 8, 8, 0, 0, FAST, ALL), TrainingListener.NONE))
                .withMessageContaining("7 samples");
    }

    @Test
    void everyEpochSeesEverySampleOnceInAnotherOrder() {
        SampleOrder order = new SampleOrder(12, 4, 3);
        List<List<Integer>> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 2; epoch++) {
            List<Integer> seen = new ArrayList<>();
            for (int step = 0; step < 3; step++) {
                for (int index : order.batch(epoch * 3L + step)) {
                    seen.add(index);
                }
            }
            assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
            epochs.add(seen);
        }
        assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1));
        assertThat(new SampleOrder(12, 4, 3).batch(4)).isEqualTo(order.batch(4));
    }

    /** What a kill looks like from inside: no step after it, nothing closed in order. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static TrainingListener killer(long at) {
        return new TrainingListener() {
            @Override
            public void stepped(long step, long total, int samples, Map<String, Double> figures) {
                if (step >= at) {
                    throw new Killed();
                }
            }
        };
    }

    private TrainingRun.Result run(
            Path folder, PretrainingRun.Inputs inputs, PretrainingPlan plan, TrainingListener listener)
            throws IOException {
        return PretrainingRun.run(manager, inputs, plan, folder, CLOCK, listener);
    }

    private static PretrainingRun.Inputs inputs(int training, int validation) {
        ModelDescription description = ToyClip.description();
        return new PretrainingRun.Inputs(
                description,
                ToyClip.vocabulary(),
                InitialValues.of(5, description.parameters()),
                ToyClip.samples(training),
                ToyClip.samples(validation),
                "toy");
    }

    private static PretrainingPlan plan(
            int epochs, int batch, int micro, int patience, int every, AdamWSettings settings, Regularization all) {
        return new PretrainingPlan(
                epochs, 0, batch, micro, patience, 0, every, 9, settings, MultiViewLoss.REFERENCE, all);
    }

    private static List<Double> losses(Path folder, String kind) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            JsonNode json = new ObjectMapper().readTree(line);
            if (json.get("kind").asText().equals(kind)) {
                losses.add(json.get("loss").asDouble());
            }
        }
        return losses;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}

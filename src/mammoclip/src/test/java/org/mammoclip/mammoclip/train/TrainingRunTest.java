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
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.checkpoint.ModelKind;

/** What a run does for any kind of training, on one that only moves a few numbers to where they should be. */
class TrainingRunTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final AdamWSettings ADAM = new AdamWSettings(0.05, 0.9, 0.999, 1e-8, 0);
    private static final Selection HIGHEST = new Selection("score", Selection.Direction.HIGHER);

    @TempDir
    Path temp;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aHigherFigureIsBetterAndAnEqualOneIsNot() throws IOException {
        double[] scores = {0.4, 0.7, 0.7, 0.6};
        PointTask.Factory factory = new PointTask.Factory(6, epoch -> Map.of("loss", 1.0, "score", scores[epoch - 1]));
        TrainingRun.Result result = run(factory, plan(4, 3, 0, Schedule.CONSTANT, HIGHEST));
        assertThat(result.bestEpoch()).isEqualTo(2);
        assertThat(result.bestFigure()).isEqualTo(0.7);
        assertThat(result.steps()).isEqualTo(8);
        assertThat(result.end()).isEqualTo(TrainingRun.End.COMPLETED);
        assertThat(Files.readSymbolicLink(temp.resolve("best")).toString()).isEqualTo("step-0000000004");
        try (ModelFile best = ModelFile.open(result.best())) {
            assertThat(best.kind()).isEqualTo(ModelKind.CLASSIFIER);
        }
    }

    @Test
    void patienceCountsEpochsWithoutABetterFigure() throws IOException {
        PointTask.Factory factory = new PointTask.Factory(6, epoch -> Map.of("score", epoch == 2 ? 0.9 : 0.5));
        TrainingRun.Result result = run(factory, plan(40, 3, 3, Schedule.CONSTANT, HIGHEST));
        assertThat(result.end()).isEqualTo(TrainingRun.End.NO_IMPROVEMENT);
        assertThat(result.bestEpoch()).isEqualTo(2);
        assertThat(result.steps()).isEqualTo(10);
        // asked again, it is still over, and says the same
        assertThat(run(factory, plan(40, 3, 3, Schedule.CONSTANT, HIGHEST))).isEqualTo(result);
    }

    @Test
    void aFigureThatIsNotDefinedIsLeftOutUnlessItSelects() throws IOException {
        PointTask.Factory factory = new PointTask.Factory(4, epoch -> Map.of("loss", 0.25, "score", Double.NaN));
        run(factory, plan(1, 2, 0, Schedule.CONSTANT, Selection.LOWEST_LOSS));
        JsonNode last = lines().get(2);
        assertThat(last.get("kind").asText()).isEqualTo("validation");
        assertThat(last.get("loss").asDouble()).isEqualTo(0.25);
        assertThat(last.has("score")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingRun.run(
                        manager,
                        factory,
                        plan(1, 2, 0, Schedule.CONSTANT, HIGHEST),
                        temp.resolve("other"),
                        CLOCK,
                        TrainingListener.NONE))
                .withMessageContaining("no score")
                .withMessageContaining("[loss]");
    }

    @Test
    void theConstantScheduleStaysAfterItsWarmUpAndWithoutDecayNothingShrinks() throws IOException {
        PointTask.Factory factory = new PointTask.Factory(8, epoch -> Map.of("loss", 1.0));
        RunPlan plan = new RunPlan(3, 1, 2, 0, 0, 0, 5, ADAM, Schedule.CONSTANT, Selection.LOWEST_LOSS);
        run(factory, plan);
        List<Double> rates = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (JsonNode line : lines()) {
            if (line.get("kind").asText().equals("training")) {
                rates.add(line.get("learningRate").asDouble());
                losses.add(line.get("loss").asDouble());
            }
        }
        assertThat(rates)
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
                .containsExactly(0.0, 0.0125, 0.025, 0.0375, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05);
        assertThat(losses.get(11)).isLessThan(losses.get(0));
        // the weight has no gradient: plain Adam leaves it alone
        assertThat(factory.lastWeight()).isEqualTo(PointTask.WEIGHT);
    }

    @Test
    void gradientsAreShortenedToTheNormThatIsAllowed() throws IOException {
        PointTask.Factory factory = new PointTask.Factory(2, epoch -> Map.of("loss", 1.0));
        // epsilon so large that Adam's step is as long as the gradient says
        AdamWSettings proportional = new AdamWSettings(1, 0, 0, 1e6, 0);
        float free = moved(factory, proportional, 0);
        float clipped = moved(factory, proportional, 0.5);
        JsonNode step = lines("clip-0.0").get(0);
        double norm = step.get("gradientNorm").asDouble();
        assertThat(norm).isGreaterThan(1);
        assertThat(clipped / free).isCloseTo((float) (0.5 / norm), within(0.01f));
    }

    private float moved(PointTask.Factory factory, AdamWSettings settings, double clip) throws IOException {
        RunPlan plan = new RunPlan(1, 0, 2, 0, clip, 0, 5, settings, Schedule.CONSTANT, Selection.LOWEST_LOSS);
        TrainingRun.run(manager, factory, plan, temp.resolve("clip-" + clip), CLOCK, TrainingListener.NONE);
        return factory.lastPoint();
    }

    @Test
    void aValidationLossThatIsNotFiniteKeepsItsSamples() {
        PointTask.Factory factory = new PointTask.Factory(4, epoch -> {
            throw PointTask.notFinite(manager, List.of("v-7"));
        });
        assertThatThrownBy(() -> run(factory, plan(1, 2, 0, Schedule.CONSTANT, Selection.LOWEST_LOSS)))
                .isInstanceOf(TrainingStoppedException.class)
                .hasMessageContaining("in validation");
        assertThat(temp.resolve("stopped-at-step-2.json")).content().contains("v-7");
    }

    @Test
    void aRunThatIsAskedToStopSavesTheStepItTookAndGoesOnFromThere() throws IOException {
        PointTask.Factory factory = new PointTask.Factory(12, epoch -> Map.of("loss", 1.0));
        RunPlan plan = plan(3, 2, 0, Schedule.CONSTANT, Selection.LOWEST_LOSS);
        TrainingRun.run(manager, factory, plan, temp.resolve("whole"), CLOCK, TrainingListener.NONE);
        // in the middle of the second epoch, at the end of it, and at the end of all
        for (long last : new long[] {8, 12, 18}) {
            Path folder = temp.resolve("asked-" + last);
            TrainingListener asking = new Asking(last);
            assertThatThrownBy(() -> TrainingRun.run(manager, factory, plan, folder, CLOCK, asking))
                    .isInstanceOf(TrainingStoppedException.class)
                    .hasMessage("stopped as asked after step " + last + " of 18; the same command goes on from there");
            assertThat(Files.readSymbolicLink(folder.resolve("latest")).toString())
                    .isEqualTo("step-00000000%02d".formatted(last) + (last == 8 ? "" : "-unvalidated"));
            assertThat(TrainingRun.run(manager, factory, plan, folder, CLOCK, asking)
                            .steps())
                    .isEqualTo(18);
            assertThat(lines(folder.getFileName().toString())).isEqualTo(lines("whole"));
        }
    }

    @Test
    void aValidationThatIsCutOffCostsNoStep() throws IOException {
        AtomicInteger validations = new AtomicInteger();
        PointTask.Factory factory = new PointTask.Factory(12, epoch -> {
            if (validations.incrementAndGet() == 2) {
                throw new IllegalStateException("the power failed");
            }
            return Map.of("loss", 1.0 / epoch);
        });
        RunPlan plan = plan(3, 2, 0, Schedule.CONSTANT, Selection.LOWEST_LOSS);
        Path folder = temp.resolve("cut");
        List<Long> saved = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void saved(long step) {
                saved.add(step);
            }
        };
        assertThatThrownBy(() -> TrainingRun.run(manager, factory, plan, folder, CLOCK, listener))
                .hasMessage("the power failed");
        assertThat(saved).containsExactly(6L, 6L, 12L);
        // as if the power had failed between the line and the save
        Files.writeString(
                folder.resolve("metrics.jsonl"),
                "{\"kind\":\"validation\",\"step\":12,\"loss\":7.0}\n",
                StandardOpenOption.APPEND);
        assertThat(TrainingRun.run(manager, factory, plan, folder, CLOCK, listener)
                        .bestEpoch())
                .isEqualTo(3);
        assertThat(saved).containsExactly(6L, 6L, 12L, 12L, 18L, 18L);
        assertThat(factory.reads()).isEqualTo(18);
        assertThat(lines("cut").stream()
                        .filter(line -> line.path("kind").asText().equals("validation"))
                        .map(line -> line.path("loss").asDouble()))
                .containsExactly(1.0, 1.0 / 2, 1.0 / 3);
    }

    /** Asks once, from a step on. */
    private static final class Asking implements TrainingListener {
        private final long from;
        private boolean reached;
        private boolean asked;

        Asking(long from) {
            this.from = from;
        }

        @Override
        public void stepped(long step, long total, int samples, Map<String, Double> figures) {
            reached = step >= from;
        }

        @Override
        public boolean asksToStop() {
            boolean asks = reached && !asked;
            asked |= asks;
            return asks;
        }
    }

    @Test
    void readsOneBatchAheadAndNeverBesideAnotherReadOrAValidation() throws IOException {
        PointTask.Factory factory = new PointTask.Factory(12, epoch -> Map.of("loss", 1.0));
        run(factory, plan(3, 2, 0, Schedule.CONSTANT, Selection.LOWEST_LOSS));
        assertThat(factory.overlaps()).isZero();
        assertThat(factory.reads()).isEqualTo(18);
    }

    @Test
    void aSampleThatCannotBeReadEndsTheRunWithItsReason() {
        PointTask.Factory factory = new PointTask.Factory(4, epoch -> Map.of("loss", 1.0));
        factory.breakAt(3);
        assertThatThrownBy(() -> run(factory, plan(1, 2, 0, Schedule.CONSTANT, Selection.LOWEST_LOSS)))
                .isInstanceOf(IOException.class)
                .hasMessage("image p-3 is not there");
    }

    @Test
    void plansHaveBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(1, 0, 0, Schedule.CONSTANT, HIGHEST))
                .withMessageContaining("batch must be 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(0, 1, 0, Schedule.CONSTANT, HIGHEST))
                .withMessageContaining("epochs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(1, 1, -1, Schedule.CONSTANT, HIGHEST))
                .withMessageContaining("patience");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(
                        new PointTask.Factory(3, epoch -> Map.of("loss", 1.0)),
                        plan(1, 4, 0, Schedule.CONSTANT, Selection.LOWEST_LOSS)))
                .withMessageContaining("3 samples for batches of 4");
    }

    private TrainingRun.Result run(PointTask.Factory factory, RunPlan plan) throws IOException {
        return TrainingRun.run(manager, factory, plan, temp, CLOCK, TrainingListener.NONE);
    }

    private static RunPlan plan(int epochs, int batch, int patience, Schedule schedule, Selection selection) {
        return new RunPlan(epochs, 0, batch, patience, 0, 0, 5, ADAM, schedule, selection);
    }

    private List<JsonNode> lines() throws IOException {
        return lines(".");
    }

    private List<JsonNode> lines(String folder) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(temp.resolve(folder).resolve("metrics.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}

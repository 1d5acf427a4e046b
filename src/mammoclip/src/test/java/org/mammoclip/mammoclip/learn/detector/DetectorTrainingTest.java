package org.mammoclip.mammoclip.learn.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.DetectorFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription.Preparation;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.detect.BackboneTraining;
import org.mammoclip.mammoclip.detect.Detection;
import org.mammoclip.mammoclip.image.ImageNormalization;
import org.mammoclip.mammoclip.loss.DetectorLoss;
import org.mammoclip.mammoclip.train.AdamWSettings;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.Selection;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;
import org.mammoclip.mammoclip.train.TrainingTask;

/** Whole runs on toy images: what is learned, what stays, and what a stop changes. */
class DetectorTrainingTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final About ABOUT = new About("toy", "1", true, true, "toy detector of a test", "Apache-2.0");
    private static final Preparation PREPARATION = new Preparation("toy-1", 48, 40, 1, 0.3f, 0.25f);
    private static final DetectorBackbone TOWER = ToyTower.backbone();
    private static final DetectorLoss LOSS = new DetectorLoss(0.25, 2, DetectorLoss.Empty.NEGATIVE);
    private static final List<String> MASS = List.of(ToyMammograms.MASS);
    private static final List<LabelledImage> TWO = List.of(
            ToyMammograms.image("one", ToyMammograms.mass(5, 8)),
            ToyMammograms.image("two", ToyMammograms.mass(22, 25)));
    private static final List<LabelledImage> FOUR = List.of(
            TWO.get(0),
            TWO.get(1),
            ToyMammograms.image("three"),
            ToyMammograms.image("four", ToyMammograms.mass(9, 20)));

    @TempDir
    Path temp;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void learnsTwoImagesByHeartAndLeavesAFrozenTowerAsItWas() throws IOException {
        List<LabelledImage> often = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            often.addAll(TWO);
        }
        DetectorTraining.Source source = new DetectorTraining.Source(
                DetectorImages.everything(often, MASS),
                DetectorImages.everything(TWO, MASS),
                new ToyMammograms(TWO),
                "toy");
        RunPlan plan = plan(1, 2);
        DetectorTraining training =
                new DetectorTraining(TOWER, PREPARATION, source, settings(BackboneTraining.FROZEN, null), plan, ABOUT);
        TrainingRun.Result result = run(training, plan, temp.resolve("run"), TrainingListener.NONE);
        List<String> lines = Files.readAllLines(temp.resolve("run").resolve("metrics.jsonl"));
        System.out.println(lines.get(0));
        System.out.println(lines.get(lines.size() - 1));
        assertThat(result.bestFigure()).isEqualTo(1);
        try (ModelFile file = ModelFile.open(temp.resolve("run").resolve("latest"))) {
            List<FoundBoxes> found = FoundBoxes.in(
                    TWO,
                    new ToyMammograms(TWO),
                    manager,
                    (DetectorFile) file,
                    new ImageNormalization(0.3f, 0.25f),
                    (done, all) -> {});
            for (FoundBoxes image : found) {
                Detection best = image.found().get(0);
                System.out.println(image.image().image() + ": " + best);
                assertThat(best.score()).isGreaterThan(0.3);
                assertThat(best.left())
                        .isBetween(
                                image.image().boxes().get(0).left() - 3,
                                image.image().boxes().get(0).left() + 3);
                assertThat(best.bottom())
                        .isBetween(
                                image.image().boxes().get(0).bottom() - 3,
                                image.image().boxes().get(0).bottom() + 3);
            }
            assertSameTower(file.parameters());
        }
    }

    private void assertSameTower(ParameterSource trained) {
        for (ParameterSpec spec : ToyTower.ARCHITECTURE.parameters()) {
            try (NDArray before = TOWER.values().read(manager, spec.name(), spec.shape());
                    NDArray after = trained.read(manager, "efficientnet." + spec.name(), spec.shape())) {
                assertThat(after.toFloatArray()).as(spec.name()).isEqualTo(before.toFloatArray());
            }
        }
    }

    @Test
    void goesOnAfterAStopWithTheSameBits() throws IOException {
        DetectorSettings settings = new DetectorSettings(32, BackboneTraining.LEARNED, LOSS, Augmentation.DETECTION);
        RunPlan plan = plan(1, 2, 1);
        Path whole = temp.resolve("whole");
        run(training(FOUR, settings, plan), plan, whole, TrainingListener.NONE);
        Path stopped = temp.resolve("stopped");
        TrainingListener killer = new TrainingListener() {
            @Override
            public void stepped(long step, long total, int samples, Map<String, Double> figures) {
                if (step == 2) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        assertThatThrownBy(() -> run(training(FOUR, settings, plan), plan, stopped, killer))
                .hasMessage("killed");
        run(training(FOUR, settings, plan), plan, stopped, TrainingListener.NONE);
        assertThat(stopped.resolve("latest").resolve("model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("latest").resolve("model.safetensors"));
        assertThat(Files.readAllLines(stopped.resolve("metrics.jsonl")))
                .isEqualTo(Files.readAllLines(whole.resolve("metrics.jsonl")));
    }

    @Test
    void imagesWithoutBoxesMoveNothingUnlessAskedFor() throws IOException {
        for (DetectorLoss.Empty empty : DetectorLoss.Empty.values()) {
            DetectorSettings settings = new DetectorSettings(
                    32, BackboneTraining.LEARNED_FIXED_NORMS, new DetectorLoss(0.25, 2, empty), null);
            DetectorTraining training = training(FOUR, settings, plan(1, 1));
            try (TrainingTask<?> task = training.load(manager, training.initial())) {
                // "three", the one without a box, comes last
                Map<String, Double> figures = gradients(task, 3);
                assertThat(figures.keySet()).containsExactly("loss", "classification", "boxes");
                assertThat(figures.get("boxes")).isZero();
                boolean learns = empty == DetectorLoss.Empty.NEGATIVE;
                assertThat(figures.get("loss") > 0).isEqualTo(learns);
                assertThat(task.learned().gradientNorm() > 0).isEqualTo(learns);
            }
        }
    }

    private static <B> Map<String, Double> gradients(TrainingTask<B> task, int index) throws IOException {
        B batch = task.read(new int[] {index}, 0);
        assertThat(task.ids(batch)).containsExactly("three");
        return task.gradients(batch, 0);
    }

    @Test
    void refusesWhatCannotWork() {
        DetectorSettings settings = settings(BackboneTraining.FROZEN, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training(List.of(ToyMammograms.image("normal")), settings, plan(1, 1)))
                .withMessageContaining("no training image has a box of Mass");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> training(TWO, new DetectorSettings(72, BackboneTraining.FROZEN, LOSS, null), plan(1, 1)))
                .withMessageContaining("multiple of 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DetectorTraining(
                        TOWER,
                        new Preparation("toy-1", 96, 80, 1, 0.3f, 0.25f),
                        source(TWO),
                        settings,
                        plan(1, 1),
                        ABOUT))
                .withMessageContaining("48x40")
                .withMessageContaining("96x80");
    }

    private TrainingRun.Result run(DetectorTraining training, RunPlan plan, Path folder, TrainingListener listener)
            throws IOException {
        return TrainingRun.run(manager, training, plan, folder, CLOCK, listener);
    }

    private static DetectorTraining training(List<LabelledImage> images, DetectorSettings settings, RunPlan plan) {
        return new DetectorTraining(TOWER, PREPARATION, source(images), settings, plan, ABOUT);
    }

    private static DetectorTraining.Source source(List<LabelledImage> images) {
        DetectorImages chosen = DetectorImages.everything(images, MASS);
        return new DetectorTraining.Source(chosen, chosen, new ToyMammograms(images), "toy");
    }

    private static DetectorSettings settings(BackboneTraining backbone, @Nullable Augmentation augmentation) {
        return new DetectorSettings(64, backbone, LOSS, augmentation);
    }

    private static RunPlan plan(int epochs, int batch) {
        return plan(epochs, batch, 0);
    }

    private static RunPlan plan(int epochs, int batch, int saveEverySteps) {
        return new RunPlan(
                epochs,
                0,
                batch,
                0,
                1,
                saveEverySteps,
                9,
                new AdamWSettings(5e-4, 0.9, 0.999, 1e-8, 0),
                Schedule.CONSTANT,
                new Selection(DetectorSettings.MAP, Selection.Direction.HIGHER));
    }
}

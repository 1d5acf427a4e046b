package org.mammoclip.mammoclip.learn.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.evaluate.ThresholdChoice;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.probe.ImageVectors;
import org.mammoclip.mammoclip.learn.probe.LinearHead;
import org.mammoclip.mammoclip.learn.probe.LinearProbe;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.train.ImageBatch;
import org.mammoclip.mammoclip.train.InitialValues;
import org.mammoclip.mammoclip.train.Regularization;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TrainingListener;

/** From a data set to a classifier and what it is worth. */
class FineTuningExperimentTest {
    private static final List<Target> BOTH = List.of(Target.named("mass"), Target.named("density"));
    private static final LabelledSet DATA = ToyLesions.set(48, 12, 12);

    @TempDir
    Path temp;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void measuresEachQuestionOnValidationAndTestPatients() throws IOException {
        FineTuningExperiment experiment = experiment();
        FineTuningExperiment.Part half = experiment.part(0.5, 3);
        assertThat(half.images()).hasSize(24);
        assertThat(experiment.part(0.1, 3).images()).isSubsetOf(half.images());
        RunPlan plan = FineTuningSettings.plan(BOTH, 1, 3);
        FineTuningExperiment.Outcome outcome = experiment.run(
                manager, start(), half, plan, temp.resolve("run"), Clock.systemUTC(), TrainingListener.NONE);
        assertThat(outcome.run().steps()).isEqualTo(3);
        assertThat(outcome.heads()).hasSize(2);
        assertThat(outcome.heads().get(0).trainingLabels().get(1)).isEqualTo((int)
                half.images().stream().filter(image -> image.has("Mass")).count());
        for (String split : List.of("validation", "test")) {
            LearningResult auroc = result(outcome, "Mass", split, "auroc");
            assertThat(auroc.scope().task()).isEqualTo("from-scratch");
            assertThat(auroc.scope().fraction()).isEqualTo(0.5);
            assertThat(auroc.scope().images()).isEqualTo(12);
            assertThat(auroc.scope().positives()).isEqualTo(4);
            assertThat(auroc.value().interval()).isPresent();
            assertThat(result(outcome, "Breast density", split, "accuracy")
                            .value()
                            .value())
                    .isBetween(0.0, 1.0);
        }
        assertServesAsItWasTrained(outcome);
    }

    /** Vectors and heads that are measured are those of the serving form; the trained form answers the same. */
    private void assertServesAsItWasTrained(FineTuningExperiment.Outcome outcome) throws IOException {
        List<LabelledImage> images = DATA.test().subList(0, 3);
        try (ModelFile best = ModelFile.open(outcome.run().best());
                TrainableClassifier trained = TrainableClassifier.load(
                        manager,
                        ((ClassifierFile) best).description(),
                        best.parameters(),
                        new Regularization(false, false, 0, false));
                NDManager scope = manager.newSubManager()) {
            ClassifierFile classifier = (ClassifierFile) best;
            ImageVectors vectors =
                    TunedVectors.of(manager, ToyLesions.model(), classifier, ToyLesions.pixels(), images);
            NDArray input = new ImageBatch(ToyLesions.model().preparation())
                    .load(scope, images, LabelledImage::image, FineTuningExperimentTest::raster);
            float[] expected = trained.logits(input, Phase.EVALUATION).toFloatArray();
            int from = 0;
            for (Target target : BOTH) {
                LinearHead head = TunedVectors.head(manager, classifier, from, target.outputs());
                for (int k = 0; k < target.outputs(); k++) {
                    double[] logits = head.logits(vectors.of(images), k);
                    for (int i = 0; i < images.size(); i++) {
                        assertThat(logits[i]).isCloseTo(expected[i * 5 + from + k], within(1e-4));
                    }
                }
                from += target.outputs();
            }
        }
    }

    private static byte[] raster(LabelledImage image) {
        return ToyLesions.raster(Integer.parseInt(image.image().substring(1)));
    }

    @Test
    void refusesAQuestionThatNoImageAnswers() {
        FineTuningExperiment experiment = new FineTuningExperiment(
                DATA, ToyLesions.pixels(), settings(List.of(Target.named("cancer"))), measuring());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> experiment.part(1, 1))
                .withMessageContaining("malignancy");
    }

    private static LearningResult result(
            FineTuningExperiment.Outcome outcome, String finding, String split, String metric) {
        return outcome.results().stream()
                .filter(result -> result.scope().finding().equals(finding)
                        && result.scope().split().equals(split)
                        && result.value().key().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private static FineTuningExperiment experiment() {
        return new FineTuningExperiment(DATA, ToyLesions.pixels(), settings(BOTH), measuring());
    }

    private static FineTuningSettings settings(List<Target> targets) {
        return new FineTuningSettings(targets, 8, new Regularization(true, false, 0, false), Optional.empty());
    }

    private static ProbeSettings measuring() {
        return new ProbeSettings(
                LinearProbe.STRENGTHS, new ThresholdChoice.Youden(), FractionUnit.PATIENT, new Bootstrap(50, 1, 0.95));
    }

    private static FineTuning.Start start() {
        return new FineTuning.Start(
                ToyLesions.about(),
                ToyLesions.model(),
                InitialValues.of(5, ToyLesions.model().parameters()),
                "seed 5",
                true);
    }
}

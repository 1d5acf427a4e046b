package org.mammoclip.mammoclip.learn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.evaluate.ThresholdChoice;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.learn.Target;

class ProbeExperimentTest {
    private static final Target MASS = Target.named("mass");
    private static final LabelledSet DATA = ToyImages.set(60, 30, 40);

    private static ProbeExperiment experiment(Target target, double noise) {
        return new ProbeExperiment(target, DATA, ToyImages.vectors(DATA, noise), ProbeSettings.DEFAULT);
    }

    private static LearningResult result(ProbeExperiment.Outcome outcome, String split, String metric) {
        return outcome.results().stream()
                .filter(one ->
                        one.scope().split().equals(split) && one.value().key().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFindingIsLearnedAndMeasuredOnPatientsThatWereNotLearnedFrom() {
        ProbeExperiment.Outcome outcome = experiment(MASS, 1).run(1, 1).orElseThrow();
        assertThat(outcome.trainingLabels()).containsEntry(1, 40).containsEntry(0, 200);
        LearningResult auroc = result(outcome, "test", "auroc");
        assertThat(auroc.scope()).isEqualTo(new LearningResult.Scope("probe", "Mass", 1, 1, "test", 160, 28));
        assertThat(auroc.value().value()).isBetween(0.85, 0.99);
        Interval interval = auroc.value().interval().orElseThrow();
        assertThat(auroc.value().value()).isBetween(interval.low(), interval.high());
        assertThat(interval.high() - interval.low()).isBetween(0.02, 0.2);
        assertThat(outcome.results().stream()
                        .map(one -> one.scope().split() + " " + one.value().key())
                        .collect(Collectors.toList()))
                .containsExactly(
                        "validation auroc",
                        "validation auprc",
                        "validation brier",
                        "validation sensitivity",
                        "validation specificity",
                        "test auroc",
                        "test auprc",
                        "test brier",
                        "test sensitivity",
                        "test specificity");
    }

    @Test
    void theOperatingPointIsChosenOnValidationData() {
        ProbeSettings sensitive = new ProbeSettings(
                LinearProbe.STRENGTHS,
                new ThresholdChoice.Sensitivity(0.95),
                FractionUnit.PATIENT,
                new Bootstrap(0, 1, 0.95));
        ImageVectors vectors = ToyImages.vectors(DATA, 1);
        ProbeExperiment.Outcome strict =
                new ProbeExperiment(MASS, DATA, vectors, sensitive).run(1, 1).orElseThrow();
        assertThat(result(strict, "validation", "sensitivity").value().value()).isBetween(0.95, 1.0);
        assertThat(result(strict, "validation", "auroc").value().interval()).isEmpty();
        ProbeExperiment.Outcome youden = experiment(MASS, 1).run(1, 1).orElseThrow();
        assertThat(youden.operating().orElseThrow().threshold())
                .isGreaterThan(strict.operating().orElseThrow().threshold());
    }

    @Test
    void densityStandsBesideTheMostFrequentClass() {
        ProbeExperiment.Outcome outcome =
                experiment(Target.named("density"), 1).run(1, 1).orElseThrow();
        assertThat(outcome.operating()).isEmpty();
        assertThat(result(outcome, "test", "accuracy").value().value()).isBetween(0.75, 1.0);
        assertThat(result(outcome, "test", "macro_f1").value().value()).isBetween(0.7, 1.0);
        assertThat(result(outcome, "test", "majority_accuracy").value().value()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void aFractionIsWholePatientsOfASeed() {
        ProbeExperiment experiment = experiment(MASS, 1);
        ProbeExperiment.Outcome tenth = experiment.run(0.1, 1).orElseThrow();
        assertThat(tenth.trainingLabels().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(24);
        assertThat(experiment.run(0.1, 1).orElseThrow().results()).isEqualTo(tenth.results());
        assertThat(experiment.run(0.1, 2).orElseThrow().results()).isNotEqualTo(tenth.results());
        ProbeSettings images = new ProbeSettings(
                LinearProbe.STRENGTHS, new ThresholdChoice.Youden(), FractionUnit.IMAGE, Bootstrap.DEFAULT);
        ProbeExperiment.Outcome rows = new ProbeExperiment(MASS, DATA, ToyImages.vectors(DATA, 1), images)
                .run(0.1, 1)
                .orElseThrow();
        assertThat(rows.trainingLabels()).isNotEqualTo(tenth.trainingLabels());
        LinearHead all = experiment.run(1, 1).orElseThrow().fit().head();
        assertThat(experiment.run(1, 7).orElseThrow().fit().head().weights(0)).isEqualTo(all.weights(0));
    }

    @Test
    void aFractionWithoutTheFindingTeachesNothing() {
        LabelledSet few = ToyImages.set(200, 30, 30);
        List<LabelledImage> rare = few.training().stream()
                .filter(image -> !image.has("Mass") || image.patient().equals("t0"))
                .toList();
        LabelledSet data = new LabelledSet(rare, few.validation(), few.test(), few.digest(), 0, List.of());
        ProbeExperiment experiment = new ProbeExperiment(MASS, data, ToyImages.vectors(few, 1), ProbeSettings.DEFAULT);
        long empty = 0;
        for (int seed = 1; seed <= 5; seed++) {
            empty += experiment.run(0.05, seed).isEmpty() ? 1 : 0;
        }
        assertThat(empty).isGreaterThanOrEqualTo(3);
        assertThat(experiment.run(1, 1)).isPresent();
    }

    @Test
    void aHeadIsMeasuredOnOtherDataAsItIs() {
        LabelledSet other = ToyImages.set(0, 0, 50);
        ProbeExperiment experiment = experiment(MASS, 1);
        ProbeExperiment.Outcome outcome = experiment.run(1, 1).orElseThrow();
        List<LearningResult> shifted =
                experiment.measure(outcome, "other machine", other.test(), ToyImages.vectors(other, 3));
        assertThat(shifted.get(0).scope().split()).isEqualTo("other machine");
        assertThat(shifted.get(0).value().value())
                .isLessThan(result(outcome, "test", "auroc").value().value());
    }

    @Test
    void aTableWithoutTheAnswerIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> experiment(Target.named("cancer"), 1).run(1, 1))
                .withMessageContaining("no training image has an answer to malignancy");
    }
}

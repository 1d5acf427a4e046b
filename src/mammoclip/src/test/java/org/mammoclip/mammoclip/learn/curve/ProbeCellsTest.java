package org.mammoclip.mammoclip.learn.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.learn.probe.LinearProbe;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;

class ProbeCellsTest {
    @TempDir
    Path folder;

    private final ToyCorpus pixels = new ToyCorpus();

    private ProbeCells cells() {
        ProbeSettings settings = new ProbeSettings(
                LinearProbe.STRENGTHS,
                ProbeSettings.DEFAULT.operatingPoint(),
                ProbeSettings.DEFAULT.fractionUnit(),
                new Bootstrap(50, 1, 0.95));
        return new ProbeCells(
                ToyCorpus.data(pixels),
                ToyCorpus.checkpoint(),
                settings,
                folder.resolve("vectors"),
                ComputeDevice.CPU,
                (what, done, total, fromCache) -> {});
    }

    private static CurveCell cell(Arm arm, double fraction, long seed) {
        return new CurveCell(arm, MadeUpCells.MASS, fraction, seed);
    }

    private static double auroc(List<LearningResult> results, String test) {
        return results.stream()
                .filter(result -> result.scope().split().equals(test)
                        && result.value().key().equals("auroc"))
                .findFirst()
                .orElseThrow()
                .value()
                .value();
    }

    @Test
    void everyTestIsMeasuredAndTheLabelsAreCounted() throws Exception {
        List<LearningResult> results = cells().train(cell(Arm.PROBE, 0.5, 1), folder);
        LearningResult labels = results.get(0);
        assertThat(labels.value().key()).isEqualTo(CellTrainer.LABELS);
        assertThat(labels.scope().images())
                .as("half of 30 patients, two images each")
                .isEqualTo(30);
        assertThat(labels.scope().positives()).isEqualTo(10);
        assertThat(results).allMatch(result -> result.scope().task().equals("probe"));
        assertThat(results.stream().map(result -> result.scope().split()).distinct())
                .containsExactly("training", "A", "B");
        assertThat(auroc(results, "A"))
                .as("a patch is seen even by random features")
                .isGreaterThan(0.8);
    }

    @Test
    void anEncoderSeesEveryImageOnceWhateverIsAsked() throws Exception {
        ProbeCells cells = cells();
        List<LearningResult> pretrained = cells.train(cell(Arm.PROBE, 1, 1), folder);
        assertThat(pixels.read).hasSize(180).doesNotHaveDuplicates();
        cells.train(cell(Arm.PROBE, 0.5, 2), folder);
        assertThat(pixels.read).hasSize(180);
        List<LearningResult> random = cells.train(cell(Arm.PROBE_RANDOM, 1, 1), folder);
        assertThat(pixels.read).as("another encoder").hasSize(360);
        assertThat(random.get(1).scope().task()).isEqualTo("probe-random");
        assertThat(auroc(random, "A")).isNotEqualTo(auroc(pretrained, "A"));
        assertThat(cells().train(cell(Arm.PROBE, 1, 1), folder))
                .as("from the cache")
                .isEqualTo(pretrained);
    }

    @Test
    void labelsOfOneKindAreCountedAndNothingIsLearned() throws Exception {
        List<LearningResult> results =
                cells().train(cell(Arm.PROBE, ToyCorpus.ONE_PATIENT, ToyCorpus.seedOfAHealthyPatient()), folder);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).scope().positives()).isZero();
    }

    @Test
    void aPatientOfATestIsInNoOtherSplit() {
        LabelledSet labels = ToyCorpus.data(pixels).labels();
        assertThatThrownBy(() -> new CurveData(
                        labels, pixels, List.of(new CurveData.Test("A", ToyCorpus.images("v", 4), pixels))))
                .hasMessageContaining("test A: 2 of its patients are in training or validation");
        CurveData.Test test = new CurveData.Test("A", ToyCorpus.images("a", 4), pixels);
        assertThatThrownBy(() -> new CurveData(labels, pixels, List.of(test, test)))
                .hasMessageContaining("two tests are called A");
        assertThatThrownBy(() -> new CurveData.Test("training", ToyCorpus.images("a", 4), pixels))
                .hasMessageContaining("a test has a name");
    }
}

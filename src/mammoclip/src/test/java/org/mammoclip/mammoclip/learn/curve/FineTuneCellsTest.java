package org.mammoclip.mammoclip.learn.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.learn.probe.LinearProbe;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import org.mammoclip.mammoclip.train.Regularization;
import org.mammoclip.mammoclip.train.TrainingListener;

class FineTuneCellsTest {
    private static final int STEPS = 12;

    @TempDir
    Path folder;

    private final List<Long> steps = new ArrayList<>();

    private FineTuneCells cells() {
        return new FineTuneCells(
                ToyCorpus.data(new ToyCorpus()),
                ToyCorpus.checkpoint(),
                new CurveTraining(
                        STEPS, 4, 1e-3, 1e-3, 0, 20, new Regularization(true, true, 0.2, true), Optional.empty()),
                new ProbeSettings(
                        LinearProbe.STRENGTHS,
                        ProbeSettings.DEFAULT.operatingPoint(),
                        FractionUnit.PATIENT,
                        new Bootstrap(20, 1, 0.95)),
                ComputeDevice.CPU,
                cell -> new TrainingListener() {
                    @Override
                    public void stepped(long step, long total, int samples, Map<String, Double> figures) {
                        steps.add(total);
                    }
                });
    }

    private List<LearningResult> train(Arm arm, double fraction) throws Exception {
        Path own = folder.resolve(arm.key() + fraction);
        return cells().train(new CurveCell(arm, MadeUpCells.MASS, fraction, 1), Files.createDirectories(own));
    }

    private static List<LearningResult> aurocs(List<LearningResult> results) {
        return results.stream()
                .filter(result -> result.value().key().equals("auroc"))
                .toList();
    }

    @Test
    void bothStartsTakeTheSameStepsWhateverTheFractionAndAreMeasuredOnEveryTest() throws Exception {
        List<LearningResult> pretrained = aurocs(train(Arm.FINETUNE, 1));
        List<LearningResult> scratch = aurocs(train(Arm.FROM_SCRATCH, 0.2));
        assertThat(steps).hasSize(2 * STEPS).containsOnly((long) STEPS);
        assertThat(pretrained).extracting(result -> result.scope().split()).containsExactly("A", "B");
        assertThat(pretrained).allMatch(result -> result.scope().task().equals("finetune"));
        assertThat(scratch).allMatch(result -> result.scope().task().equals("from-scratch"));
        assertThat(scratch.get(0).value().interval()).isPresent();
    }

    @Test
    void whereThereIsNothingToTellApartNothingIsTrained() throws Exception {
        List<LearningResult> results = cells().train(
                        new CurveCell(
                                Arm.FINETUNE,
                                MadeUpCells.MASS,
                                ToyCorpus.ONE_PATIENT,
                                ToyCorpus.seedOfAHealthyPatient()),
                        folder);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).value().key()).isEqualTo(CellTrainer.LABELS);
        assertThat(steps).isEmpty();
    }
}

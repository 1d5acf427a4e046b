package org.mammoclip.mammoclip.learn.curve;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.TrainingDevice;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.learn.finetune.FineTuning;
import org.mammoclip.mammoclip.learn.finetune.FineTuningSettings;
import org.mammoclip.mammoclip.learn.finetune.TunedVectors;
import org.mammoclip.mammoclip.learn.probe.ImageVectors;
import org.mammoclip.mammoclip.learn.probe.ProbeExperiment;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import org.mammoclip.mammoclip.train.AdamWSettings;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;

/**
 * Cells whose encoder learns, too, starting from the pre-trained one or from random weights, in all else alike. The best epoch is
 * chosen on validation images. Engine thread only.
 */
public final class FineTuneCells implements CellTrainer {
    private static final String RUN = "finetune";

    private final CurveData data;
    private final Checkpoint encoder;
    private final CurveTraining how;
    private final ProbeSettings measuring;
    private final ComputeDevice device;
    private final Function<CurveCell, TrainingListener> listeners;

    /**
     * @param encoder the pre-trained one; stays open as long as cells are trained
     * @param measuring operating point, intervals, and what a fraction leaves out
     * @param listeners who sees a cell's steps
     */
    public FineTuneCells(
            CurveData data,
            Checkpoint encoder,
            CurveTraining how,
            ProbeSettings measuring,
            ComputeDevice device,
            Function<CurveCell, TrainingListener> listeners) {
        this.data = data;
        this.encoder = encoder;
        this.how = how;
        this.measuring = measuring;
        this.device = device;
        this.listeners = listeners;
    }

    @Override
    public List<LearningResult> train(CurveCell cell, Path folder) throws IOException {
        List<LabelledImage> part = CellResults.part(data, cell, measuring.fractionUnit());
        List<LearningResult> results = new ArrayList<>(List.of(CellResults.labels(cell, part)));
        Map<Integer, Integer> counts = new TreeMap<>();
        part.forEach(image -> counts.merge(cell.target().label(image).orElseThrow(), 1, Integer::sum));
        if (counts.size() < 2) {
            return results;
        }
        Path best = TrainingDevice.run(device, manager -> learn(manager, cell, part, folder.resolve(RUN)));
        try (ModelFile file = ModelFile.open(best)) {
            if (!(file instanceof ClassifierFile classifier)) {
                throw new IOException(best + " holds no classifier");
            }
            TrainingDevice.run(device, manager -> results.addAll(measure(manager, cell, classifier, counts)));
        }
        return results;
    }

    private List<LearningResult> measure(
            NDManager manager, CurveCell cell, ClassifierFile classifier, Map<Integer, Integer> counts)
            throws IOException {
        ModelDescription model = encoder.description();
        ImageVectors learned = TunedVectors.of(manager, model, classifier, data.pixels(), validation(cell));
        ProbeExperiment experiment = new ProbeExperiment(
                cell.target(), data.labels(), learned, measuring, cell.arm().key());
        ProbeExperiment.Outcome outcome = experiment.measured(
                TunedVectors.head(manager, classifier, 0, cell.target().outputs()),
                counts,
                cell.fraction(),
                cell.seed());
        List<LearningResult> results = new ArrayList<>();
        for (CurveData.Test test : data.tests()) {
            ImageVectors vectors = TunedVectors.of(manager, model, classifier, test.pixels(), test.images());
            results.addAll(experiment.measure(outcome, test.name(), test.images(), vectors));
        }
        return results;
    }

    private Path learn(NDManager manager, CurveCell cell, List<LabelledImage> part, Path folder) throws IOException {
        StepBudget budget = StepBudget.of(part, how.steps(), how.batch(), cell.seed());
        boolean pretrained = cell.arm().isPretrained();
        Checkpoint start = pretrained ? encoder : DerivedCheckpoint.random(encoder, cell.seed());
        ModelDescription model = encoder.description();
        FineTuning task = new FineTuning(
                new FineTuning.Start(about(cell), model, start.parameters(), start.sha256(), !pretrained),
                new FineTuning.Source(
                        budget.images(),
                        validation(cell),
                        data.pixels(),
                        data.labels().digest() + " " + cell.folder()),
                new FineTuningSettings(List.of(cell.target()), how.batch(), how.regularization(), how.augmentation()),
                plan(cell, budget));
        return TrainingRun.run(manager, task, plan(cell, budget), folder, Clock.systemUTC(), listeners.apply(cell))
                .best();
    }

    private RunPlan plan(CurveCell cell, StepBudget budget) {
        AdamWSettings reference = AdamWSettings.REFERENCE;
        return new RunPlan(
                budget.epochs(),
                budget.epochs() > 2 ? 1 : 0,
                how.batch(),
                0,
                0,
                0,
                cell.seed(),
                new AdamWSettings(
                        cell.arm().isPretrained() ? how.learningRate() : how.scratchLearningRate(),
                        reference.beta1(),
                        reference.beta2(),
                        reference.epsilon(),
                        how.weightDecay()),
                Schedule.WARMUP_COSINE_SQUARED,
                FineTuningSettings.selection(List.of(cell.target())));
    }

    private static About about(CurveCell cell) {
        return new About(
                cell.folder(), "1", true, true, "Cell of a learning curve; not for any other use.", "not distributed");
    }

    /** The same for every cell of a question. */
    private List<LabelledImage> validation(CurveCell cell) {
        List<LabelledImage> known = data.labels().validation().stream()
                .filter(image -> cell.target().label(image).isPresent())
                .toList();
        double share = Math.min(1, (double) how.validationImages() / Math.max(1, known.size()));
        return known.isEmpty() ? known : LabelledSet.fraction(known, share, 1, FractionUnit.PATIENT);
    }
}

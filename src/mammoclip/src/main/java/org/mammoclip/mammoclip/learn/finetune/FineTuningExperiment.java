package org.mammoclip.mammoclip.learn.finetune;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.probe.ImageVectors;
import org.mammoclip.mammoclip.learn.probe.LinearHead;
import org.mammoclip.mammoclip.learn.probe.ProbeExperiment;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;

/**
 * One or several questions, one data set: fine-tunes on a part of the training images and says what the best epoch's classifier is
 * worth. The epoch, the calibration and the threshold are chosen on validation data; test data are only measured on, once.
 */
public final class FineTuningExperiment {
    /** The task's name in results. */
    public static final String TASK = "finetune";

    /** The task's name in results if the encoder's values were drawn. */
    public static final String FROM_SCRATCH = "from-scratch";

    private final LabelledSet data;
    private final TrainingImages pixels;
    private final FineTuningSettings settings;
    private final ProbeSettings measuring;

    /**
     * @param pixels of all images of the data
     * @param measuring operating point, intervals, and what a fraction leaves out
     */
    public FineTuningExperiment(
            LabelledSet data, TrainingImages pixels, FineTuningSettings settings, ProbeSettings measuring) {
        this.data = data;
        this.pixels = pixels;
        this.settings = settings;
        this.measuring = measuring;
    }

    /**
     * What is learned from.
     *
     * @param images with an answer to every question
     */
    public record Part(double fraction, long seed, List<LabelledImage> images) {
        public Part {
            images = List.copyOf(images);
        }
    }

    /**
     * What came out.
     *
     * @param heads one for each question, in the order of the classifier's outputs
     */
    public record Outcome(Part part, TrainingRun.Result run, List<ProbeExperiment.Outcome> heads) {
        public Outcome {
            heads = List.copyOf(heads);
        }

        /** Of all questions, on validation and test data. */
        public List<LearningResult> results() {
            return heads.stream().flatMap(head -> head.results().stream()).toList();
        }
    }

    /**
     * @param fraction above 0, at most 1
     * @param seed chooses the part
     * @throws IllegalArgumentException if no image of the part has an answer to every question
     */
    public Part part(double fraction, long seed) {
        List<LabelledImage> images =
                answered(LabelledSet.fraction(data.training(), fraction, seed, measuring.fractionUnit()));
        if (images.isEmpty()) {
            throw new IllegalArgumentException("no training image has an answer to "
                    + settings.targets().stream().map(Target::key).toList());
        }
        return new Part(fraction, seed, images);
    }

    /** Images that choose the best epoch. */
    public List<LabelledImage> validation() {
        return answered(data.validation());
    }

    private List<LabelledImage> answered(List<LabelledImage> images) {
        return images.stream()
                .filter(image -> settings.targets().stream()
                        .allMatch(target -> target.label(image).isPresent()))
                .toList();
    }

    /**
     * Trains to the end of the plan, from the folder's last save if it has one, and measures.
     *
     * @param parent manager of the device to train on
     * @see TrainingRun#run
     */
    public Outcome run(
            NDManager parent,
            FineTuning.Start start,
            Part part,
            RunPlan plan,
            Path folder,
            Clock clock,
            TrainingListener listener)
            throws IOException {
        String digest = data.digest() + ", fraction " + part.fraction() + ", seed " + part.seed() + ", "
                + measuring.fractionUnit();
        FineTuning tuning = new FineTuning(
                start, new FineTuning.Source(part.images(), validation(), pixels, digest), settings, plan);
        TrainingRun.Result result = TrainingRun.run(parent, tuning, plan, folder, clock, listener);
        return new Outcome(part, result, measure(parent, start, part, result));
    }

    private List<ProbeExperiment.Outcome> measure(
            NDManager parent, FineTuning.Start start, Part part, TrainingRun.Result result) throws IOException {
        Set<LabelledImage> measured = new LinkedHashSet<>(data.validation());
        measured.addAll(data.test());
        List<ProbeExperiment.Outcome> outcomes = new ArrayList<>();
        try (ModelFile best = ModelFile.open(result.best())) {
            ClassifierFile classifier = (ClassifierFile) best;
            ImageVectors vectors = TunedVectors.of(parent, start.model(), classifier, pixels, List.copyOf(measured));
            int from = 0;
            for (Target target : settings.targets()) {
                LinearHead head = TunedVectors.head(parent, classifier, from, target.outputs());
                from += target.outputs();
                Map<Integer, Integer> counts = new TreeMap<>();
                part.images().forEach(image -> counts.merge(target.label(image).orElseThrow(), 1, Integer::sum));
                outcomes.add(new ProbeExperiment(target, data, vectors, measuring, start.drawn() ? FROM_SCRATCH : TASK)
                        .measured(head, counts, part.fraction(), part.seed()));
            }
        }
        return outcomes;
    }
}

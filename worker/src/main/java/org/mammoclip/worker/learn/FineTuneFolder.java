package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningData;
import org.mammoclip.mammoclip.card.LearningOrigin;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.learn.finetune.FineTuningExperiment;
import org.mammoclip.mammoclip.learn.finetune.FineTuningSettings;
import org.mammoclip.mammoclip.learn.probe.ProbeExperiment;
import org.mammoclip.mammoclip.train.RunPlan;

/**
 * What {@code mammoclip finetune} leaves in its run folder beside the run: {@code findings.yaml} that names the best classifier,
 * {@code results.json} and the model card, which is also in the classifier's folder.
 */
public final class FineTuneFolder {
    public static final String FINDINGS = "findings.yaml";

    private static final String BEST = "best";
    private static final int SHORT_DIGEST = 12;

    private final Path folder;
    private final ModelDescription model;
    private final List<LearningOrigin.Model> start;

    /**
     * @param folder of the run
     * @param model whose network was trained, under the name of the classifier
     * @param start what the training started from; empty for random values
     */
    public FineTuneFolder(Path folder, ModelDescription model, List<LearningOrigin.Model> start) {
        this.folder = folder;
        this.model = model;
        this.start = List.copyOf(start);
    }

    /**
     * Writes everything; files of an earlier call are replaced.
     *
     * @param augmentation in words
     * @param command as it was typed
     * @param codeVersion of this software
     * @param data that was learned from and measured on
     */
    public void write(
            FineTuningExperiment.Outcome outcome,
            FineTuningSettings settings,
            RunPlan plan,
            String augmentation,
            String command,
            String codeVersion,
            LearningData data)
            throws IOException {
        Files.write(folder.resolve(FINDINGS), findings(outcome).getBytes(StandardCharsets.UTF_8));
        LearningResults.write(folder, outcome.results());
        LearningCard card = card(outcome, settings, plan, augmentation, command, codeVersion, data);
        card.write(folder);
        card.write(outcome.run().best());
    }

    private String findings(FineTuningExperiment.Outcome outcome) throws IOException {
        String digest;
        try (ModelFile best = ModelFile.open(outcome.run().best())) {
            digest = best.sha256();
        }
        List<ProbeExperiment.Outcome> binary = outcome.heads().stream()
                .filter(head -> head.target().isBinary())
                .toList();
        return ProbedFindings.of(
                "finetune-" + digest.substring(0, SHORT_DIGEST), binary, BEST, binary.isEmpty() ? BEST : "");
    }

    private LearningCard card(
            FineTuningExperiment.Outcome outcome,
            FineTuningSettings settings,
            RunPlan plan,
            String augmentation,
            String command,
            String codeVersion,
            LearningData data) {
        String asked = settings.targets().stream().map(target -> target.title()).collect(Collectors.joining(", "));
        return new LearningCard(
                model.name() + " " + model.version(),
                model.statement(),
                (start.isEmpty() ? "training from scratch: " : "fine-tuning: ") + asked,
                model.licence(),
                new LearningOrigin(List.of(command), plan.seed(), codeVersion, start),
                data,
                outcome.results(),
                settings(outcome, settings, plan, augmentation),
                limits(outcome),
                List.of());
    }

    private TreeMap<String, String> settings(
            FineTuningExperiment.Outcome outcome, FineTuningSettings settings, RunPlan plan, String augmentation) {
        TreeMap<String, String> lines = new TreeMap<>();
        lines.put("image tower", model.image());
        lines.put("image size", size());
        lines.put("loss", "weighted logistic (positives count negatives/positives), density: cross-entropy");
        lines.put(
                "optimiser",
                String.format(
                        Locale.ROOT,
                        "AdamW, rate %s, weight decay %s",
                        plan.optimiser().learningRate(),
                        plan.optimiser().weightDecay()));
        lines.put(
                "schedule",
                plan.epochs() + " epochs, " + plan.warmupEpochs() + " of warm-up, then cosine squared to 0");
        lines.put("batch", plan.batch() + ", at most " + settings.microBatch() + " at once");
        lines.put("regularisation", settings.regularization().toString());
        lines.put("augmentation", augmentation);
        lines.put(
                "best epoch",
                outcome.run().bestEpoch() + ", by " + plan.selection().figure() + " on validation data");
        lines.put("steps", String.valueOf(outcome.run().steps()));
        lines.put(
                "training images",
                outcome.part().images().size() + " (" + outcome.part().fraction() + " of the training labels)");
        for (ProbeExperiment.Outcome head : outcome.heads()) {
            head.operating()
                    .ifPresent(point -> lines.put(
                            head.target().title(),
                            String.format(
                                    Locale.ROOT,
                                    "threshold %.6f, calibration %s",
                                    point.threshold(),
                                    point.calibrated()
                                            ? String.format(
                                                    Locale.ROOT,
                                                    "%.6f x logit %+.6f",
                                                    point.calibration().slope(),
                                                    point.calibration().intercept())
                                            : "none: validation data gave no increasing one")));
        }
        return lines;
    }

    private String size() {
        ModelDescription.Preparation preparation = model.preparation();
        return preparation.rows() + "x" + preparation.columns() + ", reduced by " + preparation.reduction();
    }

    private List<String> limits(FineTuningExperiment.Outcome outcome) {
        List<String> limits = new ArrayList<>();
        limits.add("Research use only, not for diagnosis.");
        limits.add("The epoch, calibration and threshold were chosen on the validation data, whose values are therefore"
                + " flattering. Read those of patients that nothing was chosen on.");
        limits.add("Values count images. The intervals say how much other patients of the same kind would change them,"
                + " not what other machines, other prevalence or another training would.");
        limits.add(
                "Its images are prepared as " + size() + ": serve it beside a checkpoint with the same preparation.");
        boolean mixed = outcome.heads().stream().anyMatch(head -> head.target().isBinary())
                && outcome.heads().stream().anyMatch(head -> !head.target().isBinary());
        if (mixed) {
            limits.add("The findings file does not use the density outputs: that takes a classifier of its own.");
        }
        return limits;
    }
}

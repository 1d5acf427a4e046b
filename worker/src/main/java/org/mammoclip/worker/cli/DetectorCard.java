package org.mammoclip.worker.cli;

import java.util.List;
import java.util.TreeMap;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningData;
import org.mammoclip.mammoclip.card.LearningOrigin;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.learn.detector.DetectorSettings;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TrainingRun;

/** The model card of {@code detector}. */
final class DetectorCard {
    private DetectorCard() {}

    /** What was asked for. */
    record Settings(List<String> findings, RunPlan plan, DetectorSettings detector, DetectorImageOptions images) {}

    /**
     * @param command as it was typed
     * @param from where training started
     * @param results the values that say most
     */
    static LearningCard of(
            String command,
            DetectorStartOptions.Start from,
            LearningData data,
            Settings settings,
            TrainingRun.Result result,
            List<LearningResult> results) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("architecture", from.backbone().architecture());
        facts.put("detector", settings.detector().toString());
        facts.put("plan", settings.plan().toString());
        facts.put("training images", settings.images().describe());
        facts.put("best epoch", String.valueOf(result.bestEpoch()));
        facts.put("steps", String.valueOf(result.steps()));
        return new LearningCard(
                from.about().name() + " " + from.about().version(),
                from.about().statement(),
                "detector: " + String.join(", ", settings.findings()),
                from.about().licence(),
                new LearningOrigin(List.of(command), settings.plan().seed(), ProductVersion.current(), from.models()),
                data,
                results,
                facts,
                List.of(
                        "Research use only, not for diagnosis.",
                        "The validation images selected the epoch; only values on test images are free of that choice.",
                        settings.images().normals > 0
                                ? "False boxes were counted in normal images of the same table; elsewhere there may be"
                                        + " more."
                                : "As published, it never saw an image without its findings: expect false boxes in"
                                        + " normal images."),
                List.of());
    }
}

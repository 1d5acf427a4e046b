package org.mammoclip.worker.cli;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningData;
import org.mammoclip.mammoclip.card.LearningOrigin;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.learn.factor.Attribute;
import org.mammoclip.mammoclip.train.TrainingRun;

/** The model card of an attribute mapper. */
record FactorCard(Checkpoint checkpoint, About about, LearningData data, List<Attribute> attributes) {
    /** Chance beside other findings and other women is in {@code results.json}: a card is to be read. */
    private static final String DETAIL = "_other_";

    LearningCard of(String command, FactorPlanOptions plan, TrainingRun.Result result, List<LearningResult> results) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("layout", plan.layout.name().toLowerCase(Locale.ROOT));
        facts.put("temperature", String.valueOf(plan.temperature));
        facts.put("augmentation", plan.augmentation.name().toLowerCase(Locale.ROOT));
        facts.put("images without any attribute for each with one", String.valueOf(plan.others));
        facts.put("plan", plan.toPlan().toString());
        facts.put("best epoch", String.valueOf(result.bestEpoch()));
        facts.put("best validation loss", String.valueOf(result.bestFigure()));
        facts.put("steps", String.valueOf(result.steps()));
        for (Attribute attribute : attributes) {
            facts.put(
                    "sentences of " + attribute.name(),
                    attribute.sentences().size() + ", SHA-256 " + attribute.sha256());
        }
        About clip = checkpoint.description().about();
        return new LearningCard(
                about.name() + " " + about.version(),
                about.statement(),
                "attribute mapper: " + attributes.stream().map(Attribute::name).collect(Collectors.joining(", ")),
                about.licence(),
                new LearningOrigin(
                        List.of(command),
                        plan.seed,
                        ProductVersion.current(),
                        List.of(new LearningOrigin.Model(
                                "image encoder and text tower",
                                clip.name() + " " + clip.version(),
                                checkpoint.sha256()))),
                data,
                results.stream()
                        .filter(line -> !line.value().key().contains(DETAIL))
                        .toList(),
                facts,
                List.of(
                        "Research use only, not for diagnosis.",
                        "A map shows what the encoder's channels respond to in this one image; it is strongest somewhere"
                                + " in every image, also where the finding is absent.",
                        "The validation images selected the epoch; only values on test images are free of that choice."
                                + " Images without the finding are not measured on.",
                        "Works with that checkpoint and size of image only."),
                List.of());
    }
}

package org.mammoclip.mammoclip.learn.finetune;

import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.train.AdamWSettings;
import org.mammoclip.mammoclip.train.Regularization;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.Selection;

/**
 * What fine-tuning does beside the {@link RunPlan}.
 *
 * @param targets the questions, at least one, each once; the head has their logits in this order
 * @param microBatch most images on the device at once, at least 1; smaller ones add up to the batch's gradient, only batch norms see
 *     a piece
 * @param regularization of the image tower; its text part does not matter
 * @param augmentation of training images; empty for none
 */
public record FineTuningSettings(
        List<Target> targets, int microBatch, Regularization regularization, Optional<Augmentation> augmentation) {
    public FineTuningSettings {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || targets.stream().distinct().count() < targets.size()) {
            throw new IllegalArgumentException("what is learned? At least one question, and each once, not "
                    + targets.stream().map(Target::key).toList());
        }
        if (microBatch < 1) {
            throw new IllegalArgumentException("micro-batch must be at least 1, not " + microBatch);
        }
    }

    /** As published, but with the augmentation that the paper describes: batches of 8 at once, everything regularised. */
    public static FineTuningSettings of(List<Target> targets, EfficientNetArchitecture architecture) {
        return new FineTuningSettings(
                targets, 8, Regularization.reference(architecture), Optional.of(Augmentation.SYMMETRIC));
    }

    /**
     * The published run: batches of 8, AdamW at 5e-5, one epoch of warm-up, the square of a cosine down to 0. The best epoch is chosen
     * on validation images, not on the test images as there.
     *
     * @param epochs 30 for findings and density, 20 for cancer
     */
    public static RunPlan plan(List<Target> targets, int epochs, long seed) {
        return new RunPlan(
                epochs,
                epochs > 1 ? 1 : 0,
                8,
                0,
                0,
                0,
                seed,
                AdamWSettings.REFERENCE,
                Schedule.WARMUP_COSINE_SQUARED,
                selection(targets));
    }

    /** The highest AUROC; for a question with several answers the highest accuracy; for several questions the mean of those. */
    public static Selection selection(List<Target> targets) {
        String figure = targets.size() > 1 ? "mean" : targets.get(0).isBinary() ? "auroc" : "accuracy";
        return new Selection(figure, Selection.Direction.HIGHER);
    }

    /** Logits of the head. */
    int outputs() {
        return targets.stream().mapToInt(Target::outputs).sum();
    }
}

package org.mammoclip.mammoclip.learn.factor;

import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.loss.AttributeLoss;
import org.mammoclip.mammoclip.train.AdamWSettings;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.Selection;

/**
 * What decides a mapper's training beside the {@link RunPlan}.
 *
 * @param layout which projection learns from which channel; whoever uses the mapper names the same
 * @param augmentation of training images, null for none: the features of an image are then always the same
 */
public record MapperSettings(
        HeadLayout layout, AttributeLoss loss, @Nullable Augmentation augmentation) {
    /** Per attribute, temperature 0.07, random ranges of augmentation. */
    public static final MapperSettings REFERENCE =
            new MapperSettings(HeadLayout.PER_ATTRIBUTE, AttributeLoss.REFERENCE, Augmentation.SYMMETRIC);

    /** The published run: 20 epochs in batches of 8, AdamW at 1e-4, until 5 epochs in a row bring no lower validation loss. */
    public static final RunPlan REFERENCE_PLAN = new RunPlan(
            20,
            0,
            8,
            5,
            0,
            0,
            10,
            new AdamWSettings(1e-4, 0.9, 0.999, 1e-8, 0.01),
            Schedule.CONSTANT,
            Selection.LOWEST_LOSS);
}

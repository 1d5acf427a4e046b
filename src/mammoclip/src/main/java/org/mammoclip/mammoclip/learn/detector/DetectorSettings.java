package org.mammoclip.mammoclip.learn.detector;

import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.detect.BackboneTraining;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.loss.DetectorLoss;
import org.mammoclip.mammoclip.train.AdamWSettings;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.Selection;

/**
 * What decides a detector's training beside the {@link RunPlan}.
 *
 * @param side of the square that images are resized to, in pixels: a multiple of the backbone's total stride
 * @param augmentation of training images, null for none
 */
public record DetectorSettings(
        int side,
        BackboneTraining backbone,
        DetectorLoss loss,
        @Nullable Augmentation augmentation) {
    /** 512x512, everything learned, alpha 0.25 and gamma 2. */
    public static final DetectorSettings REFERENCE = new DetectorSettings(
            RetinaNet.SIDE, BackboneTraining.LEARNED, DetectorLoss.REFERENCE, Augmentation.DETECTION);

    /** The validation figure that selects: mean average precision at an overlap of a half, on images with the findings. */
    public static final String MAP = "map";

    /**
     * The published run but for its selection, which looked at the test images: 120 epochs in batches of 7, Adam at 5e-5 without
     * decay or schedule, gradients of norm 0.1 at most; the best epoch has the highest {@link #MAP} on validation images.
     */
    public static final RunPlan REFERENCE_PLAN = new RunPlan(
            120,
            0,
            7,
            0,
            0.1,
            0,
            10,
            new AdamWSettings(5e-5, 0.9, 0.999, 1e-8, 0),
            Schedule.CONSTANT,
            new Selection(MAP, Selection.Direction.HIGHER));
}

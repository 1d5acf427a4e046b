package org.mammoclip.mammoclip.train;

import org.mammoclip.mammoclip.loss.LossValue;
import org.mammoclip.mammoclip.loss.MultiViewLoss;

/** The loss of one batch and its parts, all finite. */
public record StepLoss(double total, double imageText, double textImage, double imageImage, double textText) {
    /** @throws org.mammoclip.mammoclip.loss.NonFiniteLossException naming the first part that is NaN or infinite */
    static StepLoss of(MultiViewLoss.Terms terms) {
        double total = terms.requireFinite();
        return new StepLoss(
                total,
                LossValue.finite("image-text", terms.imageText()),
                LossValue.finite("text-image", terms.textImage()),
                LossValue.finite("image-image", terms.imageImage()),
                LossValue.finite("text-text", terms.textText()));
    }
}

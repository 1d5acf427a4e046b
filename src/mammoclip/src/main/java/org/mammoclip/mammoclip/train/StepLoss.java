package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mammoclip.mammoclip.loss.LossValue;
import org.mammoclip.mammoclip.loss.MultiViewLoss;

/**
 * The loss of one batch, finite.
 *
 * @param total what was differentiated
 * @param parts of the multi-view loss, unweighted; the baseline has none
 */
record StepLoss(double total, Map<String, Double> parts) {
    /** @throws org.mammoclip.mammoclip.loss.NonFiniteLossException naming the first part that is NaN or infinite */
    static StepLoss of(MultiViewLoss.Terms terms) {
        double total = terms.requireFinite();
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("imageText", LossValue.finite("image-text", terms.imageText()));
        parts.put("textImage", LossValue.finite("text-image", terms.textImage()));
        parts.put("imageImage", LossValue.finite("image-image", terms.imageImage()));
        parts.put("textText", LossValue.finite("text-text", terms.textText()));
        return new StepLoss(total, parts);
    }

    /** @throws org.mammoclip.mammoclip.loss.NonFiniteLossException if it is NaN or infinite */
    static StepLoss of(NDArray total) {
        return new StepLoss(LossValue.finite("image-text", total), Map.of());
    }

    /** Total and parts, {@code loss} first. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", total);
        figures.putAll(parts);
        return figures;
    }
}

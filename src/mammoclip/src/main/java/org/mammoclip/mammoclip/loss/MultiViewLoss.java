package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;
import org.mammoclip.mammoclip.block.Recorded;

/**
 * The multi-view supervision loss of pre-training: two images and two texts of one breast, each pulled towards the others of its
 * breast and pushed from those of the other breasts in the batch.
 *
 * <pre>
 * image to text: mean of CE(I1,T1) CE(I2,T1) CE(I1,T2) CE(I2,T2), text to image likewise
 * total = (image to text + text to image) / 2 + imageWeight * image to image + textWeight * text to text
 * </pre>
 *
 * Samples made from labels (image-label data) use the same loss: their texts are synthetic reports. Identical normal reports of
 * different women are negatives of each other, as in the reference.
 *
 * @param imageWeight weight of the image to image term, at least 0
 * @param textWeight weight of the text to text term, at least 0
 * @param labelSmoothing in [0, 1); acts on the cross-modal terms only, and only while training
 */
public record MultiViewLoss(double imageWeight, double textWeight, double labelSmoothing) implements PretrainingLoss {
    /** The weights that the released models were trained with. */
    public static final MultiViewLoss REFERENCE = new MultiViewLoss(1.0, 0.5, 0);

    public MultiViewLoss {
        if (!(imageWeight >= 0)
                || !(textWeight >= 0)
                || Double.isInfinite(imageWeight)
                || Double.isInfinite(textWeight)) {
            throw new IllegalArgumentException(
                    "weights " + imageWeight + " and " + textWeight + " must be finite and at least 0");
        }
        requireSmoothing(labelSmoothing);
    }

    /**
     * The parts of the loss, one number each, in the manager of the first embedding.
     *
     * @param total what to differentiate
     */
    public record Terms(NDArray imageText, NDArray textImage, NDArray imageImage, NDArray textText, NDArray total) {
        /**
         * The total as a number.
         *
         * @throws NonFiniteLossException naming the first term that is NaN or infinite
         */
        public double requireFinite() {
            LossValue.finite("image-text", imageText);
            LossValue.finite("text-image", textImage);
            LossValue.finite("image-image", imageImage);
            LossValue.finite("text-text", textText);
            return LossValue.finite("total", total);
        }
    }

    /**
     * @param image first images, {@code (B, D)}, B at least 2, rows of length 1 (see {@link UnitRows})
     * @param view second images of the same breasts, same shape
     * @param text first texts, same shape
     * @param secondText second texts, same shape
     * @param scale exp(logit_scale), one number
     */
    public Terms of(NDArray image, NDArray view, NDArray text, NDArray secondText, NDArray scale, Phase phase) {
        PairedCrossEntropy entropy = PairedCrossEntropy.between(scale, image, view, text, secondText);
        double smoothing = phase == Phase.TRAINING ? labelSmoothing : 0;
        NDArray imageText = Recorded.div(
                entropy.of(image, text, smoothing)
                        .add(entropy.of(view, text, smoothing))
                        .add(entropy.of(image, secondText, smoothing))
                        .add(entropy.of(view, secondText, smoothing)),
                4);
        NDArray textImage = Recorded.div(
                entropy.of(text, image, smoothing)
                        .add(entropy.of(text, view, smoothing))
                        .add(entropy.of(secondText, image, smoothing))
                        .add(entropy.of(secondText, view, smoothing)),
                4);
        NDArray imageImage = Recorded.div(entropy.of(image, view, 0).add(entropy.of(view, image, 0)), 2);
        NDArray textText = Recorded.div(entropy.of(secondText, text, 0).add(entropy.of(text, secondText, 0)), 2);
        NDArray total = Recorded.div(imageText.add(textImage), 2)
                .add(Recorded.mul(imageImage, imageWeight))
                .add(Recorded.mul(textText, textWeight));
        return new Terms(imageText, textImage, imageImage, textText, total);
    }

    static void requireSmoothing(double labelSmoothing) {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException("label smoothing " + labelSmoothing + " must be in [0, 1)");
        }
    }
}

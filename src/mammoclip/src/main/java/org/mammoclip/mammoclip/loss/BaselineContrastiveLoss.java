package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;
import org.mammoclip.mammoclip.block.Recorded;

/**
 * The image-text loss of the comparison models, without views: {@code 0.75 CE(I,T) + 0.25 CE(T,I)}.
 *
 * @param labelSmoothing in [0, 1); acts only while training
 */
public record BaselineContrastiveLoss(double labelSmoothing) implements PretrainingLoss {
    /** As the comparison models were trained. */
    public static final BaselineContrastiveLoss REFERENCE = new BaselineContrastiveLoss(0);

    private static final double IMAGE_TEXT = 0.75;
    private static final double TEXT_IMAGE = 0.25;

    public BaselineContrastiveLoss {
        MultiViewLoss.requireSmoothing(labelSmoothing);
    }

    /**
     * @param image {@code (B, D)}, B at least 2, rows of length 1
     * @param text the texts of the same rows, same shape
     * @param scale exp(logit_scale), one number
     * @return one number
     */
    public NDArray of(NDArray image, NDArray text, NDArray scale, Phase phase) {
        PairedCrossEntropy entropy = PairedCrossEntropy.between(scale, image, text);
        double smoothing = phase == Phase.TRAINING ? labelSmoothing : 0;
        return Recorded.mul(entropy.of(image, text, smoothing), IMAGE_TEXT)
                .add(Recorded.mul(entropy.of(text, image, smoothing), TEXT_IMAGE));
    }
}

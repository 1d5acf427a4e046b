package org.mammoclip.mammoclip.data;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.augment.Raster;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.mammoclip.train.TrainingPair;

/**
 * From names of images and texts to what a pre-training step takes. Longer texts are cut as the model's tokenizer does it; a step
 * pads its batch to the longest.
 *
 * @param images where pixels come from
 * @param tokenizer of the model
 * @param augmentation of training images, each by itself; empty for none
 */
public record PairReader(TrainingImages images, TextTokenizer tokenizer, Optional<Augmentation> augmentation) {
    TrainingPair read(String source, String patient, Drawn drawn, Phase phase, RandomGenerator random)
            throws IOException {
        byte[] first = images.read(patient, drawn.firstImage());
        byte[] second =
                drawn.secondImage().equals(drawn.firstImage()) ? first : images.read(patient, drawn.secondImage());
        return new TrainingPair(
                source,
                augmented(first, phase, random),
                augmented(second, phase, random),
                tokenizer.encode(drawn.firstText()),
                tokenizer.encode(drawn.secondText()));
    }

    /** What a sample shows this time. */
    record Drawn(String firstImage, String secondImage, String firstText, String secondText) {}

    private byte[] augmented(byte[] grey, Phase phase, RandomGenerator random) {
        if (phase == Phase.EVALUATION || augmentation.isEmpty()) {
            return grey;
        }
        Raster raster = Raster.ofBytes(images.size(), grey);
        return augmentation.get().draw(images.size(), random).apply(raster).toBytes();
    }
}

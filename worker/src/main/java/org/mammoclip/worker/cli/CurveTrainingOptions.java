package org.mammoclip.worker.cli;

import java.util.Optional;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.learn.curve.CurveTraining;
import picocli.CommandLine.Option;

/** How the cells of a learning curve are fine-tuned. */
final class CurveTrainingOptions {
    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "500",
            description = "Steps of each training, the time it may take (default: ${DEFAULT-VALUE}).")
    int steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "Images of a step (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "1e-4",
            description = "From the pre-trained encoder (default: ${DEFAULT-VALUE}).")
    double learningRate;

    @Option(
            names = "--scratch-learning-rate",
            paramLabel = "R",
            defaultValue = "1e-3",
            description = "From random weights, which have further to go (default: ${DEFAULT-VALUE}).")
    double scratchLearningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "W",
            defaultValue = "1e-4",
            description = "Of both (default: ${DEFAULT-VALUE}).")
    double weightDecay;

    @Option(
            names = "--validation-images",
            paramLabel = "N",
            defaultValue = "400",
            description = "About how many choose the best epoch (default: ${DEFAULT-VALUE}).")
    int validationImages;

    @Option(names = "--no-augmentation", description = "Show images as they are, not turned, shifted and bent.")
    boolean noAugmentation;

    /** @throws IllegalArgumentException if a value is out of its range */
    CurveTraining toTraining() {
        return new CurveTraining(
                steps,
                batch,
                learningRate,
                scratchLearningRate,
                weightDecay,
                validationImages,
                noAugmentation ? Optional.empty() : Optional.of(Augmentation.SYMMETRIC));
    }
}

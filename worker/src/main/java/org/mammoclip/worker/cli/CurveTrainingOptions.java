package org.mammoclip.worker.cli;

import java.util.Optional;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.learn.curve.CurveTraining;
import picocli.CommandLine.ArgGroup;
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

    @Option(
            names = "--augmentation",
            paramLabel = "symmetric|flips|none",
            defaultValue = "symmetric",
            description =
                    "Changes to training images. symmetric: flips, affine map in random ranges, elastic map; flips:"
                            + " only those, which keep every pixel; or none (default: ${DEFAULT-VALUE}).")
    Changes augmentation = Changes.SYMMETRIC;

    @ArgGroup(exclusive = false, validate = false)
    RegularizationOptions regularization = new RegularizationOptions();

    /** The words of {@code --augmentation}. */
    enum Changes {
        SYMMETRIC,
        FLIPS,
        NONE
    }

    /** @throws IllegalArgumentException if a value is out of its range */
    CurveTraining toTraining(EfficientNetArchitecture architecture) {
        return new CurveTraining(
                steps,
                batch,
                learningRate,
                scratchLearningRate,
                weightDecay,
                validationImages,
                regularization.of(architecture),
                switch (augmentation) {
                    case SYMMETRIC -> Optional.of(Augmentation.SYMMETRIC);
                    case FLIPS -> Optional.of(Augmentation.FLIPS);
                    case NONE -> Optional.empty();
                });
    }
}

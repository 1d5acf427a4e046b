package org.mammoclip.worker.cli;

import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.train.Regularization;
import picocli.CommandLine.Option;

/** What a network that learns does besides computing: dropout, dropped branches, batch norms that follow the batch. */
final class RegularizationOptions {
    /** What makes a training pass differ from an evaluation pass. */
    enum Regularized {
        REFERENCE,
        BATCH_NORM,
        NONE;

        Regularization of(EfficientNetArchitecture architecture) {
            return switch (this) {
                case REFERENCE -> Regularization.reference(architecture);
                case BATCH_NORM -> new Regularization(true, false, 0, false);
                case NONE -> Regularization.NONE;
            };
        }
    }

    @Option(
            names = "--regularization",
            paramLabel = "reference|batch_norm|none",
            defaultValue = "reference",
            description = "Dropout, dropped branches and batch norms that learn; batch norms only; or none of it: norms"
                    + " stay as they are, for very small batches (default: ${DEFAULT-VALUE}).")
    Regularized regularization = Regularized.REFERENCE;

    @Option(
            names = "--image-dropout",
            paramLabel = "P",
            description = "Of the pooled image vector (default: 0.3 for B2, 0.4 for B5, 0.2 for smaller ones; 0 without"
                    + " --regularization reference).")
    @Nullable
    Double imageDropout;

    /** @throws IllegalArgumentException naming what is out of its range */
    Regularization of(EfficientNetArchitecture architecture) {
        Regularization chosen = regularization.of(architecture);
        return imageDropout == null
                ? chosen
                : new Regularization(
                        chosen.batchStatistics(), chosen.dropConnect(), imageDropout, chosen.textDropout());
    }
}

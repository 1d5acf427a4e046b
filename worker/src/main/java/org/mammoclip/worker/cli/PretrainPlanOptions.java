package org.mammoclip.worker.cli;

import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.loss.BaselineContrastiveLoss;
import org.mammoclip.mammoclip.loss.MultiViewLoss;
import org.mammoclip.mammoclip.loss.PretrainingLoss;
import org.mammoclip.mammoclip.train.PretrainingPlan;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How {@code pretrain} learns. Defaults are the published settings. */
final class PretrainPlanOptions extends TrainingOptions {
    /** What is minimised. */
    enum Loss {
        MULTI_VIEW,
        BASELINE
    }

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Passes over the training samples (default: ${DEFAULT-VALUE}).")
    int epochs;

    @Option(
            names = "--warmup-epochs",
            paramLabel = "N",
            description = "Epochs in which the learning rate rises; then it falls to 0 (default: 1, or 0 of 1).")
    @Nullable
    Integer warmupEpochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "Samples that are contrasted with each other, two images each (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description =
                    "Samples on the device at once. Fewer than --batch need less memory and one more forward pass;"
                            + " batch norms see so many (default: --batch).")
    @Nullable
    Integer microBatch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "5e-5",
            description = "Largest rate of AdamW (default: ${DEFAULT-VALUE}).")
    double learningRate;

    @Option(
            names = "--loss",
            paramLabel = "multi_view|baseline",
            defaultValue = "multi_view",
            description =
                    "Two views and two texts of a breast, or the comparison models' loss on one image and one text"
                            + " (best with --sentences one) (default: ${DEFAULT-VALUE}).")
    Loss loss = Loss.MULTI_VIEW;

    @Option(
            names = "--image-image-weight",
            paramLabel = "W",
            defaultValue = "1.0",
            description = "Of the pull between the two images (default: ${DEFAULT-VALUE}).")
    double imageImageWeight;

    @Option(
            names = "--text-text-weight",
            paramLabel = "W",
            defaultValue = "0.5",
            description = "Of the pull between the two texts (default: ${DEFAULT-VALUE}).")
    double textTextWeight;

    @Option(
            names = "--label-smoothing",
            paramLabel = "E",
            defaultValue = "0",
            description = "Of image against text while training, 0 to below 1 (default: ${DEFAULT-VALUE}).")
    double labelSmoothing;

    @ArgGroup(exclusive = false, validate = false)
    RegularizationOptions regularization = new RegularizationOptions();

    /** @throws IllegalArgumentException naming what is out of its range */
    PretrainingPlan toPlan(EfficientNetArchitecture architecture) {
        return new PretrainingPlan(
                epochs,
                warmupEpochs == null ? Math.min(1, epochs - 1) : warmupEpochs,
                batch,
                microBatch == null ? batch : microBatch,
                patience,
                clipNorm,
                saveEvery,
                seed,
                optimiser(learningRate),
                toLoss(),
                regularization.of(architecture));
    }

    private PretrainingLoss toLoss() {
        return loss == Loss.BASELINE
                ? new BaselineContrastiveLoss(labelSmoothing)
                : new MultiViewLoss(imageImageWeight, textTextWeight, labelSmoothing);
    }
}

package org.mammoclip.worker.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.detect.BackboneTraining;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.learn.detector.DetectorSettings;
import org.mammoclip.mammoclip.loss.DetectorLoss;
import org.mammoclip.mammoclip.train.RunPlan;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** How {@code detector} learns. Defaults are the published settings. */
final class DetectorPlanOptions extends TrainingOptions {
    /** Where they are not those of every training. */
    static final class Defaults implements IDefaultValueProvider {
        private static final Map<String, String> OWN = Map.of("--weight-decay", "0", "--clip-norm", "0.1");

        @Override
        public @Nullable String defaultValue(ArgSpec option) {
            return option instanceof OptionSpec named ? OWN.get(named.longestName()) : null;
        }
    }

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            description = "Side of the square that images are resized to, a multiple of the tower's total stride; time"
                    + " and memory grow with its square, small findings vanish in a small one (default: 512 for B2 and"
                    + " B5, 16 total strides for any tower).")
    @Nullable
    Integer side;

    @Option(
            names = "--backbone",
            paramLabel = "MODE",
            defaultValue = "learned",
            description = "What becomes of the image tower: learned; learned_fixed_norms, with batch norms as they are,"
                    + " for small batches; frozen, not changed by one bit; frozen_reference, with batch norms that go on"
                    + " moving, as published (default: ${DEFAULT-VALUE}).")
    BackboneTraining backbone = BackboneTraining.LEARNED;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            defaultValue = "0.25",
            description =
                    "Weight of positives in the focal loss; the paper's text has 0.6 (default: ${DEFAULT-VALUE}).")
    double alpha;

    @Option(
            names = "--gamma",
            paramLabel = "G",
            defaultValue = "2",
            description = "How strongly easy anchors are damped (default: ${DEFAULT-VALUE}).")
    double gamma;

    @Option(names = "--no-augmentation", description = "Show training images as they are.")
    boolean noAugmentation;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "120",
            description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
    int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "7",
            description = "Images of a step (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "5e-5",
            description = "Of Adam, the same all the time (default: ${DEFAULT-VALUE}).")
    double learningRate;

    /** @throws IllegalArgumentException naming what is out of its range */
    RunPlan toPlan() {
        RunPlan usual = DetectorSettings.REFERENCE_PLAN;
        return new RunPlan(
                epochs,
                0,
                batch,
                patience,
                clipNorm,
                saveEvery,
                seed,
                optimiser(learningRate),
                usual.schedule(),
                usual.selection());
    }

    /**
     * @param tower architecture of the image tower
     * @param normals whether images without the findings are learned from
     * @throws IllegalArgumentException naming what is out of its range
     */
    DetectorSettings toSettings(EfficientNetArchitecture tower, boolean normals) {
        return new DetectorSettings(
                side == null ? RetinaNet.usualSide(tower) : side,
                backbone,
                new DetectorLoss(alpha, gamma, normals ? DetectorLoss.Empty.NEGATIVE : DetectorLoss.Empty.NOTHING),
                noAugmentation ? null : Augmentation.DETECTION);
    }
}

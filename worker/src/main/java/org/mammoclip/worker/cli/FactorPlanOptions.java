package org.mammoclip.worker.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.learn.factor.MapperSettings;
import org.mammoclip.mammoclip.loss.AttributeLoss;
import org.mammoclip.mammoclip.train.RunPlan;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** How {@code factor} learns. Defaults are the published settings. */
final class FactorPlanOptions extends TrainingOptions {
    /** Where they are not those of every training. */
    static final class Defaults implements IDefaultValueProvider {
        private static final Map<String, String> OWN = Map.of("--weight-decay", "0.01", "--patience", "5");

        @Override
        public @Nullable String defaultValue(ArgSpec option) {
            return option instanceof OptionSpec named ? OWN.get(named.longestName()) : null;
        }
    }

    /** How training images are changed. */
    enum Changes {
        SYMMETRIC,
        AS_EXECUTED,
        NONE
    }

    @Option(
            names = "--others",
            paramLabel = "X",
            defaultValue = "0",
            description = "Images without any of the attributes to add for each with one, 0 as published; needed for a"
                    + " single attribute (default: ${DEFAULT-VALUE}).")
    double others;

    @Option(
            names = "--layout",
            paramLabel = "per_attribute|interleaved",
            defaultValue = "per_attribute",
            description =
                    "Which projection learns from which channel: its own attribute's, or mixed as the published code"
                            + " executes it. The findings file must name the same (default: ${DEFAULT-VALUE}).")
    HeadLayout layout = HeadLayout.PER_ATTRIBUTE;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.07",
            description = "Of the loss; the paper's text has 0.007 (default: ${DEFAULT-VALUE}).")
    double temperature;

    @Option(
            names = "--augmentation",
            paramLabel = "symmetric|as_executed|none",
            defaultValue = "symmetric",
            description =
                    "Random flips, affine and elastic maps of training images; in fixed amounts as the published code"
                            + " executes them; or none. With none every image goes through the encoder once, which on a processor"
                            + " is most of the time (default: ${DEFAULT-VALUE}).")
    Changes augmentation = Changes.SYMMETRIC;

    @Option(
            names = "--no-feature-file",
            description =
                    "Do not keep the feature maps of images that are not augmented in a file of the run folder while"
                            + " the run goes on. It takes 11 MB an image for B5, 8 MB for B2.")
    boolean noFeatureFile;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
    int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "Images that are contrasted with each other (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "1e-4",
            description = "Of AdamW, the same all the time; a small tower learns faster with 1e-3 (default:"
                    + " ${DEFAULT-VALUE}).")
    double learningRate;

    /** @throws IllegalArgumentException naming what is out of its range */
    RunPlan toPlan() {
        RunPlan usual = MapperSettings.REFERENCE_PLAN;
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

    /** @throws IllegalArgumentException naming what is out of its range */
    MapperSettings toSettings() {
        return new MapperSettings(layout, new AttributeLoss(temperature), toAugmentation());
    }

    private @Nullable Augmentation toAugmentation() {
        return switch (augmentation) {
            case SYMMETRIC -> Augmentation.SYMMETRIC;
            case AS_EXECUTED -> Augmentation.AS_EXECUTED;
            case NONE -> null;
        };
    }
}

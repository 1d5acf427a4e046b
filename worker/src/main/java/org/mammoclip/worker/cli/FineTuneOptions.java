package org.mammoclip.worker.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.finetune.FineTuningSettings;
import org.mammoclip.mammoclip.learn.probe.LinearProbe;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import org.mammoclip.mammoclip.train.Selection;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What {@code finetune} learns, from how many labels, and how it is measured. */
final class FineTuneOptions extends MeasuringOptions {
    private static final int EPOCHS = 30;
    private static final int EPOCHS_OF_CANCER = 20;

    /** By which figure the best epoch is chosen. */
    enum Select {
        RANKING,
        LOSS
    }

    @Option(
            names = "--finding",
            paramLabel = "NAME[,NAME]",
            split = ",",
            required = true,
            description = "What to learn, together if several: findings of VinDr's table (mass,"
                    + " suspicious_calcification, ...), density, or cancer of RSNA's table.")
    List<String> findings = new ArrayList<>();

    @Option(
            names = "--from-scratch",
            description = "Begin with random values instead of the encoder's, for comparison.")
    boolean fromScratch;

    @Option(
            names = "--fraction",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description = "Percent of the training images to learn from, chosen by --seed (default: ${DEFAULT-VALUE}).")
    double percent;

    @Option(
            names = "--augmentation",
            paramLabel = "symmetric|reference|flips|none",
            defaultValue = "symmetric",
            description =
                    "Changes to training images: flips, affine map in random ranges, elastic map; as the reference"
                            + " executes it; flips only; or none (default: ${DEFAULT-VALUE}).")
    LearningAugmentation augmentation = LearningAugmentation.SYMMETRIC;

    @ArgGroup(exclusive = false, validate = false)
    RegularizationOptions regularization = new RegularizationOptions();

    @Option(
            names = "--select",
            paramLabel = "ranking|loss",
            defaultValue = "ranking",
            description = "The best epoch has the highest AUROC on validation images (density: accuracy; several: their"
                    + " mean), or the lowest loss (default: ${DEFAULT-VALUE}).")
    Select select = Select.RANKING;

    /** Each question once, those with yes or no first. */
    List<Target> targets() {
        return findings.stream()
                .map(Target::named)
                .distinct()
                .sorted(Comparator.comparing(target -> !target.isBinary()))
                .toList();
    }

    /** As published for these questions. */
    static int epochs(List<Target> targets) {
        return targets.stream().allMatch(Target.Cancer.class::isInstance) ? EPOCHS_OF_CANCER : EPOCHS;
    }

    /** @throws IllegalArgumentException if it is out of its range */
    double fraction() {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("--fraction takes a percent above 0 and up to 100, not " + percent);
        }
        return percent / 100;
    }

    Selection selection(List<Target> targets) {
        return select == Select.LOSS ? Selection.LOWEST_LOSS : FineTuningSettings.selection(targets);
    }

    /**
     * @param piece images on the device at once
     * @throws IllegalArgumentException if a value is out of its range
     */
    FineTuningSettings settings(EfficientNetArchitecture architecture, int piece) {
        return new FineTuningSettings(targets(), piece, regularization.of(architecture), augmentation.toAugmentation());
    }

    /** @throws IllegalArgumentException if a value is out of its range */
    ProbeSettings measuring(long seed) {
        return measuring(LinearProbe.STRENGTHS, seed);
    }
}

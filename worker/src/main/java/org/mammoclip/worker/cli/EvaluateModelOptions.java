package org.mammoclip.worker.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.worker.config.ConfigException;
import org.mammoclip.worker.config.FindingsConfig;
import org.mammoclip.worker.evaluate.TableFormat;
import picocli.CommandLine.Option;

/** How {@code evaluate} scores images. */
final class EvaluateModelOptions {
    /** The reference's prompts for cancer. */
    private static final FindingSet RSNA = FindingSet.of(
            "default-rsna-1",
            List.of(FindingDefinition.ofPrompts("malignancy", "Malignancy", "no malignancy", "malignancy", 0.5)));

    @Option(names = "--images", paramLabel = "DIR", description = "Folder of the data set's images; they are scored.")
    @Nullable
    Path images;

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            defaultValue = "builtin:demo",
            description = "builtin:demo, or a path to a checkpoint (default: ${DEFAULT-VALUE}).")
    String checkpoint = "builtin:demo";

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "auto",
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    String device = "auto";

    @Option(
            names = "--findings",
            paramLabel = "FILE",
            description =
                    "What is asked of every image (deploy/findings.md). Default: the reference's prompts for mass and"
                            + " suspicious calcification, for RSNA those for malignancy.")
    @Nullable
    Path findings;

    @Option(
            names = "--cancer-finding",
            paramLabel = "KEY",
            description = "Finding that is compared with RSNA's cancer label (default: malignancy, cancer, or the only"
                    + " one).")
    @Nullable
    String cancerFinding;

    @Option(
            names = "--prepare-pictures",
            description = "Crop and resize pictures, too; never mix prepared and other ones.")
    boolean preparePictures;

    @Option(
            names = "--cache",
            paramLabel = "FILE",
            description = "Keep scores in this file, so that an interrupted evaluation goes on where it ended.")
    @Nullable
    Path cache;

    /** @throws IllegalArgumentException naming the allowed forms of a device */
    ModelOptions options(FindingSet asked) {
        return new ModelOptions(ComputeDevice.parse(device), asked);
    }

    FindingSet findings(TableFormat format) throws ConfigException {
        if (findings != null) {
            return FindingsConfig.load(findings).set();
        }
        return format == TableFormat.RSNA ? RSNA : FindingSet.builtIn(checkpoint);
    }
}

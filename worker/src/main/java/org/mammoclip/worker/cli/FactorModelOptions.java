package org.mammoclip.worker.cli;

import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.checkpoint.About;
import picocli.CommandLine.Option;

/** On which encoder {@code factor} learns, and what the mapper is called. */
final class FactorModelOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            defaultValue = "builtin:demo",
            description =
                    "The pre-training checkpoint that the mapper works beside: its image encoder and its text tower"
                            + " are used as they are; builtin:demo or a path (default: ${DEFAULT-VALUE}).")
    String checkpoint = "builtin:demo";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the mapper (default: the checkpoint's, and -mapper).")
    @Nullable
    String name;

    @Option(
            names = "--model-version",
            paramLabel = "V",
            defaultValue = "1",
            description = "Its version (default: ${DEFAULT-VALUE}).")
    String version = "1";

    @Option(
            names = "--statement",
            paramLabel = "TEXT",
            defaultValue = "attribute mapper trained on local data; research use only, not for diagnosis",
            description = "One sentence for people, stored with the model (default: ${DEFAULT-VALUE}).")
    String statement = "";

    @Option(
            names = "--synthetic",
            description = "Declare that the table holds no patient's images, but phantoms; stored with the model.")
    boolean synthetic;

    /**
     * What people must know of the mapper.
     *
     * @throws IllegalArgumentException if a text is no line
     */
    About about(About encoder) {
        return new About(
                name == null ? encoder.name() + "-mapper" : name,
                version,
                true,
                synthetic && (encoder.synthetic() || !encoder.trained()),
                statement,
                encoder.licence());
    }
}

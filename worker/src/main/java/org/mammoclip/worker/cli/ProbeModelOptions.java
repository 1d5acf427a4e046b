package org.mammoclip.worker.cli;

import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.checkpoint.About;
import picocli.CommandLine.Option;

/** On which encoder a probe learns, and what its own model is called. */
final class ProbeModelOptions {
    private static final int MAX_STATEMENT = 200;

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            defaultValue = "builtin:demo",
            description = "Whose image encoder: builtin:demo, or a path to a pre-training checkpoint (default:"
                    + " ${DEFAULT-VALUE}).")
    String checkpoint = "builtin:demo";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the model (default: the checkpoint's, and -probe).")
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
            description =
                    "One sentence for people, stored with the model (default: that these are linear heads, and the"
                            + " checkpoint's own).")
    @Nullable
    String statement;

    @Option(
            names = "--licence",
            paramLabel = "TEXT",
            description = "Of the heads with the encoder (default: the checkpoint's).")
    @Nullable
    String licence;

    /**
     * What people must know of the heads: untrained or synthetic if the encoder is.
     *
     * @throws IllegalArgumentException if a text is no line
     */
    About about(About encoder) {
        String usual = "linear heads, research only; encoder: " + encoder.statement();
        return new About(
                name == null ? encoder.name() + "-probe" : name,
                version,
                encoder.trained(),
                encoder.synthetic(),
                statement == null ? usual.substring(0, Math.min(usual.length(), MAX_STATEMENT)) : statement,
                licence == null ? encoder.licence() : licence);
    }
}

package org.mammoclip.worker.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mammoclip.worker.config.ConfigException;
import org.mammoclip.worker.config.WorkerConfig;
import picocli.CommandLine.Option;

/** The option {@code --config FILE}, the same for every command that needs one. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "Configuration file (YAML); MAMMOCLIP_* environment variables override its keys.")
    @Nullable
    Path file;

    WorkerConfig load() throws ConfigException {
        return load(System.getenv());
    }

    WorkerConfig load(Map<String, String> environment) throws ConfigException {
        if (file == null) {
            throw new IllegalStateException("picocli requires the option");
        }
        return WorkerConfig.load(file, environment);
    }
}

package org.mammoclip.worker.cli;

import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.TrainingDevice;
import picocli.CommandLine.Option;

/** Where a learning command computes. */
final class EngineOptions {
    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "auto",
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    String device = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the engine (default: one for each processor).")
    @Nullable
    Integer threads;

    /**
     * Sets the number of threads, too; therefore before the engine's first use.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    ComputeDevice toDevice() {
        if (threads != null) {
            TrainingDevice.limitThreads(threads);
        }
        return ComputeDevice.parse(device);
    }
}

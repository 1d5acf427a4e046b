package org.mammoclip.worker.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.Selection;
import picocli.CommandLine.Option;

/** How a training after pre-training goes, and where it leaves what it learned. What is not given is the command's own. */
final class LearningRunOptions extends TrainingOptions {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The run folder, created if need be. Called again with the same options, the training goes on"
                    + " from its last save.")
    Path out = Path.of("");

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training images (default: 30 for findings and density, 20 for cancer).")
    @Nullable
    Integer epochs;

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
            description = "Images of a step (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description = "Images on the device at once. Fewer than --batch need less memory; gradients add up, batch"
                    + " norms see so many (default: --batch).")
    @Nullable
    Integer microBatch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "5e-5",
            description = "Largest rate of AdamW (default: ${DEFAULT-VALUE}).")
    double learningRate;

    /**
     * @param usualEpochs of the command
     * @param images for training; a batch has no more than those
     * @throws IllegalArgumentException naming what is out of its range
     */
    RunPlan toPlan(int usualEpochs, int images, Schedule schedule, Selection selection) {
        int passes = Optional.ofNullable(epochs).orElse(usualEpochs);
        return new RunPlan(
                passes,
                Optional.ofNullable(warmupEpochs).orElse(passes > 1 ? 1 : 0),
                Math.min(batch, Math.max(1, images)),
                patience,
                clipNorm,
                saveEvery,
                seed,
                optimiser(learningRate),
                schedule,
                selection);
    }

    /** Images on the device at once. */
    int piece() {
        return Optional.ofNullable(microBatch).orElse(Math.max(1, batch));
    }
}

package org.mammoclip.worker.cli;

import org.mammoclip.mammoclip.train.AdamWSettings;
import picocli.CommandLine.Option;

/** What every training can be told, whatever it learns. A command may have other defaults: its provider of default values. */
abstract class TrainingOptions {
    @Option(
            names = "--weight-decay",
            order = 1,
            paramLabel = "D",
            defaultValue = "1e-4",
            description = "Of AdamW; 0 makes it Adam (default: ${DEFAULT-VALUE}).")
    double weightDecay;

    @Option(
            names = "--clip-norm",
            order = 2,
            paramLabel = "X",
            defaultValue = "0",
            description = "Largest norm of the gradients, 0 for no limit (default: ${DEFAULT-VALUE}).")
    double clipNorm;

    @Option(
            names = "--patience",
            order = 3,
            paramLabel = "N",
            defaultValue = "0",
            description = "Stop after so many epochs without a better validation figure, 0 for never (default:"
                    + " ${DEFAULT-VALUE}).")
    int patience;

    @Option(
            names = "--save-every",
            order = 4,
            paramLabel = "N",
            defaultValue = "0",
            description = "Save every N steps, too, not only at the end of each epoch; 0 for not (default:"
                    + " ${DEFAULT-VALUE}).")
    int saveEvery;

    @Option(
            names = "--seed",
            order = 5,
            paramLabel = "S",
            defaultValue = "10",
            description = "Of everything that is drawn: the order of samples, augmentation, new values (default:"
                    + " ${DEFAULT-VALUE}).")
    long seed;

    /** The usual optimiser with this rate and the decay that was asked for. */
    AdamWSettings optimiser(double learningRate) {
        AdamWSettings usual = AdamWSettings.REFERENCE;
        return new AdamWSettings(learningRate, usual.beta1(), usual.beta2(), usual.epsilon(), weightDecay);
    }
}

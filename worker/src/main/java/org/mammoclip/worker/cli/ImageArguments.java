package org.mammoclip.worker.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.ProbedModel;
import org.mammoclip.worker.score.ImageFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files of single images, and how they are prepared. */
final class ImageArguments {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "DICOM objects and pictures (PNG, JPEG) of mammograms; cropped and resized as the worker does it.")
    List<Path> files = new ArrayList<>();

    @Option(
            names = "--prepared",
            description = "The files are pictures that were cropped and resized elsewhere (8 bits, the model's size):"
                    + " their grey values go into the model as they are.")
    boolean prepared;

    /**
     * One file as the model takes it, or the reason why not.
     *
     * @throws CommandFailure if it cannot be read, or the model expects images prepared in a way that this version does not know
     */
    ImageFile read(Path file, ProbedModel model) throws CommandFailure {
        try {
            return prepared
                    ? ImageFile.ofPrepared(file, model.input())
                    : ImageFile.prepare(file, model.input(), model.preprocessingVersion());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage() + "; or prepare them yourself and use --prepared", e);
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no " + e.getFile(), e);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** How the files were prepared, for outputs. */
    String preprocessing(ProbedModel model) {
        return prepared ? "none (prepared elsewhere)" : model.preprocessingVersion();
    }
}

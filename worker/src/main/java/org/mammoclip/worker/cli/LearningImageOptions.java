package org.mammoclip.worker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.worker.learn.ImageSettings;
import org.mammoclip.worker.learn.PreparedImages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where learning finds its images, and which patients are for what. */
class LearningImageOptions {
    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;
    private static final double USUAL_SHARE = 0.2;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of the images: <patient>/<image>.png (.jpg, .dcm, or no extension), or by their name"
                    + " anywhere below it. DICOM objects are prepared as the worker does it. A command that reads several"
                    + " tables takes it once for all, or once for each table in their order.")
    List<Path> images = new ArrayList<>();

    @Option(
            names = "--prepare-pictures",
            description =
                    "Crop and resize pictures, too. Without it they must be of the model's size, or a whole number"
                            + " of times larger.")
    boolean preparePictures;

    @Option(
            names = "--image-cache",
            paramLabel = "DIR",
            description = "Keep prepared images in this folder, so that each is decoded and cropped once. It holds"
                    + " patients' images: protect it as you protect those.")
    @Nullable
    Path imageCache;

    @Option(
            names = "--image-cache-gib",
            paramLabel = "N",
            defaultValue = "50",
            description = "Most that folder may hold, in GiB (default: ${DEFAULT-VALUE}).")
    long imageCacheGib;

    @Option(
            names = "--hold-mib",
            paramLabel = "N",
            description = "Pixels that stay in memory, in MiB (default: half of the Java heap; give more heap with"
                    + " MAMMOCLIP_JAVA_OPTS=-Xmx8g).")
    @Nullable
    Long holdMib;

    @Option(
            names = "--validation-fold",
            paramLabel = "N",
            description = "Patients of this value of the column 'fold' validate.")
    @Nullable
    Integer validationFold;

    @Option(
            names = "--test-fold",
            paramLabel = "N",
            description = "Patients of this fold are kept for a test, beside those whose 'split' is test. Needs"
                    + " --validation-fold.")
    @Nullable
    Integer testFold;

    @Option(
            names = "--validation-share",
            paramLabel = "P",
            description = "Without --validation-fold, and if the column 'split' names no validation rows, this share of"
                    + " the patients validates, chosen by --split-seed (default: 0.2).")
    @Nullable
    Double validationShare;

    @Option(
            names = "--split-seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Another seed chooses other validation patients (default: ${DEFAULT-VALUE}).")
    long splitSeed;

    @Option(names = "--skip-bad-rows", description = "Leave bad rows out, counted, instead of failing.")
    boolean skipBadRows;

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    /** @throws IllegalArgumentException if options contradict each other or are out of their range */
    SplitRule splitRule() {
        if (validationFold == null) {
            if (testFold != null) {
                throw new IllegalArgumentException("--test-fold needs --validation-fold");
            }
            return new SplitRule.Share(validationShare == null ? USUAL_SHARE : validationShare, splitSeed);
        }
        if (validationShare != null) {
            throw new IllegalArgumentException("--validation-fold and --validation-share: one of the two");
        }
        return new SplitRule.Folds(validationFold, testFold == null ? OptionalInt.empty() : OptionalInt.of(testFold));
    }

    /**
     * The images of the one table of most commands.
     *
     * @param size rows and columns that the model takes
     * @throws IOException if a folder cannot be read or made
     */
    PreparedImages openImages(RasterSize size) throws IOException {
        return PreparedImages.open(folders(1).get(0), size, settings());
    }

    /** @throws IllegalArgumentException unless there is one folder, or one for each table */
    List<Path> folders(int tables) {
        if (images.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "where are the images? --images DIR");
        }
        if (images.size() == tables) {
            return images;
        }
        if (images.size() == 1) {
            return Collections.nCopies(tables, images.get(0));
        }
        throw new IllegalArgumentException(
                "--images was given " + images.size() + " times for " + tables + " table(s); once, or once for each");
    }

    /**
     * How images are read and kept.
     *
     * @throws IllegalArgumentException if a size is more than can be counted
     */
    ImageSettings settings() {
        return new ImageSettings(
                preparePictures,
                Optional.ofNullable(imageCache),
                bytes("--image-cache-gib", imageCacheGib, GIBIBYTE),
                holdMib == null ? Runtime.getRuntime().maxMemory() / 2 : bytes("--hold-mib", holdMib, MEBIBYTE));
    }

    private static long bytes(String option, long number, long unit) {
        if (number < 0 || number > Long.MAX_VALUE / unit) {
            throw new IllegalArgumentException(option + " is 0 to " + Long.MAX_VALUE / unit + ", not " + number);
        }
        return number * unit;
    }
}

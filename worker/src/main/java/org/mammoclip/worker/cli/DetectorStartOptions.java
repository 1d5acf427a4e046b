package org.mammoclip.worker.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.NamedModel;
import org.mammoclip.mammoclip.card.LearningOrigin;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription.Preparation;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.learn.detector.DetectorBackbone;
import picocli.CommandLine.Option;

/** What {@code detector} starts from, and what the detector is called. */
final class DetectorStartOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            defaultValue = "builtin:demo",
            description =
                    "The pre-training checkpoint that the detector will work beside: its image tower is the start,"
                            + " and images are prepared for it; builtin:demo or a path (default: ${DEFAULT-VALUE}).")
    String checkpoint = "builtin:demo";

    @Option(
            names = "--image-tower",
            paramLabel = "FILE",
            description = "Start from the image tower of this classifier, checkpoint or detector instead.")
    @Nullable
    Path imageTower;

    @Option(
            names = "--untrained-tower",
            description = "Start from a tower that has learned nothing, to see what pre-training is worth.")
    boolean untrainedTower;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the detector (default: detector and its findings).")
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
            defaultValue = "detector trained on local data; research use only, not for diagnosis",
            description = "One sentence for people, stored with the model (default: ${DEFAULT-VALUE}).")
    String statement = "";

    @Option(
            names = "--synthetic",
            description = "Declare that the table holds no patient's images, but phantoms; stored with the model.")
    boolean synthetic;

    /**
     * Where training starts; closed after it.
     *
     * @param preparation of the images
     * @param about of the detector
     */
    record Start(
            DetectorBackbone backbone,
            Preparation preparation,
            About about,
            List<LearningOrigin.Model> models,
            List<Closeable> files)
            implements Closeable {
        Start {
            models = List.copyOf(models);
            files = List.copyOf(files);
        }

        @Override
        public void close() throws IOException {
            for (Closeable file : files) {
                file.close();
            }
        }
    }

    /**
     * @param findings of the detector
     * @param seed of an untrained tower
     * @throws IllegalArgumentException if options contradict each other
     * @throws IOException if a model cannot be opened
     */
    Start open(List<String> findings, long seed) throws IOException {
        if (imageTower != null && untrainedTower) {
            throw new IllegalArgumentException("--image-tower and --untrained-tower: one of the two");
        }
        List<Closeable> files = new ArrayList<>();
        List<LearningOrigin.Model> models = new ArrayList<>();
        Checkpoint clip = NamedModel.checkpoint(checkpoint);
        files.add(clip::close);
        models.add(
                new LearningOrigin.Model("checkpoint", named(clip.description().about()), clip.sha256()));
        try {
            DetectorBackbone backbone = DetectorBackbone.of(clip);
            About tower = clip.description().about();
            if (imageTower != null) {
                ModelFile file = NamedModel.file(imageTower);
                files.add(file::close);
                tower = file.description().about();
                models.add(new LearningOrigin.Model("image tower", named(tower), file.sha256()));
                backbone = DetectorBackbone.of(file);
            } else if (untrainedTower) {
                backbone = DetectorBackbone.untrained(clip.description().image(), seed);
            }
            boolean clean = untrainedTower || !tower.trained() || tower.synthetic();
            About about = new About(
                    name == null ? "detector " + String.join(", ", findings).toLowerCase(Locale.ROOT) : name,
                    version,
                    true,
                    synthetic && clean,
                    statement,
                    tower.licence());
            return new Start(backbone, clip.description().preparation(), about, models, files);
        } catch (IOException | RuntimeException e) {
            for (Closeable file : files) {
                file.close();
            }
            throw e;
        }
    }

    private static String named(About about) {
        return about.name() + " " + about.version();
    }
}

package org.mammoclip.worker.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.NamedModel;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.card.LearningOrigin;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ClipFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.checkpoint.NewModel;
import org.mammoclip.mammoclip.text.Vocabulary;
import org.mammoclip.mammoclip.train.ImageTowerOf;
import org.mammoclip.mammoclip.train.InitialValues;
import picocli.CommandLine.Option;

/** The model that {@code pretrain} or {@code finetune} starts from, and what the trained one is called. */
final class PretrainStartOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            description = "Go on from a model: builtin:demo, or a path to a pre-training checkpoint.")
    @Nullable
    String checkpoint;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Or begin a new one of this description, a JSON file (see below).")
    @Nullable
    Path model;

    @Option(names = "--vocabulary", paramLabel = "FILE", description = "Words of a new model, one piece a line.")
    @Nullable
    Path vocabulary;

    @Option(
            names = "--image-tower",
            paramLabel = "FILE",
            description = "Take the image tower from this classifier or pre-training checkpoint, everything else as"
                    + " above.")
    @Nullable
    Path imageTower;

    @Option(
            names = "--raster",
            paramLabel = "ROWSxCOLUMNS",
            description = "Train on images of this size instead of the start's; the trained model takes that.")
    @Nullable
    String raster;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the trained model (default: of the start).")
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
                    "One sentence for people, stored with the model (default: that it was trained on local data for"
                            + " research use only, not for diagnosis).")
    @Nullable
    String statement;

    @Option(
            names = "--synthetic",
            description = "Declare that the tables hold no patient's images, but phantoms; stored with the model.")
    boolean synthetic;

    /** A model to start from; closed after the training. */
    record Start(
            ModelDescription description,
            Vocabulary vocabulary,
            ParameterSource values,
            List<LearningOrigin.Model> models,
            List<Closeable> files)
            implements Closeable {
        @Override
        public void close() throws IOException {
            for (Closeable file : files) {
                file.close();
            }
        }
    }

    /**
     * @param seed of a new model's parameters
     * @param usualStatement if none is given
     * @throws IllegalArgumentException if options contradict each other
     * @throws IOException if a model cannot be opened
     */
    Start open(long seed, String usualStatement) throws IOException {
        if ((checkpoint == null) == (model == null)) {
            throw new IllegalArgumentException("what to start from? --checkpoint C, or --model FILE --vocabulary FILE");
        }
        if ((model == null) != (vocabulary == null)) {
            throw new IllegalArgumentException("--model and --vocabulary belong together");
        }
        return imageTower == null ? rest(seed, usualStatement) : withTower(rest(seed, usualStatement), imageTower);
    }

    private Start rest(long seed, String usualStatement) throws IOException {
        if (model != null && vocabulary != null) {
            NewModel fresh = NewModel.read(model, vocabulary);
            return new Start(
                    described(fresh.description(), true, usualStatement),
                    fresh.vocabulary(),
                    InitialValues.of(seed, fresh.description().parameters()),
                    List.of(),
                    List.of());
        }
        Checkpoint start = NamedModel.checkpoint(String.valueOf(checkpoint));
        ModelDescription description = start.description();
        return new Start(
                described(description, !description.trained() || description.synthetic(), usualStatement),
                start.vocabulary(),
                start.parameters(),
                List.of(new LearningOrigin.Model("start", named(description.about()), start.sha256())),
                List.of(start::close));
    }

    private Start withTower(Start rest, Path path) throws IOException {
        ModelFile file = NamedModel.file(path);
        Optional<String> image = file instanceof ClipFile clip
                ? Optional.of(clip.description().image())
                : file instanceof ClassifierFile classifier
                        ? Optional.of(classifier.description().image())
                        : Optional.empty();
        if (image.isEmpty() || !image.get().equals(rest.description().image())) {
            file.close();
            rest.close();
            throw new IllegalArgumentException("--image-tower " + path.getFileName() + " is a "
                    + file.kind().label() + (image.isPresent() ? " with " + image.get() : "")
                    + "; a classifier or pre-training checkpoint with "
                    + rest.description().image() + " is needed");
        }
        List<LearningOrigin.Model> models = new ArrayList<>(rest.models());
        models.add(
                new LearningOrigin.Model("image tower", named(file.description().about()), file.sha256()));
        List<Closeable> files = new ArrayList<>(rest.files());
        files.add(file::close);
        About about = rest.description().about();
        boolean clean = about.synthetic() && file.description().about().synthetic();
        return new Start(
                rest.description()
                        .with(new About(
                                about.name(), about.version(), true, clean, about.statement(), about.licence())),
                rest.vocabulary(),
                new ImageTowerOf(file.parameters(), rest.values()),
                models,
                files);
    }

    private static String named(About about) {
        return about.name() + " " + about.version();
    }

    /** @param clean whether no patient's image is in the parameters so far */
    private ModelDescription described(ModelDescription description, boolean clean, String usualStatement) {
        return resized(description)
                .with(new About(
                        name == null ? description.name() : name,
                        version,
                        true,
                        synthetic && clean,
                        statement == null ? usualStatement : statement,
                        description.licence()));
    }

    private ModelDescription resized(ModelDescription description) {
        String wanted = raster;
        if (wanted == null) {
            return description;
        }
        if (!wanted.matches("\\d{1,5}x\\d{1,5}")) {
            throw new IllegalArgumentException("--raster " + wanted + ": ROWSxCOLUMNS, such as 1520x912");
        }
        String[] sides = wanted.split("x", -1);
        ModelDescription.Preparation before = description.preparation();
        return new ModelDescription(
                description.name(),
                description.version(),
                description.trained(),
                description.synthetic(),
                description.statement(),
                description.licence(),
                description.image(),
                new ModelDescription.Preparation(
                        before.version(),
                        Integer.parseInt(sides[0]),
                        Integer.parseInt(sides[1]),
                        before.reduction(),
                        before.mean(),
                        before.deviation()),
                description.text(),
                description.embedding());
    }
}

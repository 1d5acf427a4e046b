package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * Any model this version reads, opened and checked: exactly the parameters of its architecture are there, in their shapes. What
 * is known to be of no use (optimizer, counters of batch norms, BERT's pooler) is passed over.
 *
 * <p>One thread at a time. Values are read from the file when they are asked for; close after the last read.
 */
public abstract sealed class ModelFile implements AutoCloseable
        permits ClipFile, ClassifierFile, DetectorFile, MapperFile {
    private final LoadedModel model;

    ModelFile(LoadedModel model) {
        this.model = model;
    }

    /**
     * Opens a folder in our own format, or a PyTorch save file ({@code .tar}, {@code .pth}, {@code .pt}) as the authors released
     * them. A CLIP checkpoint needs its vocabulary beside it, as {@code <file>.vocab.txt} or {@code vocab.txt}; a mapper may have its
     * attribute embeddings there, as {@code <file>.attributes.pth}.
     *
     * @throws CheckpointFormatException if it is nothing of that, or damaged; the message says what is accepted
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming all parameters that are missing, unexpected or of
     *     another shape
     * @throws IOException if a file cannot be read
     */
    public static ModelFile open(Path path) throws IOException {
        return of(load(path));
    }

    /**
     * Writes a model in our own format into a folder, which is created if need be; files of these names are replaced.
     *
     * @param vocabulary of the kind with a text tower, and of no other
     * @param parameters values for {@link Description#parameters()}
     */
    public static void write(
            Path folder, Description description, Optional<Vocabulary> vocabulary, ParameterSource parameters)
            throws IOException {
        ModelFolder.write(folder, description, vocabulary.orElse(null), parameters, () -> null, new TreeMap<>());
    }

    private static LoadedModel load(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return ModelFolder.open(path);
        }
        if (!Files.exists(path)) {
            throw new CheckpointFormatException(path.getFileName() + " does not exist; accepted are a folder with "
                    + ModelFolder.DESCRIPTION_FILE + ", " + ModelFolder.PARAMETERS_FILE + " and "
                    + ModelFolder.VOCABULARY_FILE + ", and PyTorch save files such as .tar and .pth");
        }
        TorchModel model = TorchModel.open(path);
        try {
            return model.load(CompanionFiles.BESIDE);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static ModelFile of(LoadedModel model) {
        return switch (model.description().kind()) {
            case CLIP -> new ClipFile(model);
            case CLASSIFIER -> new ClassifierFile(model);
            case DETECTOR -> new DetectorFile(model);
            case MAPPER -> new MapperFile(model);
        };
    }

    public final ModelKind kind() {
        return description().kind();
    }

    public abstract Description description();

    /** Values for {@link Description#parameters()}. */
    public final ParameterSource parameters() {
        return model.parameters();
    }

    /** SHA-256 over description, parameters and, if there is one, vocabulary: 64 lower-case hexadecimal digits. */
    public final String sha256() {
        return model.sha256();
    }

    /** Where the parameters came from; absent for a model that was not imported. */
    public final Optional<Provenance> provenance() {
        return Optional.ofNullable(model.provenance());
    }

    /** Operating points chosen when the model was made, by finding, 0 to 1; may be empty. */
    public final SortedMap<String, Double> thresholds() {
        return model.thresholds();
    }

    @Override
    public final void close() throws IOException {
        model.parameters().close();
    }
}

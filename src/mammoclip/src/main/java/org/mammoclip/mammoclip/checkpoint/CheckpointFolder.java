package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * A CLIP checkpoint in our own format: a folder with {@code model.json} (what it is, and the SHA-256 of the other two), {@code
 * model.safetensors} (float32 parameters under the reference's names) and {@code vocab.txt} (one piece per line).
 */
public final class CheckpointFolder implements Checkpoint {
    private final ModelDescription description;
    private final Vocabulary vocabulary;
    private final ParameterFile parameters;
    private final String sha256;

    CheckpointFolder(ModelDescription description, Vocabulary vocabulary, ParameterFile parameters, String sha256) {
        this.description = description;
        this.vocabulary = vocabulary;
        this.parameters = parameters;
        this.sha256 = sha256;
    }

    /**
     * @throws CheckpointFormatException if the path is no such folder or a file is damaged
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException if parameters do not fit the description
     * @throws IOException if a file cannot be read
     */
    public static CheckpointFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointFormatException(
                    folder.getFileName() + (Files.exists(folder) ? " is not a folder" : " does not exist"));
        }
        LoadedModel model = ModelFolder.open(folder);
        if (model.description() instanceof ModelDescription description) {
            return new CheckpointFolder(
                    description, Objects.requireNonNull(model.vocabulary()), model.parameters(), model.sha256());
        }
        model.parameters().close();
        throw new CheckpointFormatException(
                folder.getFileName() + " holds a " + model.description().kind().label() + " and no text tower");
    }

    /**
     * A checkpoint whose three files are in memory.
     *
     * @throws CheckpointFormatException if one of them is damaged
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException if parameters do not fit the description
     */
    public static CheckpointFolder of(byte[] json, byte[] vocabulary, byte[] parameters) throws IOException {
        LoadedModel model = ModelFolder.of(json, vocabulary, parameters);
        return new CheckpointFolder(
                (ModelDescription) model.description(),
                Objects.requireNonNull(model.vocabulary()),
                model.parameters(),
                model.sha256());
    }

    /** Writes a checkpoint into a folder, which is created if need be; files of these names are replaced. */
    public static void write(
            Path folder, ModelDescription description, Vocabulary vocabulary, ParameterSource parameters)
            throws IOException {
        ModelFolder.write(folder, description, vocabulary, parameters, () -> null, new TreeMap<>());
    }

    /** The digest that {@link #open} would give for what {@link #write} would write, without writing. */
    public static String sha256(ModelDescription description, Vocabulary vocabulary, ParameterSource parameters) {
        return ModelFolder.sha256(description, vocabulary, parameters);
    }

    @Override
    public ModelDescription description() {
        return description;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public ParameterSource parameters() {
        return parameters;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public void close() throws IOException {
        parameters.close();
    }
}

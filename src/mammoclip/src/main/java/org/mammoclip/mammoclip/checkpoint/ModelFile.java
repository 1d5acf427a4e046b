package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.mammoclip.mammoclip.block.ParameterSource;

/**
 * Any model this version reads, opened and checked: exactly the parameters of its architecture are there, in their shapes. What
 * is known to be of no use (optimizer, counters of batch norms, BERT's pooler) is passed over.
 *
 * <p>One thread at a time. Values are read from the file when they are asked for; close after the last read.
 */
public sealed interface ModelFile extends AutoCloseable permits ClipFile, ClassifierFile, DetectorFile, MapperFile {
    /**
     * Opens a folder in our own format.
     *
     * @throws CheckpointFormatException if it is nothing of that, or damaged; the message says what is accepted
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming all parameters that are missing, unexpected or of
     *     another shape
     * @throws IOException if a file cannot be read
     */
    static ModelFile open(Path path) throws IOException {
        LoadedModel model = ModelFolder.open(path);
        return switch (model.description().kind()) {
            case CLIP -> new ClipFile(model);
            case CLASSIFIER -> new ClassifierFile(model);
            case DETECTOR -> new DetectorFile(model);
            case MAPPER -> new MapperFile(model);
        };
    }

    default ModelKind kind() {
        return description().kind();
    }

    Description description();

    /** Values for {@link Description#parameters()}. */
    ParameterSource parameters();

    /** SHA-256 over description, parameters and, if there is one, vocabulary: 64 lower-case hexadecimal digits. */
    String sha256();

    /** Where the parameters came from; absent for a model that was not imported. */
    Optional<Provenance> provenance();

    /** Operating points chosen when the model was made, by finding, 0 to 1; may be empty. */
    SortedMap<String, Double> thresholds();

    @Override
    void close() throws IOException;
}

package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mammoclip.mammoclip.block.RandomParameters;

/** Small model files of every kind, drawn from a seed, for the demonstration checkpoint. The same seed gives the same encoder. */
public final class ToyModels {
    private static final About ABOUT = new About("toy", "1", false, true, "toy model drawn from a seed", "Apache-2.0");
    private static final String IMAGE = "efficientnet-demo";
    private static final String PREPROCESSING = "mammo-clip-minmax-1";

    /** As the importer names it for detectors. */
    private static final String SQUARED = "mammo-clip-minmax-512-1";

    private static final int CELLS = 47 * 28;
    private static final int EMBEDDING = 128;

    private ToyModels() {}

    /** @param bias of every output; the other parameters depend on the seed only */
    public static Path classifier(Path folder, long seed, int outputs, float bias) throws IOException {
        return write(
                folder,
                seed,
                new ClassifierDescription(ABOUT, PREPROCESSING, IMAGE, outputs),
                Map.of("classifier.classification_head.bias", bias));
    }

    /** A classifier for images prepared in another way. */
    public static Path voiClassifier(Path folder) throws IOException {
        return write(folder, 1, new ClassifierDescription(ABOUT, "mammo-clip-voi-1", IMAGE, 1), Map.of());
    }

    public static Path detector(Path folder, long seed, int classes) throws IOException {
        return write(folder, seed, new DetectorDescription(ABOUT, SQUARED, IMAGE, classes), Map.of());
    }

    /** A detector for images prepared in another way. */
    public static Path voiDetector(Path folder) throws IOException {
        return write(folder, 1, new DetectorDescription(ABOUT, "mammo-clip-voi-512-1", IMAGE, 1), Map.of());
    }

    /** @param attributes their names */
    public static Path mapper(Path folder, long seed, List<String> attributes) throws IOException {
        return write(
                folder,
                seed,
                new MapperDescription(ABOUT, PREPROCESSING, attributes.size(), CELLS, EMBEDDING, attributes),
                Map.of());
    }

    private static Path write(Path folder, long seed, Description description, Map<String, Float> constants)
            throws IOException {
        RandomParameters parameters = new RandomParameters(seed, description.parameters(), constants);
        ModelFolder.write(folder, description, null, parameters, () -> null, new TreeMap<>());
        return folder;
    }
}

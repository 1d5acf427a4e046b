package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.DetectorFile;
import org.mammoclip.mammoclip.checkpoint.MapperFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.classify.ClassifierHead;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/**
 * The model files that a finding set names: each is opened once, and encoders with the same parameters are loaded once. Lives while
 * a model is opened.
 */
final class PartFiles {
    private final NDManager manager;
    private final Checkpoint checkpoint;
    private final ClipTower clip;
    private final TowerInput input;
    private final Precision precision;
    private final Map<Path, Classifier> classifiers = new HashMap<>();
    private final Map<Path, Detector> detectors = new HashMap<>();
    private final Map<MapperKey, FactorMapper> mappers = new LinkedHashMap<>();
    private final Map<String, ImageTower> towers = new HashMap<>();
    private final List<ModelPart> parts = new ArrayList<>();

    PartFiles(NDManager manager, Checkpoint checkpoint, ClipTower clip, TowerInput input, Precision precision) {
        this.manager = manager;
        this.checkpoint = checkpoint;
        this.clip = clip;
        this.input = input;
        this.precision = precision;
    }

    /** A classifier and the weights of its layer, row by row. */
    record Classifier(ImageTower tower, ClassifierHead head, int outputs, float[] weights) {
        /** One weight per channel. */
        float[] weights(int output) {
            return Arrays.copyOfRange(weights, output * tower.channels(), (output + 1) * tower.channels());
        }
    }

    /** A detector and the number of its classes. */
    record Detector(DetectorPart part, int classes) {}

    /** The same file may be read in either layout. */
    private record MapperKey(Path path, HeadLayout layout) {}

    /** Opened so far, in that order. */
    List<ModelPart> parts() {
        return List.copyOf(parts);
    }

    /** Mappers opened so far. */
    List<FactorMapper> mappers() {
        return List.copyOf(mappers.values());
    }

    Classifier classifier(Path path) throws IOException {
        Classifier known = classifiers.get(path);
        if (known != null) {
            return known;
        }
        try (ModelFile file = open(path)) {
            if (!(file instanceof ClassifierFile classifier)) {
                throw wrongKind(path, file, "classifier");
            }
            requirePreparation(path, classifier.description().preprocessing());
            EfficientNetArchitecture architecture = classifier.architecture();
            int channels = architecture.headChannels();
            int outputs = classifier.outputs();
            ClassifierHead head = ClassifierHead.load(manager, classifier.parameters(), channels, outputs);
            ParameterSpec layer = ClassifierHead.parameters(channels, outputs).get(0);
            float[] weights;
            try (NDArray rows = classifier.parameters().read(manager, layer.name(), layer.shape())) {
                weights = rows.toFloatArray();
            }
            Classifier loaded = new Classifier(tower(architecture, classifier.parameters()), head, outputs, weights);
            classifiers.put(path, loaded);
            parts.add(part(file));
            return loaded;
        }
    }

    /** @param leastScore of a box that is shown */
    Detector detector(Path path, double leastScore) throws IOException {
        Detector known = detectors.get(path);
        if (known != null) {
            return known;
        }
        try (ModelFile file = open(path)) {
            if (!(file instanceof DetectorFile detector)) {
                throw wrongKind(path, file, "detector");
            }
            requirePreparation(path, unsquared(detector.description().preprocessing(), detector.side()));
            RetinaNet network =
                    RetinaNet.load(manager, detector.architecture(), detector.classes(), detector.parameters());
            Detector loaded = new Detector(
                    new DetectorPart(network, input.normalization(), detector.side(), leastScore), detector.classes());
            detectors.put(path, loaded);
            parts.add(part(file));
            return loaded;
        }
    }

    FactorMapper mapper(Path path, HeadLayout layout) throws IOException {
        MapperKey key = new MapperKey(path, layout);
        FactorMapper known = mappers.get(key);
        if (known != null) {
            return known;
        }
        try (ModelFile file = open(path)) {
            if (!(file instanceof MapperFile mapper)) {
                throw wrongKind(path, file, "mapper");
            }
            requirePreparation(path, mapper.description().preprocessing());
            int cells = clip.tower().grid().area();
            int embedding = checkpoint.description().embedding();
            if (mapper.cells() != cells || mapper.embedding() != embedding) {
                throw new CheckpointFormatException(path + " maps " + mapper.cells() + " cells to " + mapper.embedding()
                        + " dimensions, the checkpoint has " + cells + " and " + embedding);
            }
            AttributeMapper network =
                    AttributeMapper.load(manager, mapper.parameters(), mapper.attributes(), cells, embedding, layout);
            FactorMapper loaded = new FactorMapper(
                    path, network, clip.tower(), mapper.attributeNames(), mapper.attributeEmbeddings());
            mappers.put(key, loaded);
            if (!parts.contains(part(file))) {
                parts.add(part(file));
            }
            return loaded;
        }
    }

    private static ModelFile open(Path path) throws IOException {
        try {
            return ModelFile.open(path);
        } catch (CheckpointFormatException | CheckpointMismatchException e) {
            throw new CheckpointFormatException(path + ": " + e.getMessage(), e);
        }
    }

    private static CheckpointFormatException wrongKind(Path path, ModelFile file, String wanted) {
        return new CheckpointFormatException(path + " holds a " + file.kind().label() + ", asked for is a " + wanted);
    }

    private static ModelPart part(ModelFile file) {
        About about = file.description().about();
        return new ModelPart(
                file.kind().label(),
                about.name(),
                about.version(),
                file.sha256(),
                about.trained(),
                about.synthetic(),
                about.statement());
    }

    /**
     * A detector takes the same prepared image, made square; its files name the side, as in {@code -512}, before the last number, or leave it
     * out.
     */
    private static String unsquared(String version, int side) {
        return version.replaceFirst("-" + side + "(-\\d+)$", "$1");
    }

    private void requirePreparation(Path path, String version) throws CheckpointFormatException {
        String expected = checkpoint.description().preparation().version();
        if (!version.equals(expected)) {
            throw new CheckpointFormatException(path + " expects images prepared as '" + version
                    + "', the checkpoint expects '" + expected + "'; they cannot be mixed");
        }
    }

    /** The tower with these parameters, loaded if none before has the same. */
    private ImageTower tower(EfficientNetArchitecture architecture, ParameterSource parameters) {
        if (towers.isEmpty()) {
            towers.put(digest(checkpoint.description().toImageArchitecture(), checkpoint.parameters()), clip.tower());
        }
        return towers.computeIfAbsent(
                digest(architecture, parameters),
                unknown -> ImageTower.load(manager, architecture, parameters, input, precision));
    }

    private String digest(EfficientNetArchitecture architecture, ParameterSource parameters) {
        Sha256Digest digest = new Sha256Digest().update(architecture.name());
        for (ParameterSpec spec : architecture.parameters()) {
            String name = ModelDescription.IMAGE_PREFIX + spec.name();
            try (NDArray values = parameters.read(manager, name, spec.shape())) {
                ByteBuffer bytes = values.toByteBuffer();
                digest.update(bytes);
            }
        }
        return digest.hex();
    }

    /** All towers of the model. */
    List<ImageTower> towers() {
        List<ImageTower> all = new ArrayList<>(List.of(clip.tower()));
        towers.values().stream().filter(tower -> tower != clip.tower()).forEach(all::add);
        return all;
    }
}

package org.mammoclip.mammoclip.learn.factor;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.checkpoint.ComputedAttributes;
import org.mammoclip.mammoclip.checkpoint.MapperFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.factor.AttributeEmbedding;
import org.mammoclip.mammoclip.text.TextEncoder;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.mammoclip.text.TokenBatch;

/**
 * Where attributes lie in the joint space of a CLIP checkpoint: each sentence through text network and projection, not normalised; the
 * mean of an attribute's sentences, brought to unit length.
 */
public final class AttributeDirections {
    private AttributeDirections() {}

    /**
     * Each text is its own pass without padding, so that its vector does not depend on the others.
     *
     * @param parent manager of the device to compute on; nothing is left in it
     * @param attributes with distinct names
     * @return unit vectors by name, in the attributes' order
     * @throws ArithmeticException naming the attribute whose sentences have no common direction, or are not finite
     */
    public static Map<String, float[]> of(NDManager parent, Checkpoint checkpoint, List<Attribute> attributes) {
        ModelDescription description = checkpoint.description();
        ModelDescription.Text text = description.text();
        TextTokenizer tokenizer = text.toTokenizer(checkpoint.vocabulary());
        Map<String, float[]> directions = new LinkedHashMap<>();
        try (NDManager manager = parent.newSubManager();
                TextEncoder encoder = TextEncoder.load(
                        manager, text.toArchitecture(), checkpoint.parameters(), ModelDescription.TEXT_PREFIX)) {
            LinearProjection projection = LinearProjection.load(
                    manager,
                    checkpoint.parameters(),
                    ModelDescription.TEXT_PROJECTION,
                    text.hidden(),
                    description.embedding());
            for (Attribute attribute : attributes) {
                List<float[]> rows = new ArrayList<>();
                for (String sentence : attribute.sentences()) {
                    try (NDManager call = manager.newSubManager()) {
                        TokenBatch tokens = TokenBatch.of(List.of(tokenizer.encode(sentence)), 0);
                        rows.add(projection.apply(encoder.encode(call, tokens)).toFloatArray());
                    }
                }
                if (directions.put(attribute.name(), direction(attribute, rows)) != null) {
                    throw new IllegalArgumentException("attribute " + attribute.name() + " is given twice");
                }
            }
        }
        return Collections.unmodifiableMap(directions);
    }

    /**
     * The same for a mapper that came without them.
     *
     * @param checkpoint the one whose features the mapper was trained on
     * @param attributes of the mapper, in its order
     * @throws CheckpointFormatException if the file is no mapper, or one for other attributes or another checkpoint
     */
    public static ComputedAttributes forImport(
            NDManager parent, Checkpoint checkpoint, List<Attribute> attributes, Path file) throws IOException {
        requireFit(checkpoint.description(), attributes, file);
        Map<String, float[]> directions = of(parent, checkpoint, attributes);
        SortedMap<String, String> origin = new TreeMap<>();
        origin.put(
                "attributes.checkpoint",
                checkpoint.description().name() + " " + checkpoint.description().version());
        origin.put("attributes.checkpoint_sha256", checkpoint.sha256());
        for (Attribute attribute : attributes) {
            origin.put(
                    "attributes.sentences." + attribute.name(),
                    attribute.sentences().size() + ", SHA-256 " + attribute.sha256());
        }
        return new ComputedAttributes(directions, origin);
    }

    private static void requireFit(ModelDescription checkpoint, List<Attribute> attributes, Path file)
            throws IOException {
        try (ModelFile model = ModelFile.open(file)) {
            if (!(model instanceof MapperFile mapper)) {
                throw new CheckpointFormatException(
                        file.getFileName() + " holds a " + model.kind().label() + "; only a mapper has attributes");
            }
            if (mapper.attributes() != attributes.size()) {
                throw new CheckpointFormatException(file.getFileName() + " has " + mapper.attributes()
                        + " attributes, named are "
                        + attributes.stream().map(Attribute::name).toList()
                        + "; name them all in the mapper's order");
            }
            Shape features = FrozenTower.featureShape(checkpoint);
            long cells = features.get(2) * features.get(3);
            if (mapper.cells() != cells || mapper.embedding() != checkpoint.embedding()) {
                throw new CheckpointFormatException(file.getFileName() + " maps " + mapper.cells() + " cells to "
                        + mapper.embedding() + " dimensions; the checkpoint has a feature map of " + cells
                        + " cells and a joint space of " + checkpoint.embedding()
                        + ". The mapper was trained on another one");
            }
        }
    }

    private static float[] direction(Attribute attribute, List<float[]> rows) {
        try {
            return AttributeEmbedding.of(rows.toArray(new float[0][]));
        } catch (ArithmeticException e) {
            throw new ArithmeticException("attribute " + attribute.name() + ": " + e.getMessage());
        }
    }
}

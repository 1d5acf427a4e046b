package org.mammoclip.mammoclip.learn.factor;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
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

    private static float[] direction(Attribute attribute, List<float[]> rows) {
        try {
            return AttributeEmbedding.of(rows.toArray(new float[0][]));
        } catch (ArithmeticException e) {
            throw new ArithmeticException("attribute " + attribute.name() + ": " + e.getMessage());
        }
    }
}

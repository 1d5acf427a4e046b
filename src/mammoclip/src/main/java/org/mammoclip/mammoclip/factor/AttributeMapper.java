package org.mammoclip.mammoclip.factor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * The trained part of Mammo-FActOR. Each channel of the raw feature map is taken as one region, described by its activation over all
 * places; per attribute a small network (linear, ReLU, linear) brings that description to the joint space of images and texts, where
 * it is compared with the attribute's sentence.
 *
 * <p>The first layer is as wide as the feature map has places, so a mapper belongs to one size of image. Holds its arrays in the
 * manager given to {@link #load}. Not thread-safe: engine thread only.
 */
public final class AttributeMapper {
    /** The most attributes a mapper has here; the reference has two. */
    public static final int MAX_ATTRIBUTES = 64;

    /** Far below the square of any norm that matters; keeps the gradient of a zero vector finite. */
    private static final double TINY = 1e-24;

    private final List<Projection> projections;
    private final int cells;
    private final int embedding;
    private final HeadLayout layout;

    private AttributeMapper(List<Projection> projections, int cells, int embedding, HeadLayout layout) {
        this.projections = List.copyOf(projections);
        this.cells = cells;
        this.embedding = embedding;
        this.layout = layout;
    }

    /**
     * Every parameter under the reference's name, without the encoder that such a file may also hold.
     *
     * @param attributes number of attributes, 1 to {@value #MAX_ATTRIBUTES}
     * @param cells places of the feature map (48x29 = 1392 for an image of 1520x912)
     * @param embedding length of a vector in the joint space (512)
     */
    public static List<ParameterSpec> parameters(int attributes, int cells, int embedding) {
        requireAttributes(attributes);
        List<ParameterSpec> specs = new ArrayList<>();
        for (int k = 0; k < attributes; k++) {
            specs.addAll(Projection.parameters("pool." + k, cells, embedding));
        }
        return List.copyOf(specs);
    }

    /**
     * @param attributes number of attributes, 1 to {@value #MAX_ATTRIBUTES}
     * @param cells places of the feature map
     * @param embedding length of a vector in the joint space
     * @param layout {@link HeadLayout#PER_ATTRIBUTE} unless published numbers are to be compared
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    public static AttributeMapper load(
            NDManager manager, ParameterSource source, int attributes, int cells, int embedding, HeadLayout layout) {
        requireAttributes(attributes);
        List<Projection> projections = new ArrayList<>();
        for (int k = 0; k < attributes; k++) {
            projections.add(Projection.load(manager, source, "pool." + k, cells, embedding));
        }
        return new AttributeMapper(projections, cells, embedding, layout);
    }

    /** Number of attributes. */
    public int attributes() {
        return projections.size();
    }

    /**
     * How much each channel speaks the language of a sentence: the cosine between the channel's vector and the sentence's.
     *
     * @param features float32 {@code (1, C, h, w)} with {@code h * w} the cells of this mapper; not closed
     * @param attribute whose projection to use, from 0
     * @param attributeEmbedding the sentence in the joint space, see {@link AttributeEmbedding}; only its direction matters
     * @return {@code C} values in [-1, 1]; 0 where the channel's vector has no direction. In the {@link HeadLayout#INTERLEAVED} layout
     *     the value that the published code takes for channel {@code i} stands at {@code i}
     * @throws IllegalArgumentException if a shape or the attribute is out of range
     * @throws ArithmeticException if a vector is not finite
     */
    public float[] channelSimilarities(NDArray features, int attribute, float[] attributeEmbedding) {
        requireFeatures(features.getShape());
        if (attribute < 0 || attribute >= projections.size()) {
            throw new IllegalArgumentException(
                    "attribute " + attribute + " of a mapper with " + projections.size() + " attributes");
        }
        if (attributeEmbedding.length != embedding) {
            throw new IllegalArgumentException("the attribute's embedding has " + attributeEmbedding.length
                    + " values, the mapper's joint space " + embedding);
        }
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features);
            NDArray channels = features.reshape(features.getShape().get(1), cells);
            NDArray sentence = scope.create(AttributeEmbedding.unit(attributeEmbedding), new Shape(embedding, 1));
            return layout == HeadLayout.PER_ATTRIBUTE
                    ? projections.get(attribute).cosines(channels, sentence)
                    : interleaved(channels, attribute, sentence);
        }
    }

    /** Row {@code i} of attribute {@code k} is entry {@code K*i + k} of all projections' outputs one behind the other. */
    private float[] interleaved(NDArray channels, int attribute, NDArray sentence) {
        int count = (int) channels.getShape().get(0);
        float[][] joined = new float[projections.size()][];
        float[] similarities = new float[count];
        for (int i = 0; i < count; i++) {
            int entry = projections.size() * i + attribute;
            int projection = entry / count;
            if (joined[projection] == null) {
                joined[projection] = projections.get(projection).cosines(channels, sentence);
            }
            similarities[i] = joined[projection][entry % count];
        }
        return similarities;
    }

    /**
     * The channel that agrees most with a sentence; of equal ones the first.
     *
     * @param projection what brought it to the joint space
     * @param channel of the feature map, from 0
     */
    public record Strongest(int projection, int channel) {}

    /**
     * Which channel gives an image its score, see {@link #channelSimilarities}.
     *
     * @throws IllegalArgumentException if a shape or the attribute is out of range
     * @throws ArithmeticException if a vector is not finite
     */
    public Strongest strongest(NDArray features, int attribute, float[] attributeEmbedding) {
        float[] similarities = channelSimilarities(features, attribute, attributeEmbedding);
        int best = 0;
        for (int i = 1; i < similarities.length; i++) {
            if (similarities[i] > similarities[best]) {
                best = i;
            }
        }
        if (layout == HeadLayout.PER_ATTRIBUTE) {
            return new Strongest(attribute, best);
        }
        int entry = projections.size() * best + attribute;
        return new Strongest(entry / similarities.length, entry % similarities.length);
    }

    /**
     * The cosines of some channels with a sentence, for training: differentiable with respect to the projection's parameters, also
     * where a channel's vector is 0.
     *
     * @param channels {@code (N, cells)}, one activation pattern a row; not closed
     * @param projection from 0
     * @param direction {@code (embedding, 1)} of unit length; not closed
     * @return {@code (N, 1)}, in the manager of {@code channels}
     */
    public NDArray cosines(NDArray channels, int projection, NDArray direction) {
        NDArray vectors = projections.get(projection).apply(channels);
        NDArray norms = vectors.square().sum(new int[] {1}, true).add(TINY).sqrt();
        return vectors.matMul(direction).div(norms);
    }

    private static void requireAttributes(int attributes) {
        if (attributes < 1 || attributes > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "an attribute mapper has 1 to " + MAX_ATTRIBUTES + " attributes, not " + attributes);
        }
    }

    private void requireFeatures(Shape shape) {
        if (shape.dimension() != 4 || shape.get(0) != 1) {
            throw new IllegalArgumentException(
                    "the attribute mapper takes one feature map of shape (1, C, h, w), not " + shape);
        }
        if (shape.get(2) * shape.get(3) != cells) {
            throw new IllegalArgumentException("the attribute mapper was trained on feature maps of " + cells
                    + " places, this one has " + shape.get(2) + "x" + shape.get(3)
                    + "; a mapper belongs to one size of image");
        }
    }

    /** The network of one attribute. */
    record Projection(NDArray weight0, NDArray bias0, NDArray weight2, NDArray bias2) {

        static List<ParameterSpec> parameters(String name, int cells, int embedding) {
            return List.of(
                    ParameterSpec.weight(name + ".0.weight", cells, cells),
                    ParameterSpec.bias(name + ".0.bias", cells),
                    ParameterSpec.weight(name + ".2.weight", embedding, cells),
                    ParameterSpec.bias(name + ".2.bias", embedding));
        }

        static Projection load(NDManager manager, ParameterSource source, String name, int cells, int embedding) {
            List<NDArray> values = parameters(name, cells, embedding).stream()
                    .map(spec -> source.read(manager, spec.name(), spec.shape()))
                    .toList();
            return new Projection(values.get(0), values.get(1), values.get(2), values.get(3));
        }

        /** {@code (C, cells)} to {@code (C, embedding)}: all channels at once. */
        NDArray apply(NDArray channels) {
            try (NDArray hidden = Linear.linear(channels, weight0, bias0).singletonOrThrow();
                    NDArray positive = Activation.relu(hidden)) {
                return Linear.linear(positive, weight2, bias2).singletonOrThrow();
            }
        }

        /** @param sentence {@code (embedding, 1)}, of unit length */
        float[] cosines(NDArray channels, NDArray sentence) {
            try (NDArray vectors = apply(channels);
                    NDArray along = vectors.matMul(sentence);
                    NDArray squares = vectors.square();
                    NDArray squaredNorms = squares.sum(new int[] {1})) {
                float[] cosines = along.toFloatArray();
                float[] norms = squaredNorms.toFloatArray();
                for (int i = 0; i < cosines.length; i++) {
                    if (!Float.isFinite(cosines[i]) || !Float.isFinite(norms[i])) {
                        throw new ArithmeticException(
                                "the attribute mapper's vector of channel " + i + " is not finite");
                    }
                    double cosine = norms[i] > 0 ? cosines[i] / Math.sqrt(norms[i]) : 0;
                    cosines[i] = (float) Math.max(-1, Math.min(1, cosine));
                }
                return cosines;
            }
        }
    }
}

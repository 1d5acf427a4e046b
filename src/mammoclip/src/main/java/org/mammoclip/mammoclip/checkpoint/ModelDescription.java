package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageNormalization;
import org.mammoclip.mammoclip.text.TextArchitecture;
import org.mammoclip.mammoclip.text.TextFamily;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * What {@code model.json} says about a checkpoint.
 *
 * @param name model name
 * @param version model version
 * @param trained false for parameters that were never fitted to anything
 * @param synthetic true if no patient's image went into the parameters
 * @param statement one sentence for people
 * @param licence of the parameters, as their owner words it
 * @param image name of the image tower, see {@link EfficientNetArchitecture#named}
 * @param preparation from the reference raster to the tower's input
 * @param text the text tower
 * @param embedding dimensions of the joint space
 */
public record ModelDescription(
        String name,
        String version,
        boolean trained,
        boolean synthetic,
        String statement,
        String licence,
        String image,
        Preparation preparation,
        Text text,
        int embedding)
        implements Description {

    /** Prefix of the image tower's parameters. */
    public static final String IMAGE_PREFIX = "image_encoder.";

    /** Prefix of the text tower's parameters. */
    public static final String TEXT_PREFIX = "text_encoder.text_encoder.";

    public static final String IMAGE_PROJECTION = "image_projection";
    public static final String TEXT_PROJECTION = "text_projection";
    public static final String LOGIT_SCALE = "logit_scale";

    static final int MAX_EMBEDDING = 1 << 16;
    private static final int MAX_SIDE = 8192;

    public ModelDescription {
        new About(name, version, trained, synthetic, statement, licence);
        About.require(embedding >= 1 && embedding <= MAX_EMBEDDING, "embedding must be 1 to " + MAX_EMBEDDING);
        EfficientNetArchitecture.named(image);
    }

    /**
     * How a raster of the reference size becomes the tower's input.
     *
     * @param version name of the whole preparation, crop and resize included
     * @param rows rows of the raster given by the caller
     * @param columns columns of it
     * @param reduction side of the squares that are averaged before the tower; 1 for the released models
     * @param mean subtracted after min-max scaling
     * @param deviation divided by afterwards
     */
    public record Preparation(String version, int rows, int columns, int reduction, float mean, float deviation) {
        public Preparation {
            About.require(About.isLine(version), "preparation version must be one line of 1 to 200 characters");
            About.require(
                    rows >= 1 && rows <= MAX_SIDE && columns >= 1 && columns <= MAX_SIDE,
                    "rows and columns must be 1 to " + MAX_SIDE);
            About.require(
                    reduction >= 1 && rows % reduction == 0 && columns % reduction == 0,
                    "reduction must divide rows and columns");
            new ImageNormalization(mean, deviation);
        }
    }

    /**
     * The text tower and its tokens.
     *
     * @param family which network, see {@link TextFamily#named}
     * @param vocabulary pieces, equal to the lines of {@code vocab.txt}
     * @param maxTokens most tokens of a text, {@code [CLS]} and {@code [SEP]} included
     * @param lowerCase whether text is lower-cased and stripped of accents
     */
    public record Text(
            String family,
            int vocabulary,
            int layers,
            int hidden,
            int heads,
            int intermediate,
            int positions,
            int maxTokens,
            boolean lowerCase) {
        public Text {
            About.require(maxTokens >= 3 && maxTokens <= positions, "maxTokens must be 3 to positions");
            TextFamily.named(family).architecture(vocabulary, layers, hidden, heads, intermediate, positions);
        }

        /** The network and its sizes. */
        public TextArchitecture toArchitecture() {
            return TextFamily.named(family).architecture(vocabulary, layers, hidden, heads, intermediate, positions);
        }

        /** The tokenizer that the network was trained with. */
        public TextTokenizer toTokenizer(Vocabulary words) {
            return TextFamily.named(family).tokenizer(words, lowerCase, maxTokens);
        }
    }

    @Override
    public ModelKind kind() {
        return ModelKind.CLIP;
    }

    @Override
    public About about() {
        return new About(name, version, trained, synthetic, statement, licence);
    }

    @Override
    public ModelDescription with(About other) {
        return new ModelDescription(
                other.name(),
                other.version(),
                other.trained(),
                other.synthetic(),
                other.statement(),
                other.licence(),
                image,
                preparation,
                text,
                embedding);
    }

    /** The image tower. */
    public EfficientNetArchitecture toImageArchitecture() {
        return EfficientNetArchitecture.named(image);
    }

    @Override
    public List<ParameterSpec> parameters() {
        EfficientNetArchitecture tower = toImageArchitecture();
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(new ParameterSpec(LOGIT_SCALE, new Shape(), Parameter.Type.OTHER));
        tower.parameters().forEach(spec -> specs.add(spec.prefixed(IMAGE_PREFIX)));
        text.toArchitecture().parameters().forEach(spec -> specs.add(spec.prefixed(TEXT_PREFIX)));
        specs.addAll(LinearProjection.parameters(IMAGE_PROJECTION, tower.headChannels(), embedding));
        specs.addAll(LinearProjection.parameters(TEXT_PROJECTION, text.hidden(), embedding));
        return List.copyOf(specs);
    }
}

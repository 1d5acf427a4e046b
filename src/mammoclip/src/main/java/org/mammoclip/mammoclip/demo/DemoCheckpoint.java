package org.mammoclip.mammoclip.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageNormalization;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * {@code builtin:demo}: the whole path of a Mammo-CLIP model with parameters drawn from a fixed seed. Nothing was trained, so its
 * scores have no meaning; it exists so that everything around a model can run where no weights are.
 *
 * <p>It takes the reference raster, halves it, and answers with a 48x29 attribution grid like the released models.
 */
public final class DemoCheckpoint implements Checkpoint {
    /** Of the seeds 1 to 60, one whose maps of synthetic breasts light up tissue more than air. Nothing else was looked for. */
    private static final long SEED = 39;

    private static final String VOCABULARY_RESOURCE = "vocab.txt";

    /** ln(1 / 0.07), where training starts. */
    private static final float INITIAL_LOGIT_SCALE = 2.65926f;

    /** Not drawn: the temperature, and the offset common to all images, which would drown their differences. */
    private static final Map<String, Float> CONSTANTS = Map.of(
            ModelDescription.LOGIT_SCALE,
            INITIAL_LOGIT_SCALE,
            ModelDescription.IMAGE_PROJECTION + ".projection.bias",
            0f);

    private final Vocabulary vocabulary;
    private final ModelDescription description;
    private final ParameterSource parameters;
    private final String sha256;

    public DemoCheckpoint() {
        this.vocabulary = readVocabulary();
        this.description = describe(vocabulary.size());
        this.parameters = new RandomParameters(SEED, description.parameters(), CONSTANTS);
        this.sha256 = CheckpointFolder.sha256(description, vocabulary, parameters);
    }

    private static ModelDescription describe(int vocabularySize) {
        ImageNormalization normalization = ImageNormalization.REFERENCE;
        return new ModelDescription(
                "mammoclip-demo",
                "1",
                false,
                true,
                "untrained demonstration model: scores have no meaning",
                "Apache-2.0",
                EfficientNetArchitecture.DEMO.name(),
                new ModelDescription.Preparation(
                        "mammo-clip-minmax-1", 1520, 912, 2, normalization.mean(), normalization.deviation()),
                new ModelDescription.Text("bert", vocabularySize, 2, 128, 4, 512, 256, 256, true),
                512);
    }

    private static Vocabulary readVocabulary() {
        try (InputStream in = DemoCheckpoint.class.getResourceAsStream(VOCABULARY_RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the demonstration vocabulary is not on the class path");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<String> pieces = reader.lines().toList();
            return new Vocabulary(pieces);
        } catch (IOException e) {
            throw new IllegalStateException("the demonstration vocabulary cannot be read", e);
        }
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
    public void close() {}
}

package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.text.TextEncoder;
import org.mammoclip.mammoclip.text.TokenBatch;
import org.mammoclip.mammoclip.text.WordPieceTokenizer;

/**
 * A sentence of a report and an image, through both towers of the demonstration model and an untrained mapper, to a map and boxes. What
 * is found means nothing; that the sentence decides it is what is tested.
 */
class FreeSentenceTest {
    private static final int IMAGE_ROWS = 192;
    private static final int IMAGE_COLUMNS = 128;

    private final DemoCheckpoint demo = new DemoCheckpoint();
    private final ModelDescription description = demo.description();

    @Test
    void aSentenceOfAReportGetsItsOwnMapAndBoxes() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder images = ImageEncoder.load(
                        manager, description.toImageArchitecture(), demo.parameters(), ModelDescription.IMAGE_PREFIX)) {
            NDArray features = images.features(image(manager));
            int rows = (int) features.getShape().get(2);
            int columns = (int) features.getShape().get(3);
            int cells = rows * columns;
            int embedding = description.embedding();
            AttributeMapper mapper = AttributeMapper.load(
                    manager,
                    new RandomParameters(11, AttributeMapper.parameters(1, cells, embedding)),
                    1,
                    cells,
                    embedding,
                    HeadLayout.PER_ATTRIBUTE);
            float[] mass = map(features, mapper, "there is a new mass in the upper left breast");
            float[] skin = map(features, mapper, "skin thickening");
            assertThat(map(features, mapper, "There is a NEW mass  in the upper left breast"))
                    .as("the same sentence for a tokenizer that lower-cases")
                    .containsExactly(mass);
            assertThat(mass).hasSize(cells).isNotEqualTo(skin);
            List<MapBox> boxes =
                    HeatMapBoxes.of(mass, rows, columns, IMAGE_ROWS, IMAGE_COLUMNS, HeatMapBoxes.REFERENCE_QUANTILE);
            assertThat(boxes).isNotEmpty();
            assertThat(boxes.get(0).score()).isEqualTo(1);
            assertThat(boxes).allSatisfy(box -> {
                assertThat(box.left()).isBetween(0.0, box.right() - 1);
                assertThat(box.top()).isBetween(0.0, box.bottom() - 1);
                assertThat(box.right()).isLessThanOrEqualTo(IMAGE_COLUMNS);
                assertThat(box.bottom()).isLessThanOrEqualTo(IMAGE_ROWS);
            });
        }
    }

    private float[] map(NDArray features, AttributeMapper mapper, String sentence) {
        float[] direction = AttributeEmbedding.of(new float[][] {project(features.getManager(), sentence)});
        return FactorHeatMap.evidence(
                features, mapper.channelSimilarities(features, 0, direction), ChannelChoice.ALL_POSITIVE);
    }

    private float[] project(NDManager parent, String sentence) {
        ModelDescription.Text text = description.text();
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(demo.vocabulary(), text.lowerCase(), text.maxTokens());
        try (NDManager manager = parent.newSubManager();
                TextEncoder encoder = TextEncoder.load(
                        manager, text.toArchitecture(), demo.parameters(), ModelDescription.TEXT_PREFIX)) {
            LinearProjection projection = LinearProjection.load(
                    manager,
                    demo.parameters(),
                    ModelDescription.TEXT_PROJECTION,
                    text.hidden(),
                    description.embedding());
            TokenBatch tokens = TokenBatch.of(List.of(tokenizer.encode(sentence)), 0);
            return projection.apply(encoder.encode(manager, tokens)).toFloatArray();
        }
    }

    private static NDArray image(NDManager manager) {
        float[] pixels = new float[3 * IMAGE_ROWS * IMAGE_COLUMNS];
        for (int y = 0; y < IMAGE_ROWS; y++) {
            for (int x = 0; x < IMAGE_COLUMNS; x++) {
                double blob = Math.exp(-((x - 40) * (x - 40) + (y - 120) * (y - 120)) / 200.0);
                for (int channel = 0; channel < 3; channel++) {
                    pixels[(channel * IMAGE_ROWS + y) * IMAGE_COLUMNS + x] = (float) (2 * blob + x / 128.0 - 1);
                }
            }
        }
        return manager.create(pixels, new Shape(1, 3, IMAGE_ROWS, IMAGE_COLUMNS));
    }
}

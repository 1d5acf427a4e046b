package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.golden.FixedParameters;

/**
 * From a synthetic feature map to a box, with an answer worked out by hand. The mapper's first layer hands through; the second gives a
 * channel the direction "above" by what it does in the upper half of the grid and "below" by the lower half. Of three channels one is
 * active at a single place above, one at a single place below, one everywhere.
 */
class KnownLesionTest {
    private static final int ROWS = 12;
    private static final int COLUMNS = 8;
    private static final int CELLS = ROWS * COLUMNS;
    private static final int IMAGE_ROWS = 240;
    private static final int IMAGE_COLUMNS = 80;
    private static final float[] ABOVE = {1, 0};
    private static final float[] BELOW = {0, 1};

    @Test
    void eachSentenceFindsThePlaceOfTheChannelThatSpeaksOfIt() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            AttributeMapper mapper = AttributeMapper.load(
                    manager, new FixedParameters(parameters()), 1, CELLS, 2, HeadLayout.PER_ATTRIBUTE);
            NDArray features = features(manager);

            float[] above = mapper.channelSimilarities(features, 0, ABOVE);
            assertThat(above).containsExactly(new float[] {1, 0, (float) Math.sqrt(0.5)}, within(1e-6f));
            assertBox(boxes(features, above), 3, 5);

            float[] below = mapper.channelSimilarities(features, 0, BELOW);
            assertThat(below).containsExactly(new float[] {0, 1, (float) Math.sqrt(0.5)}, within(1e-6f));
            assertBox(boxes(features, below), 9, 2);
        }
    }

    private static List<MapBox> boxes(NDArray features, float[] similarities) {
        float[] map = FactorHeatMap.evidence(features, similarities, ChannelChoice.ALL_POSITIVE);
        return HeatMapBoxes.of(map, ROWS, COLUMNS, IMAGE_ROWS, IMAGE_COLUMNS, HeatMapBoxes.REFERENCE_QUANTILE);
    }

    /** One box around the centre of a cell of 20x10 pixels, not wider than the cell and its neighbours' halves. */
    private static void assertBox(List<MapBox> boxes, int row, int column) {
        assertThat(boxes).hasSize(1);
        MapBox box = boxes.get(0);
        assertThat(box.score()).isGreaterThan(0.9);
        assertThat((box.top() + box.bottom()) / 2).isCloseTo(20 * row + 10, within(0.5));
        assertThat((box.left() + box.right()) / 2).isCloseTo(10 * column + 5, within(0.5));
        assertThat(box.bottom() - box.top()).isBetween(20.0, 40.0);
        assertThat(box.right() - box.left()).isBetween(10.0, 20.0);
    }

    private static NDArray features(NDManager manager) {
        float[] values = new float[3 * CELLS];
        values[3 * COLUMNS + 5] = 6;
        values[CELLS + 9 * COLUMNS + 2] = 6;
        for (int cell = 0; cell < CELLS; cell++) {
            values[2 * CELLS + cell] = 1;
        }
        return manager.create(values, new Shape(1, 3, ROWS, COLUMNS));
    }

    private static Map<String, float[]> parameters() {
        float[] identity = new float[CELLS * CELLS];
        float[] halves = new float[2 * CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            identity[cell * CELLS + cell] = 1;
            halves[cell < CELLS / 2 ? cell : CELLS + cell] = 1;
        }
        Map<String, float[]> parameters = new HashMap<>();
        parameters.put("pool.0.0.weight", identity);
        parameters.put("pool.0.0.bias", new float[CELLS]);
        parameters.put("pool.0.2.weight", halves);
        parameters.put("pool.0.2.bias", new float[2]);
        return parameters;
    }
}

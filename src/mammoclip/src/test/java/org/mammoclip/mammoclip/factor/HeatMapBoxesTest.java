package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Boxes of maps whose answers are known. */
class HeatMapBoxesTest {

    @Test
    void everyPieceGetsItsBoxAndItsGreatestValueStrongestFirst() {
        float[] map = {
            0, 0, 0, 0, 0, 0, //
            0, 3, 0, 0, 0, 0, //
            0, 0, 4, 0, 0, 2, //
            0, 0, 0, 0, 0, 2, //
            0, 0, 0, 0, 0, 0
        };
        assertThat(HeatMapBoxes.of(map, 5, 6, 5, 6, 0.8))
                .as("pixels that touch at a corner belong together")
                .containsExactly(new MapBox(1, 1, 3, 3, 1), new MapBox(5, 2, 6, 4, 0.5));
    }

    @Test
    void onlyWhatExceedsTheQuantileCounts() {
        float[] ramp = new float[101];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
        }
        assertThat(HeatMapBoxes.of(ramp, 1, 101, 1, 101, 0.95))
                .as("0.95 of 100 is 95, and 95 does not exceed it")
                .containsExactly(new MapBox(96, 0, 101, 1, 1));
    }

    @Test
    void oneWarmCellOfTheReferenceGridBecomesABoxAroundItInTheImage() {
        int rows = 48;
        int columns = 29;
        float[] map = new float[rows * columns];
        map[20 * columns + 10] = 7;
        List<MapBox> boxes = HeatMapBoxes.of(map, rows, columns, 1520, 912, HeatMapBoxes.REFERENCE_QUANTILE);
        assertThat(boxes).hasSize(1);
        MapBox box = boxes.get(0);
        double cellHeight = 1520.0 / rows;
        double cellWidth = 912.0 / columns;
        assertThat((box.top() + box.bottom()) / 2).isCloseTo(20.5 * cellHeight, within(1.0));
        assertThat((box.left() + box.right()) / 2).isCloseTo(10.5 * cellWidth, within(1.0));
        assertThat(box.bottom() - box.top())
                .as("bilinear: fades to nothing at the neighbours' centres")
                .isCloseTo(2 * cellHeight, within(2.0));
        assertThat(box.right() - box.left()).isCloseTo(2 * cellWidth, within(2.0));
        assertThat(box.score()).isEqualTo(1);
    }

    @Test
    void piecesThatReachTheEdgeOnlyOutsideTheBreastAreDropped() {
        float[] map = {
            5, 0, 0, 0, 2, //
            0, 0, 4, 0, 0, //
            0, 0, 0, 0, 3, //
            0, 0, 0, 0, 3
        };
        assertThat(HeatMapBoxes.of(map, 4, 5, 4, 5, 0.7)).as("breast unknown").hasSize(4);
        BitSet breast = new BitSet();
        breast.set(2 * 5 + 4);
        assertThat(HeatMapBoxes.of(map, 4, 5, 4, 5, 0.7, breast))
                .as("the piece inside, and the one at the edge that lies half in the breast")
                .containsExactly(new MapBox(2, 1, 3, 2, 0.8f), new MapBox(4, 2, 5, 4, 0.6f));
    }

    @Test
    void aBoxHasAnAreaAndAScore() {
        double[][] bad = {
            {5, 0, 5, 1, 0.5}, {0, 2, 1, 1, 0.5}, {0, 0, Double.NaN, 1, 0.5}, {0, 0, 1, 1, 0}, {0, 0, 1, 1, 2}
        };
        for (double[] box : bad) {
            assertThatIllegalArgumentException().isThrownBy(() -> new MapBox(box[0], box[1], box[2], box[3], box[4]));
        }
    }

    @Test
    void aMapWithoutContrastHasNoBoxes() {
        assertThat(HeatMapBoxes.of(new float[6], 2, 3, 20, 30, 0.95)).isEmpty();
        float[] level = new float[6];
        Arrays.fill(level, 2.5f);
        assertThat(HeatMapBoxes.of(level, 2, 3, 20, 30, 0.95)).isEmpty();
    }

    @Test
    void thePiecesOfANoisyMapAreBoundedInNumberAndTakenByStrength() {
        float[] map = new float[60 * 60];
        for (int row = 0; row < 60; row += 2) {
            for (int column = 0; column < 60; column += 2) {
                map[row * 60 + column] = 1 + row * 60 + column;
            }
        }
        List<MapBox> boxes = HeatMapBoxes.of(map, 60, 60, 60, 60, 0.5);
        assertThat(boxes).hasSize(HeatMapBoxes.MAX_BOXES);
        assertThat(boxes.get(0)).isEqualTo(new MapBox(58, 58, 59, 59, 1));
    }

    @Test
    void quantileIsThatOfTheSortedValues() {
        Random random = new Random(4);
        for (int size : new int[] {1, 2, 3, 1000, 4321}) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextFloat();
            }
            float[] sorted = values.clone();
            Arrays.sort(sorted);
            for (double quantile : new double[] {0, 0.25, 0.95, 0.999, 1}) {
                double position = quantile * (size - 1);
                int below = (int) position;
                int above = Math.min(below + 1, size - 1);
                double expected = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
                assertThat(UnitQuantile.of(values, quantile)).isCloseTo(expected, within(1e-7));
            }
        }
    }

    @Test
    void refusesWhatIsOutOfRange() {
        float[] map = {0, 1, 2, 3};
        for (double quantile : new double[] {-0.1, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HeatMapBoxes.of(map, 2, 2, 4, 4, quantile))
                    .withMessageContaining("quantile");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> HeatMapBoxes.of(map, 2, 3, 4, 4, 0.95));
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HeatMapBoxes.of(new float[] {0, bad}, 1, 2, 1, 2, 0.95))
                    .withMessageContaining("value of " + bad);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeatMapBoxes.of(new float[] {-Float.MAX_VALUE, Float.MAX_VALUE}, 1, 2, 1, 2, 0.95));
    }
}

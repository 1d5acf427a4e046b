package org.mammoclip.mammogram.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.prepare.PixelBox;

class AttributionGridTest {
    private static final InstanceReference SOURCE =
            Exams.header(Exams.image(Slot.ALL.get(0), "x")).reference();

    @Test
    void interpolatesBetweenCellCentres() {
        AttributionGrid grid = AttributionGrid.of(new float[][] {{0, 1}, {0.5f, 0.5f}});

        assertThat(grid.at(0.5, 0.5)).isEqualTo(0);
        assertThat(grid.at(1.5, 0.5)).isEqualTo(1);
        assertThat(grid.at(1, 0.5)).isCloseTo(0.5, within(1e-7));
        assertThat(grid.at(0.5, 1)).isCloseTo(0.25, within(1e-7));
        assertThat(grid.at(0, 0)).as("the outer half cell repeats the edge").isEqualTo(0);
        assertThat(grid.at(2, 2)).isEqualTo(0.5);
    }

    @Test
    void hasOneCellAtLeast() {
        assertThat(AttributionGrid.of(new float[][] {{0.25f}}).at(0.1, 0.9)).isEqualTo(0.25);
        assertThatThrownBy(() -> AttributionGrid.of(new float[0][])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AttributionGrid.of(new float[][] {{}})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesRaggedAndImpossibleValues() {
        assertThatThrownBy(() -> AttributionGrid.of(new float[][] {{0, 0}, {0}}))
                .isInstanceOf(IllegalArgumentException.class);
        for (float value : new float[] {Float.NaN, -0.1f, 1.1f, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> AttributionGrid.of(new float[][] {{value}}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isNotChangedFromOutside() {
        float[][] values = {{0.5f}};
        AttributionGrid grid = AttributionGrid.of(values);
        values[0][0] = 1;

        assertThat(grid.value(0, 0)).isEqualTo(0.5f);
    }

    private static List<SourceBox> regions(float[][] values, AffineTransform2D gridToSource) {
        return new SourceAttribution(SOURCE, Finding.MASS, AttributionGrid.of(values), gridToSource, 100, 100, "test")
                .boxes(10);
    }

    @Test
    void findsSeparateRegionsStrongestFirst() {
        float[][] values = new float[20][20];
        values[2][3] = 0.8f;
        values[2][4] = 0.8f;
        values[8][18] = 0.7f;
        values[15][10] = 1;
        values[16][11] = 0.9f;

        List<SourceBox> regions = regions(values, AffineTransform2D.scale(5, 5));

        assertThat(regions).as("a single weak cell is noise").hasSize(2);
        assertThat(regions.get(0).outline())
                .as("a diagonal pair is one region")
                .contains(new PixelPoint(50, 75), new PixelPoint(60, 85));
        assertThat(regions.get(0).score()).isEqualTo(1);
        assertThat(regions.get(1).center()).isEqualTo(new PixelPoint(20, 12.5));
    }

    @Test
    void hasNoRegionWhereTheMapIsFlat() {
        assertThat(regions(new float[8][8], AffineTransform2D.IDENTITY)).isEmpty();
        float[][] ones = new float[8][8];
        for (float[] row : ones) {
            Arrays.fill(row, 1);
        }
        assertThat(regions(ones, AffineTransform2D.IDENTITY)).isEmpty();
    }

    @Test
    void cutsBoxesAtTheEdgeOfTheImage() {
        float[][] values = new float[10][10];
        values[4][4] = 1;

        assertThat(regions(values, AffineTransform2D.scale(21, 22)).get(0).rectangle())
                .isEqualTo(new PixelBox(84, 88, 100, 100));
        assertThat(regions(values, AffineTransform2D.scale(30, 30)))
                .as("outside")
                .isEmpty();
    }

    @Test
    void alignsScoresAtTheirThresholds() {
        assertThat(new FindingScore(Finding.MASS, Laterality.LEFT, 0.2, 0.2).aligned())
                .isEqualTo(0.5);
        assertThat(new FindingScore(Finding.MASS, Laterality.LEFT, 0.1, 0.2).aligned())
                .isEqualTo(0.25);
        assertThat(new FindingScore(Finding.MASS, Laterality.LEFT, 0.6, 0.2).aligned())
                .isCloseTo(0.75, within(1e-12));
        assertThat(new FindingScore(Finding.MASS, Laterality.LEFT, 1, 0.2).aligned())
                .isEqualTo(1);
    }
}

package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.AttributionMap;
import org.mammoclip.mammoclip.AttributionMethod;
import org.mammoclip.mammoclip.AttributionSource;
import org.mammoclip.mammoclip.BoxOrigin;
import org.mammoclip.mammoclip.BoxSource;
import org.mammoclip.mammoclip.Calibration;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.FindingResult;
import org.mammoclip.mammoclip.FoundBox;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.ScoreSource;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammoclip.evaluate.PointQuestion;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.Point;

class PointedPlacesTest {
    private static final RasterSize IMAGE = new RasterSize(380, 228);
    /** Cells of 38 x 38 pixels. */
    private static final RasterSize GRID = new RasterSize(10, 6);

    private static FindingDefinition definition(AttributionSource map, Optional<BoxSource> boxes) {
        return new FindingDefinition(
                "mass", "Mass", ScoreSource.Prompts.of("no mass", "mass"), Calibration.NONE, 0.5, map, boxes);
    }

    private static AttributionMap map(int strongest) {
        float[] values = new float[GRID.area()];
        values[strongest] = 1;
        return new AttributionMap(GRID, values, AttributionMethod.LINEAR_ACTIVATION);
    }

    /** Tissue at the left, air at the right. */
    private static ModelImage image() {
        byte[] grey = new byte[IMAGE.area()];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (i % IMAGE.columns() < 114 ? 200 : 0);
        }
        return ModelImage.ofGrey8(IMAGE, grey);
    }

    private static PointedPlaces places(FindingDefinition definition, AttributionMap map, List<FoundBox> boxes) {
        FindingResult result =
                new FindingResult(definition, 0.2, 0.2, OptionalDouble.empty(), OptionalDouble.empty(), map, boxes);
        return PointedPlaces.of(image(), new ScoredImage(Embedding.of(new float[] {1, 0}), List.of(result)));
    }

    @Test
    void theCentreOfTheStrongestCellIsThePlaceAlsoOfAFindingThatIsNotPresent() {
        PointedPlaces places =
                places(definition(new AttributionSource.Linear(), Optional.empty()), map(4 * 6 + 2), List.of());
        assertThat(places.of(PointQuestion.Kind.MAP_MAXIMUM, "mass")).contains(new Point(95, 171));
        Point centre = places.of(PointQuestion.Kind.BOX_CENTRE, "mass").orElseThrow();
        assertThat(centre.x()).isCloseTo(95, within(2.0));
        assertThat(centre.y()).isCloseTo(171, within(2.0));
    }

    @Test
    void aFlatMapPointsNowhere() {
        AttributionMap flat = new AttributionMap(GRID, new float[GRID.area()], AttributionMethod.LINEAR_ACTIVATION);
        PointedPlaces places = places(definition(new AttributionSource.Linear(), Optional.empty()), flat, List.of());
        for (PointQuestion.Kind kind : PointQuestion.Kind.values()) {
            assertThat(places.of(kind, "mass")).isEmpty();
        }
    }

    @Test
    void aDetectorThatFoundNothingIsNotReplacedByTheMap() {
        FindingDefinition detected = definition(
                new AttributionSource.Linear(), Optional.of(new BoxSource(Path.of("detector.pth"), 0, 0.05)));
        assertThat(places(detected, map(0), List.of()).of(PointQuestion.Kind.BOX_CENTRE, "mass"))
                .isEmpty();
        List<FoundBox> found = List.of(
                new FoundBox(10, 20, 30, 60, 0.9, BoxOrigin.DETECTOR),
                new FoundBox(100, 20, 130, 60, 0.4, BoxOrigin.DETECTOR));
        assertThat(places(detected, map(0), found).of(PointQuestion.Kind.BOX_CENTRE, "mass"))
                .contains(new Point(20, 40));
    }

    @Test
    void withoutMapAndDetectorThereIsNoQuestion() {
        FindingDefinition silent = definition(new AttributionSource.None(), Optional.empty());
        for (PointQuestion.Kind kind : PointQuestion.Kind.values()) {
            assertThat(PointedPlaces.answers(kind, silent)).isFalse();
        }
    }

    @Test
    void chanceIsTheShareOfTheBreastInTheBoxes() {
        BreastCells cells = BreastCells.of(image());
        assertThat(cells.shareIn(List.of(new Box(0, 0, 114, 190)))).isCloseTo(0.5, within(0.01));
        assertThat(cells.shareIn(List.of(new Box(57, 0, 228, 190)))).isCloseTo(0.25, within(0.01));
        assertThat(cells.shareIn(List.of(new Box(0, 0, 114, 190), new Box(0, 0, 114, 190))))
                .as("a place is in both at once")
                .isCloseTo(0.5, within(0.01));
        assertThat(cells.shareIn(List.of(new Box(120, 0, 228, 380)))).as("air").isZero();
        assertThat(BreastCells.parse(cells.toText())).isEqualTo(cells);
        assertThatThrownBy(() -> BreastCells.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}

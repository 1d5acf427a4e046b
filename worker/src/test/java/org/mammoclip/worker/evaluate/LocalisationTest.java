package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.PointQuestion;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.HitRate;
import org.mammoclip.mammoclip.evaluate.metric.Point;
import org.mammoclip.mammoclip.evaluate.metric.PointCase;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;

class LocalisationTest {
    private static final AskedFinding MASS =
            new AskedFinding(FindingDefinition.ofPrompts("mass", "Mass", "no mass", "mass", 0.5), "mass");
    private static final FindingDefinition CALCIFICATION =
            FindingDefinition.ofPrompts("calcification", "Calcification", "no calcification", "calcification", 0.5);
    private static final List<FindingDefinition> MODEL = List.of(MASS.definition(), CALCIFICATION);
    /** The upper half of 760 x 456 pixels. */
    private static final BreastCells BREAST = new BreastCells(new RasterSize(760, 456), upperHalf());

    private static BitSet upperHalf() {
        BitSet cells = new BitSet();
        cells.set(0, 76 * 91);
        return cells;
    }

    /** The crop of a published image: 941x1987 at column 1849 + 5, row 438 + 5. */
    private static final SourceMap CROP = new SourceMap(1854, 443, 941 / 912.0, 1987 / 1520.0);

    private static LabelledRow row(String image, boolean mass, Optional<Box> source, Optional<Box> prepared) {
        return new LabelledRow(2, "p", "L", "CC", image, Map.of("mass", mass), OptionalInt.empty(), source, prepared);
    }

    private static ImageScores scores(Optional<SourceMap> map) {
        return scores(map, new PointedPlaces(Map.of(), Map.of(), BREAST));
    }

    private static ImageScores scores(Optional<SourceMap> map, PointedPlaces places) {
        Map<String, List<BoxCase.Found>> found = Map.of("mass", List.of(new BoxCase.Found(new Box(1, 1, 2, 2), 0.7)));
        return new ImageScores(
                "0", Map.of("mass", 0.6), found, places, -1, Optional.empty(), map, RasterSize.REFERENCE);
    }

    @Test
    void boxesOfTheOriginalImageGoThroughCropAndScale() {
        Box source = new Box(1854 + 94.1, 443 + 198.7, 1854 + 188.2, 443 + 397.4);
        Localisation localisation = Localisation.of(
                MASS,
                MODEL,
                List.of(
                        row("a", true, Optional.of(source), Optional.empty()),
                        row("b", false, Optional.empty(), Optional.empty())),
                Map.of(
                        new ImageKey("p", "a"), scores(Optional.of(CROP)),
                        new ImageKey("p", "b"), scores(Optional.of(CROP))),
                RasterSize.REFERENCE);
        Box box = localisation.truthOf("p", "a").get(0);
        assertThat(new double[] {box.left(), box.top(), box.right(), box.bottom()})
                .containsExactly(new double[] {91.2, 152, 182.4, 304}, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(localisation.cases()).hasSize(2);
        assertThat(localisation.note()).isEmpty();
    }

    @Test
    void aBoxIsCutAtTheCropAndGoneOutsideIt() {
        assertThat(CROP.toModel(new Box(0, 0, 1854 + 94.1, 443 + 198.7), RasterSize.REFERENCE))
                .hasValueSatisfying(box -> assertThat(box.left()).isZero());
        assertThat(CROP.toModel(new Box(0, 0, 100, 100), RasterSize.REFERENCE)).isEmpty();
    }

    @Test
    void boxesOfPreparedPicturesAreTakenAsTheyAreOrScaledToTheModel() {
        Optional<Box> prepared = Optional.of(new Box(100, 200, 300, 400));
        List<LabelledRow> rows = List.of(row("a", true, Optional.empty(), prepared));
        Map<ImageKey, ImageScores> scored = Map.of(new ImageKey("p", "a"), scores(Optional.empty()));
        assertThat(Localisation.of(MASS, MODEL, rows, scored, RasterSize.REFERENCE)
                        .truthOf("p", "a"))
                .containsExactly(prepared.get());
        assertThat(Localisation.of(MASS, MODEL, rows, scored, new RasterSize(760, 456))
                        .truthOf("p", "a"))
                .containsExactly(new Box(50, 100, 150, 200));
    }

    @Test
    void anImageWhoseBoxIsNotKnownIsLeftOutAndSaidSo() {
        Optional<Box> prepared = Optional.of(new Box(100, 200, 300, 400));
        Localisation localisation = Localisation.of(
                MASS,
                MODEL,
                List.of(
                        row("a", true, Optional.empty(), prepared),
                        row("b", true, Optional.of(new Box(1, 2, 3, 4)), Optional.empty())),
                Map.of(
                        new ImageKey("p", "a"), scores(Optional.empty()),
                        new ImageKey("p", "b"), scores(Optional.empty())),
                RasterSize.REFERENCE);
        assertThat(localisation.cases()).extracting(BoxCase::image).containsExactly("a");
        assertThat(localisation.note())
                .hasValueSatisfying(note -> assertThat(note).contains("1 image(s) are left out"));
    }

    @Test
    void pointsAreComparedInThePixelsOfASmallerModel() {
        Optional<Box> upperQuarter = Optional.of(new Box(0, 0, 912, 380));
        List<LabelledRow> rows = List.of(
                row("a", true, Optional.empty(), upperQuarter), row("b", false, Optional.empty(), Optional.empty()));
        PointedPlaces places = new PointedPlaces(
                Map.of("mass", new Point(228, 189), "calcification", new Point(228, 191)),
                Map.of("calcification", new Point(10, 10)),
                BREAST);
        Map<ImageKey, ImageScores> scored = Map.of(
                new ImageKey("p", "a"),
                scores(Optional.empty(), places),
                new ImageKey("p", "b"),
                scores(Optional.empty()));
        List<PointQuestion> questions = Localisation.of(MASS, MODEL, rows, scored, new RasterSize(760, 456))
                .points();
        assertThat(questions).extracting(PointQuestion::kind).containsExactly(PointQuestion.Kind.values());
        PointCase maximum = questions.get(0).images().get(0);
        assertThat(questions.get(0).images()).as("only images with the finding").hasSize(1);
        assertThat(maximum.kind()).isEqualTo("L CC");
        assertThat(maximum.breastShare().orElseThrow())
                .as("190 of 380 rows of breast")
                .isEqualTo(0.5);
        HitRate hits = HitRate.of(List.of(maximum));
        assertThat(hits.rate(new int[] {1}))
                .as("row 189 is in a box that ends at 190")
                .isEqualTo(1);
        assertThat(hits.chance(HitRate.Chance.OTHER_FINDING, new int[] {1}))
                .as("row 191 is not")
                .isZero();
        PointCase centre = questions.get(1).images().get(0);
        assertThat(centre.point()).as("no box of the finding").isEmpty();
        assertThat(centre.otherFindings()).containsExactly(Optional.of(new Point(10, 10)));
    }

    @Test
    void boxesOfASmallerPictureAreInItsOwnPixels() {
        Optional<Box> prepared = Optional.of(new Box(100, 200, 300, 400));
        List<LabelledRow> rows = List.of(row("a", true, Optional.empty(), prepared));
        ImageScores scores = new ImageScores(
                "0",
                Map.of("mass", 0.6),
                Map.of(),
                new PointedPlaces(Map.of(), Map.of(), BREAST),
                -1,
                Optional.empty(),
                Optional.empty(),
                new RasterSize(760, 456));
        Map<ImageKey, ImageScores> scored = Map.of(new ImageKey("p", "a"), scores);
        assertThat(Localisation.of(MASS, MODEL, rows, scored, new RasterSize(760, 456))
                        .truthOf("p", "a"))
                .containsExactly(prepared.get());
        assertThat(Localisation.of(MASS, MODEL, rows, scored, new RasterSize(380, 228))
                        .truthOf("p", "a"))
                .containsExactly(new Box(50, 100, 150, 200));
    }
}

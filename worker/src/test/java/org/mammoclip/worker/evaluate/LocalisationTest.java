package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;

class LocalisationTest {
    private static final AskedFinding MASS =
            new AskedFinding(FindingDefinition.ofPrompts("mass", "Mass", "no mass", "mass", 0.5), "mass");
    /** The crop of a published image: 941x1987 at column 1849 + 5, row 438 + 5. */
    private static final SourceMap CROP = new SourceMap(1854, 443, 941 / 912.0, 1987 / 1520.0);

    private static LabelledRow row(String image, boolean mass, Optional<Box> source, Optional<Box> prepared) {
        return new LabelledRow(2, "p", "L", "CC", image, Map.of("mass", mass), OptionalInt.empty(), source, prepared);
    }

    private static ImageScores scores(Optional<SourceMap> map) {
        Map<String, List<BoxCase.Found>> found = Map.of("mass", List.of(new BoxCase.Found(new Box(1, 1, 2, 2), 0.7)));
        return new ImageScores("0", Map.of("mass", 0.6), found, -1, Optional.empty(), map);
    }

    @Test
    void boxesOfTheOriginalImageGoThroughCropAndScale() {
        Box source = new Box(1854 + 94.1, 443 + 198.7, 1854 + 188.2, 443 + 397.4);
        Localisation localisation = Localisation.of(
                MASS,
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
        assertThat(Localisation.of(MASS, rows, scored, RasterSize.REFERENCE).truthOf("p", "a"))
                .containsExactly(prepared.get());
        assertThat(Localisation.of(MASS, rows, scored, new RasterSize(760, 456)).truthOf("p", "a"))
                .containsExactly(new Box(50, 100, 150, 200));
    }

    @Test
    void anImageWhoseBoxIsNotKnownIsLeftOutAndSaidSo() {
        Optional<Box> prepared = Optional.of(new Box(100, 200, 300, 400));
        Localisation localisation = Localisation.of(
                MASS,
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
}

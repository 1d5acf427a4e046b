package org.mammoclip.mammoclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.reports.Side;

class LabelledSetTest {
    private static final String HEADER =
            "patient_id,image_id,laterality,view,breast_density,finding_categories,xmin,ymin,xmax,ymax,"
                    + "resized_xmin,resized_ymin,resized_xmax,resized_ymax,split";
    private static final RasterSize HALF = new RasterSize(760, 456);
    private static final TrainingImages ANY = new TrainingImages() {
        @Override
        public RasterSize size() {
            return HALF;
        }

        @Override
        public void require(String patient, String image) throws IOException {
            if (image.equals("lost")) {
                throw new IOException("no image 'lost'");
            }
        }

        @Override
        public byte[] read(String patient, String image) {
            return new byte[HALF.area()];
        }
    };

    @TempDir
    Path folder;

    private CsvTable vinDr(String... rows) throws IOException {
        return table(HEADER, rows);
    }

    private CsvTable table(String header, String... rows) throws IOException {
        return CsvTable.read(
                Files.writeString(folder.resolve("t.csv"), header + "\n" + String.join("\n", rows) + "\n"));
    }

    @Test
    void rowsOfOneImageBecomeOneWithAllFindingsAndBoxes() throws Exception {
        CsvTable table = vinDr(
                "p1,i1.png,R,CC,DENSITY C,\"['Mass', 'Asymmetry']\",1,2,3,4,100,200,300,500,training",
                "p2,i2.png,L,MLO,DENSITY B,['No Finding'],,,,,,,,,test",
                "p1,i1.png,R,CC,,['Suspicious Calcification'],1,2,3,4,900,1500,912,1520,training",
                "p3,i3.png,L,lmo,,['No Finding'],,,,,,,,,validation");
        LabelledSet set = LabelledSet.read(
                table, SplitRule.usual(1), ANY, BoxPlacement.prepared(RasterSize.REFERENCE, HALF), false);
        assertThat(set.training())
                .containsExactly(new LabelledImage(
                        "p1",
                        "i1",
                        Side.RIGHT,
                        View.CC,
                        Set.of("Mass", "Asymmetry", "Suspicious Calcification"),
                        OptionalInt.of(2),
                        Optional.empty(),
                        List.of(
                                new LabelledBox("Mass", 50, 100, 150, 250),
                                new LabelledBox("Asymmetry", 50, 100, 150, 250),
                                new LabelledBox("Suspicious Calcification", 450, 750, 456, 760)),
                        2));
        assertThat(set.test()).extracting(LabelledImage::image).containsExactly("i2");
        assertThat(set.of(Split.VALIDATION)).extracting(LabelledImage::view).containsExactly(View.OTHER);
        assertThat(set.test().get(0).findings()).isEmpty();
    }

    @Test
    void boxesOfTheOriginalCannotBePlacedInPicturesButMayBeLeftOut() throws Exception {
        CsvTable table =
                vinDr("p1,i1,R,CC,C,['Mass'],1,2,3,4,,,,,training", "p2,i2,R,CC,C,['No Finding'],,,,,,,,,test");
        TableException refused = catchThrowableOfType(
                TableException.class,
                () -> LabelledSet.read(
                        table, SplitRule.usual(1), ANY, BoxPlacement.prepared(RasterSize.REFERENCE, HALF), false));
        assertThat(refused.problems()).singleElement().asString().startsWith("t.csv:2: resized_xmin: is empty");
        LabelledSet skipped = LabelledSet.read(
                table, SplitRule.usual(1), ANY, BoxPlacement.prepared(RasterSize.REFERENCE, HALF), true);
        assertThat(skipped.skippedRows()).isEqualTo(1);
        assertThat(skipped.training()).isEmpty();
        assertThat(LabelledSet.read(table, new SplitRule.Everything(Split.TRAINING), ANY, BoxPlacement.NONE, false)
                        .training())
                .hasSize(2)
                .allSatisfy(image -> assertThat(image.boxes()).isEmpty());
    }

    @Test
    void rowsThatContradictEachOtherAreNamedWithBothLines() throws Exception {
        CsvTable table = vinDr(
                "p1,i1,R,CC,C,['Mass'],,,,,,,,,training",
                "p1,i1,L,CC,C,['Mass'],,,,,,,,,training",
                "p1,i1,R,MLO,C,['Mass'],,,,,,,,,training",
                "p1,i1,R,CC,D,['Mass'],,,,,,,,,training");
        TableException refused = catchThrowableOfType(
                TableException.class, () -> LabelledSet.read(table, SplitRule.usual(1), ANY, BoxPlacement.NONE, false));
        assertThat(refused.problems())
                .containsExactly(
                        "t.csv:3: laterality: another one than in line 2 for the same image",
                        "t.csv:4: view: another one than in line 2 for the same image",
                        "t.csv:5: density: another one than in line 2 for the same image");
    }

    @Test
    void aRowWithoutAnImageIsNamedWithItsLine() throws Exception {
        CsvTable table = vinDr("p1,i1,R,CC,C,['Mass'],,,,,,,,,training", "p2,lost,R,CC,C,['Mass'],,,,,,,,,training");
        TableException refused = catchThrowableOfType(
                TableException.class, () -> LabelledSet.read(table, SplitRule.usual(1), ANY, BoxPlacement.NONE, false));
        assertThat(refused.problems()).containsExactly("t.csv:3: no image 'lost'");
        LabelledSet skipped = LabelledSet.read(table, SplitRule.usual(1), ANY, BoxPlacement.NONE, true);
        assertThat(skipped.problems()).containsExactly("t.csv:3: no image 'lost'");
        assertThat(skipped.skippedRows()).isEqualTo(1);
    }

    @Test
    void leakageIsRefusedEvenIfBadRowsMayBeSkipped() throws Exception {
        CsvTable table = vinDr("p1,i1,R,CC,C,['Mass'],,,,,,,,,training", "p1,i2,R,CC,C,['Mass'],,,,,,,,,test");
        assertThatThrownBy(() -> LabelledSet.read(table, SplitRule.usual(1), ANY, BoxPlacement.NONE, true))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("two splits");
    }

    @Test
    void anRsnaTableSaysCancerAndNoFindings() throws Exception {
        CsvTable table = table(
                "patient_id,image_id,laterality,view,cancer,density,fold",
                "p1,i1,R,CC,1,B,1",
                "p2,i2,L,MLO,0,,0",
                "p3,i3,L,AT,0,,3");
        LabelledSet set =
                LabelledSet.read(table, new SplitRule.Folds(0, OptionalInt.of(3)), ANY, BoxPlacement.NONE, false);
        assertThat(set.training()).singleElement().satisfies(image -> {
            assertThat(image.cancer()).contains(true);
            assertThat(image.findings()).isEmpty();
            assertThat(image.density()).hasValue(1);
        });
        assertThat(set.validation())
                .singleElement()
                .extracting(LabelledImage::cancer)
                .isEqualTo(Optional.of(false));
        assertThat(set.test()).hasSize(1);
    }

    @Test
    void theDigestNamesTableAndSplit() throws Exception {
        CsvTable table = vinDr("p1,i1,R,CC,C,['Mass'],,,,,,,,,training", "p2,i2,R,CC,C,['Mass'],,,,,,,,,training");
        String digest = LabelledSet.read(table, SplitRule.usual(1), ANY, BoxPlacement.NONE, false)
                .digest();
        assertThat(digest).hasSize(64);
        assertThat(LabelledSet.read(table, SplitRule.usual(1), ANY, BoxPlacement.NONE, false)
                        .digest())
                .isEqualTo(digest);
        assertThat(LabelledSet.read(table, new SplitRule.Everything(Split.TRAINING), ANY, BoxPlacement.NONE, false)
                        .digest())
                .isNotEqualTo(digest);
        CsvTable other = vinDr("p1,i1,R,CC,C,['Mass'],,,,,,,,,training", "p2,i3,R,CC,C,['Mass'],,,,,,,,,training");
        assertThat(LabelledSet.read(other, SplitRule.usual(1), ANY, BoxPlacement.NONE, false)
                        .digest())
                .isNotEqualTo(digest);
    }

    @Test
    void fractionsAreNestedAndKeepPatientsWhole() {
        List<LabelledImage> images = new ArrayList<>();
        IntStream.range(0, 400).forEach(i -> images.add(image("p" + i / 4, "i" + i)));
        List<LabelledImage> tenth = LabelledSet.fraction(images, 0.1, 1, FractionUnit.PATIENT);
        List<LabelledImage> half = LabelledSet.fraction(images, 0.5, 1, FractionUnit.PATIENT);
        assertThat(tenth).hasSize(40);
        assertThat(half).hasSize(200).containsAll(tenth);
        assertThat(tenth.stream().map(LabelledImage::patient).distinct()).hasSize(10);
        assertThat(LabelledSet.fraction(images, 1, 1, FractionUnit.PATIENT)).isEqualTo(images);
        List<LabelledImage> single = LabelledSet.fraction(images, 0.1, 1, FractionUnit.IMAGE);
        assertThat(single).hasSize(40).isSubsetOf(images);
        assertThat(single.stream().map(LabelledImage::patient).distinct()).hasSizeGreaterThan(20);
        assertThat(LabelledSet.fraction(images, 0.1, 2, FractionUnit.PATIENT)).isNotEqualTo(tenth);
        assertThat(LabelledSet.fraction(images, 0.001, 2, FractionUnit.PATIENT)).hasSize(4);
        assertThatThrownBy(() -> LabelledSet.fraction(images, 0, 1, FractionUnit.PATIENT))
                .hasMessageContaining("above 0");
    }

    private static LabelledImage image(String patient, String image) {
        return new LabelledImage(
                patient, image, Side.LEFT, View.CC, Set.of(), OptionalInt.empty(), Optional.empty(), List.of(), 2);
    }

    @Test
    void aBoxBelongsToAFindingOfItsImage() {
        assertThatThrownBy(() -> new LabelledImage(
                        "p",
                        "i",
                        Side.LEFT,
                        View.CC,
                        Set.of(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        List.of(new LabelledBox("Mass", 0, 0, 1, 1)),
                        2))
                .hasMessageContaining("a box of Mass");
        assertThatThrownBy(() -> new LabelledBox("Mass", 1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

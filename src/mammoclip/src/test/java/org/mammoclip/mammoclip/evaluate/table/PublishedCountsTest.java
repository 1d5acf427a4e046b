package org.mammoclip.mammoclip.evaluate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables generated with the published structure of VinDr-Mammo and RSNA (rows, images, findings, several rows per image) give the
 * published counts.
 */
class PublishedCountsTest {
    @TempDir
    Path folder;

    private CsvTable write(String name, StringBuilder text) throws IOException {
        return CsvTable.read(Files.writeString(folder.resolve(name), text));
    }

    @Test
    void vinDrRowsImagesAndFindings() throws Exception {
        CsvTable all = write("finding_annotations.csv", VinDrLike.table());
        LabelledTable.Counts test =
                VinDrTable.read(RowRange.parse("split=test").of(all), false).counts();
        assertThat(test.rows()).isEqualTo(4095);
        assertThat(test.images()).isEqualTo(4000);
        assertThat(test.positiveRows())
                .containsEntry("mass", 237)
                .containsEntry("suspicious_calcification", 115)
                .containsEntry("focal_asymmetry", 53)
                .containsEntry("architectural_distortion", 24)
                .containsEntry("asymmetry", 20)
                .containsEntry("suspicious_lymph_node", 11)
                .containsEntry("skin_thickening", 12)
                .containsEntry("nipple_retraction", 7)
                .containsEntry("global_asymmetry", 6)
                .containsEntry("skin_retraction", 3);
        assertThat(test.positiveImages()).containsEntry("mass", 219).containsEntry("suspicious_calcification", 105);
        assertThat(test.densityRows()).containsExactly(20, 390, 3142, 543);

        LabelledTable.Counts training =
                VinDrTable.read(RowRange.parse("split=training").of(all), false).counts();
        assertThat(training.rows()).isEqualTo(16_391);
        assertThat(training.images()).isEqualTo(16_000);
        assertThat(training.positiveRows()).containsEntry("mass", 989).containsEntry("suspicious_calcification", 428);
        assertThat(training.positiveImages()).containsEntry("mass", 894).containsEntry("suspicious_calcification", 337);
        assertThat(training.densityRows()).containsExactly(81, 1583, 12_553, 2174);
        // The reference's positive weight: negative rows per positive row.
        assertThat((training.rows() - 989) / 989.0).isEqualTo(15.5733, org.assertj.core.api.Assertions.within(5e-5));

        LabelledTable.Counts both = VinDrTable.read(all, false).counts();
        assertThat(both.rows()).isEqualTo(20_486);
        assertThat(both.images()).isEqualTo(20_000);
        assertThat(both.patients()).isEqualTo(5000);
        assertThat(both.rowsWithBox()).isEqualTo(2254);
    }

    @Test
    void rsnaImagesAndPositivesPerFold() throws Exception {
        int[] images = {13_682, 13_612, 13_646, 13_766};
        int[] positives = {294, 284, 292, 288};
        StringBuilder text = new StringBuilder("site_id,patient_id,image_id,laterality,view,age,cancer,density,fold\n");
        int image = 0;
        int patient = 0;
        for (int fold = 0; fold < 4; fold++) {
            for (int i = 0; i < images[fold]; i++) {
                patient += i == 0 || (i % 4 == 0 && patient < (fold + 1) * 11_913 / 4) ? 1 : 0;
                text.append("1,")
                        .append(patient)
                        .append(',')
                        .append(++image)
                        .append(i % 2 == 0 ? ",L,CC,60," : ",R,MLO,60,")
                        .append(i < positives[fold] ? 1 : 0)
                        .append(',')
                        .append(i % 3 == 0 ? "" : "B")
                        .append(',')
                        .append(fold)
                        .append('\n');
            }
        }
        CsvTable table = write("train_folds.csv", text);
        LabelledTable.Counts all = RsnaTable.read(table, false).counts();
        assertThat(all.images()).isEqualTo(54_706);
        assertThat(all.patients()).isEqualTo(11_913);
        assertThat(all.positiveImages()).containsEntry("cancer", 1158);
        for (int fold = 0; fold < 4; fold++) {
            LabelledTable.Counts counts = RsnaTable.read(
                            RowRange.parse("fold=" + fold).of(table), false)
                    .counts();
            assertThat(counts.images()).isEqualTo(images[fold]);
            assertThat(counts.positiveRows()).containsEntry("cancer", positives[fold]);
        }
    }

    @Test
    void theReferencesVinDrColumnsAreReadAndContradictionsFound() throws Exception {
        StringBuilder text = new StringBuilder("patient_id,image_id,laterality,view,breast_density,finding_categories,"
                + "xmin,ymin,xmax,ymax,resized_xmin,resized_ymin,resized_xmax,resized_ymax,Mass,No_Finding\n");
        text.append("s1,i1.png,L,CC,DENSITY C,\"['Mass', 'Skin Retraction']\",10,20,30,40,1,2,3,4,1,0\n");
        text.append("s1,i2.png,L,MLO,DENSITY E,\"['Mass']\",,,,,,,,,0,0\n");
        text.append("s2,i1.png,Q,CC,,['Cyst'],9,20,3,40,,,,,1,0\n");
        CsvTable table = write("folds.csv", text);
        LabelledTable sound = VinDrTable.read(table, true);
        assertThat(sound.rows()).hasSize(1);
        assertThat(sound.skippedRows()).isEqualTo(2);
        LabelledRow row = sound.rows().get(0);
        assertThat(row.image()).isEqualTo("i1");
        assertThat(row.isPositive("mass")).isTrue();
        assertThat(row.isPositive("skin_retraction")).isTrue();
        assertThat(row.isPositive("asymmetry")).isFalse();
        assertThat(row.density()).hasValue(2);
        assertThat(row.sourceBox().orElseThrow().right()).isEqualTo(30);
        assertThat(row.preparedBox().orElseThrow().bottom()).isEqualTo(4);
        List<String> problems = catchThrowableOfType(TableException.class, () -> VinDrTable.read(table, false))
                .problems();
        assertThat(problems)
                .anyMatch(line -> line.startsWith("folds.csv:3: Mass: contradicts"))
                .anyMatch(line -> line.startsWith("folds.csv:3: breast_density: 'E'"))
                .anyMatch(line -> line.startsWith("folds.csv:4: patient_id: image 'i1' has another patient"))
                .anyMatch(line -> line.startsWith("folds.csv:4: laterality: 'Q' is not L or R"))
                .anyMatch(line -> line.startsWith("folds.csv:4: finding_categories: unknown finding 'Cyst'"));
    }

    @Test
    void imageTextTablesOfBothLayouts() throws Exception {
        StringBuilder raw = new StringBuilder("patient_id,FINDINGS,IMPRESSION,image_id,view,laterality\n");
        raw.append("7,\"There is a 1.5 cm mass.\nNo calcifications seen.\",BI-RADS: 4 suspicious.,17.png,CC,R\n");
        raw.append("8,Ok.,,18.png,CC,L\n");
        ImageTextTable read = ImageTextTable.read(write("raw.csv", raw), true);
        assertThat(read.pairs())
                .containsExactly(new ImageTextTable.Pair(
                        2, "7", "R", "17", "there is a 1 5 cm mass no calcifications seen birads : 4 suspicious"));
        assertThat(read.problems()).hasSize(1).first().asString().contains("raw.csv:4: FINDINGS: no sentence");

        StringBuilder grouped = new StringBuilder("patient_id,laterality,image,view,CC,MLO,text,text_augment,fold\n");
        grouped.append("7,R,\"['17.png', '18.png']\",\"['CC', 'MLO']\",,,\"['a mass is seen', 'birads 4']\",,0\n");
        assertThat(ImageTextTable.read(write("grouped.csv", grouped), false).pairs())
                .extracting(ImageTextTable.Pair::image, ImageTextTable.Pair::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("17", "a mass is seen birads 4"),
                        org.assertj.core.groups.Tuple.tuple("18", "a mass is seen birads 4"));
    }
}

package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.LabelledTable;
import org.mammoclip.mammoclip.evaluate.table.RsnaTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;

class DatasetRowsTest {
    @TempDir
    private Path folder;

    /** Where one patient's picture is missing, that of another must not be scored under the wrong labels. */
    @Test
    void aPictureIsTheImageOfOnePatientOnly() throws Exception {
        Path table = Files.writeString(
                folder.resolve("labels.csv"),
                "patient_id,image_id,laterality,view,cancer\na,LCC,L,CC,0\nb,LCC,L,CC,1\n");
        LabelledTable labels = RsnaTable.read(CsvTable.read(table), false);
        Path images = Files.createDirectories(folder.resolve("images"));
        Files.writeString(Files.createDirectories(images.resolve("a")).resolve("LCC.png"), "x");
        assertThatThrownBy(() -> DatasetRows.of(labels, ImageFolder.of(images), false))
                .isInstanceOf(TableException.class)
                .satisfies(refused -> assertThat(((TableException) refused).problems())
                        .singleElement()
                        .asString()
                        .contains("'LCC.png' is the image of another patient already"));
        assertThat(DatasetRows.of(labels, ImageFolder.of(images), true).rows()).hasSize(1);
        Files.writeString(Files.createDirectories(images.resolve("b")).resolve("LCC.png"), "x");
        assertThat(DatasetRows.of(labels, ImageFolder.of(images), false).files())
                .hasSize(2);
    }
}

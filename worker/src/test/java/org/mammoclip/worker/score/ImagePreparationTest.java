package org.mammoclip.worker.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammogram.prepare.PreparedMammogram;
import org.mammoclip.mammogram.prepare.Preprocessing;

/** The checkpoint's card chooses how images are prepared. */
class ImagePreparationTest {
    @TempDir
    Path folder;

    private static ModelCard card(String preprocessing) {
        return new ModelCard(
                "m",
                "1",
                "efficientnet-demo",
                "0".repeat(64),
                false,
                true,
                "untrained",
                new RasterSize(190, 114),
                new RasterSize(6, 4),
                preprocessing,
                8,
                "cpu",
                FindingSet.DEFAULT);
    }

    @Test
    void theCardChoosesBetweenMinMaxAndVoi() throws Exception {
        Path image = SyntheticExam.of(1)
                .writeTo(Files.createDirectory(folder.resolve("exam")))
                .get(0);
        PreparedMammogram minMax = ImagePreparation.prepare(
                        image, ImagePreparation.forModel(card("mammo-clip-minmax-1")))
                .input();
        PreparedMammogram voi = ImagePreparation.prepare(image, ImagePreparation.forModel(card("mammo-clip-voi-1")))
                .input();
        assertThat(minMax.preprocessing()).isEqualTo(Preprocessing.REFERENCE_MIN_MAX);
        assertThat(voi.preprocessing()).isEqualTo(Preprocessing.VOI);
        assertThat(voi.grey()).hasSameSizeAs(minMax.grey()).isNotEqualTo(minMax.grey());
    }

    @Test
    void anUnknownPreparationIsRefusedAndBothKnownOnesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImagePreparation.forModel(card("mammo-clip-clahe-1")))
                .withMessageContaining("'mammo-clip-clahe-1'")
                .withMessageContaining("'mammo-clip-minmax-1' or 'mammo-clip-voi-1'");
    }
}

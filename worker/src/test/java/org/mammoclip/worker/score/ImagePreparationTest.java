package org.mammoclip.worker.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
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

    /** A picture cut anywhere is an unusable picture, so that the others of its data set are still looked at. */
    @Test
    void aDamagedPictureIsNotUsable() throws Exception {
        for (String format : new String[] {"png", "jpg"}) {
            Path whole = folder.resolve("whole." + format);
            BufferedImage grey = new BufferedImage(40, 60, BufferedImage.TYPE_BYTE_GRAY);
            grey.getRaster().setSample(20, 30, 0, 200);
            ImageIO.write(grey, format, whole.toFile());
            assertThat(ImagePreparation.readPicture(whole).getHeight()).isEqualTo(60);
            byte[] content = Files.readAllBytes(whole);
            for (int length : new int[] {4, 20, 40}) {
                Path cut = Files.write(folder.resolve("cut." + format), Arrays.copyOf(content, length));
                assertThatThrownBy(() -> ImagePreparation.readPicture(cut))
                        .isInstanceOf(ImagePreparation.NotUsableException.class)
                        .hasMessageContaining("NOT_A_PICTURE");
            }
        }
    }
}

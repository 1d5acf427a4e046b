package org.mammoclip.mammogram.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.Reports;
import org.mammoclip.mammogram.report.TriageReport;

class SentenceOverlayTest {
    private static final ImageSize SIZE = new ImageSize(1200, 900);
    private static final List<Mammogram> IMAGES = Exams.study().mammograms();

    private static TriageReport report(OutputProfile profile) {
        return Reports.report(
                List.of(new ImageOutcome.Scored(IMAGES.get(0), Map.of(Finding.MASS, 0.9), List.of())),
                DecisionRules.of(Map.of(Finding.MASS, 0.5)),
                profile);
    }

    /** One bright cell of 10 x 10 in the upper left. */
    private static SourceAttribution map(Mammogram image, String sentence) {
        return new SourceAttribution(
                image.source(),
                Finding.MASS,
                Reports.grid(10, 10, 1, 1),
                AffineTransform2D.scale(90, 120),
                SIZE.rows(),
                SIZE.columns(),
                "linear map",
                sentence);
    }

    private static Background tissue(ImageSize size) {
        byte[] grey = new byte[size.pixels()];
        Arrays.fill(grey, (byte) 90);
        return new Background(size, grey);
    }

    @Test
    void theMapOfASentenceIsPaintedWithoutBoxes() throws IOException {
        SentenceOverlay overlay = SentenceOverlay.render(
                report(OutputProfile.FULL), map(IMAGES.get(0), "there is a mass"), tissue(SIZE), 1024);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        overlay.writePng(png);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));

        int coloured = 0;
        int white = 0;
        for (int y = image.getHeight() / 6; y < image.getHeight() * 2 / 3; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                coloured += Math.abs((rgb >> 16 & 0xFF) - (rgb & 0xFF)) > 20 ? 1 : 0;
                white += (rgb & 0xFF) > 200 ? 1 : 0;
            }
        }
        assertThat(Math.max(image.getHeight(), image.getWidth())).isLessThanOrEqualTo(1024);
        assertThat(coloured).isPositive();
        assertThat(white).as("lines of boxes").isZero();
    }

    @Test
    void refusesWhatItCannotShow() {
        TriageReport full = report(OutputProfile.FULL);
        SourceAttribution map = map(IMAGES.get(0), "there is a mass");

        assertThatThrownBy(() -> SentenceOverlay.render(report(OutputProfile.TRIAGE), map, tissue(SIZE), 1024))
                .hasMessageContaining("triage output carries no marks");
        assertThatThrownBy(() -> SentenceOverlay.render(full, map(IMAGES.get(0), ""), tissue(SIZE), 1024))
                .hasMessageContaining("no sentence");
        assertThatThrownBy(() -> SentenceOverlay.render(full, map(IMAGES.get(1), "a mass"), tissue(SIZE), 1024))
                .hasMessageContaining("another study");
        assertThatThrownBy(() -> SentenceOverlay.render(full, map, tissue(new ImageSize(1200, 901)), 1024))
                .hasMessageContaining("different images");
        assertThatThrownBy(() -> SentenceOverlay.render(full, map, tissue(SIZE), 511))
                .hasMessageContaining("at least 512");
    }
}

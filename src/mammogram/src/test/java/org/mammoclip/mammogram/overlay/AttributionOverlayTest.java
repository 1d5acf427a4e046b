package org.mammoclip.mammogram.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.finding.AttributionGrid;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.Reports;
import org.mammoclip.mammogram.report.TriageReport;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.SelectionRules;

class AttributionOverlayTest {
    private static final int GREY = 100;

    private static TriageReport report(Slot slot, SourceAttribution attribution, double score) {
        Mammogram mammogram = new Mammogram(Exams.header(Exams.image(slot, "x")), slot, false);
        ImageOutcome outcome = new ImageOutcome.Scored(
                mammogram, Map.of(Finding.MASS, score), attribution == null ? List.of() : List.of(attribution));
        return new TriageReport(
                new ScreeningStudy(Exams.STUDY, List.of(mammogram), List.of()),
                1,
                List.of(outcome),
                DecisionRules.of(Map.of(Finding.MASS, 0.5)),
                Reports.MODEL,
                ReportingDevice.node("n"),
                OutputProfile.FULL,
                "Research use only - not for diagnosis",
                Reports.ANALYSED_AT,
                List.of());
    }

    private static SourceAttribution attribution(
            Slot slot, AttributionGrid grid, AffineTransform2D map, ImageSize size) {
        return new SourceAttribution(
                Exams.header(Exams.image(slot, "x")).reference(),
                Finding.MASS,
                grid,
                map,
                size.rows(),
                size.columns(),
                "test map");
    }

    private static AttributionOverlay render(
            Slot slot, AttributionGrid grid, AffineTransform2D map, ImageSize size, byte[] grey, int longestSide) {
        TriageReport report = report(slot, attribution(slot, grid, map, size), 0.2);
        return AttributionOverlay.render(report, report.scored().get(0), new Background(size, grey), longestSide)
                .orElseThrow();
    }

    private static byte[] tissue(ImageSize size) {
        byte[] grey = new byte[size.pixels()];
        Arrays.fill(grey, (byte) GREY);
        return grey;
    }

    private static boolean isColoured(int rgb) {
        int red = rgb >> 16 & 0xFF;
        int green = rgb >> 8 & 0xFF;
        int blue = rgb & 0xFF;
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > 3;
    }

    /**
     * A square of attribution 400 x 300 source pixels away from the corner must be painted over the same square, whatever
     * the crop, the side of the breast and the scale: centres of gravity agree within half a picture pixel.
     */
    @ParameterizedTest
    @CsvSource({"0, 2048", "2, 2048", "1, 777", "3, 1300"})
    void paintsAttributionWhereItBelongs(int slotIndex, int longestSide) {
        Slot slot = Slot.ALL.get(slotIndex);
        ImageSize size = new ImageSize(2600, 2100);
        boolean left = slotIndex < 2;
        // A crop of the breast: model input 1520 x 912 from 1100 x 2000 pixels that begin at the chest wall side.
        AffineTransform2D modelToSource = AffineTransform2D.scale(1100 / 912.0, 2000 / 1520.0)
                .then(AffineTransform2D.translate(left ? 5 : 995, 305));
        AttributionGrid grid = Reports.grid(48, 29, 20, 9);
        AffineTransform2D map = SourceAttribution.overModelInput(grid, 1520, 912, modelToSource);
        AttributionOverlay overlay = render(slot, grid, map, size, tissue(size), longestSide);

        PixelPoint expected = overlay.toPicture(map.apply(9.5, 20.5));
        BufferedImage image = overlay.image();
        int top = (int) Math.ceil(overlay.toPicture(new PixelPoint(0, 0)).row());
        int bottom = (int)
                Math.floor(overlay.toPicture(new PixelPoint(0, size.rows())).row());
        double weight = 0;
        double column = 0;
        double row = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                if (isColoured(rgb)) {
                    weight++;
                    column += x + 0.5;
                    row += y + 0.5;
                }
            }
        }

        assertThat(Math.max(image.getWidth(), image.getHeight())).isLessThanOrEqualTo(longestSide);
        assertThat(weight).isPositive();
        assertThat(column / weight).isCloseTo(expected.column(), within(0.5));
        assertThat(row / weight).isCloseTo(expected.row(), within(0.5));
    }

    /** A bright square of the mammogram lies where the coordinate map says, to half a pixel. */
    @ParameterizedTest
    @CsvSource({"0, 130, 400", "2, 1700, 900"})
    void showsTheMammogramWhereTheCoordinatesSay(int slotIndex, int squareColumn, int squareRow) {
        ImageSize size = new ImageSize(2600, 2100);
        byte[] grey = new byte[size.pixels()];
        int side = 150;
        for (int row = squareRow; row < squareRow + side; row++) {
            Arrays.fill(
                    grey, row * size.columns() + squareColumn, row * size.columns() + squareColumn + side, (byte) 255);
        }
        AttributionOverlay overlay = render(
                Slot.ALL.get(slotIndex),
                AttributionGrid.of(new float[1][1]),
                AffineTransform2D.scale(2100, 2600),
                size,
                grey,
                1024);

        PixelPoint expected = overlay.toPicture(new PixelPoint(squareColumn + side / 2.0, squareRow + side / 2.0));
        BufferedImage image = overlay.image();
        int top = (int) Math.ceil(overlay.toPicture(new PixelPoint(0, 0)).row());
        int bottom = (int)
                Math.floor(overlay.toPicture(new PixelPoint(0, size.rows())).row());
        double weight = 0;
        double column = 0;
        double row = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int level = image.getRGB(x, y) & 0xFF;
                weight += level;
                column += level * (x + 0.5);
                row += level * (y + 0.5);
            }
        }

        assertThat(column / weight).isCloseTo(expected.column(), within(0.05));
        assertThat(row / weight).isCloseTo(expected.row(), within(0.05));
    }

    @Test
    void leavesAirAndPaddingBlackAndWeakAttributionTransparent() {
        ImageSize size = new ImageSize(600, 400);
        byte[] grey = tissue(size);
        for (int row = 0; row < size.rows(); row++) {
            Arrays.fill(grey, row * 400, row * 400 + 200, (byte) 0);
        }
        AttributionGrid strong = AttributionGrid.of(new float[][] {{1}});
        AttributionGrid weak = AttributionGrid.of(new float[][] {{(float) Picture.FLOOR}});
        AffineTransform2D whole = AffineTransform2D.scale(400, 600);

        AttributionOverlay painted = render(Slot.ALL.get(0), strong, whole, size, grey, 2048);
        PixelPoint air = painted.toPicture(new PixelPoint(100, 300));
        PixelPoint breast = painted.toPicture(new PixelPoint(300, 300));
        AttributionOverlay unpainted = render(Slot.ALL.get(0), weak, whole, size, grey, 2048);

        assertThat(rgb(painted, air)).isZero();
        assertThat(isColoured(rgb(painted, breast))).isTrue();
        assertThat(rgb(unpainted, breast)).isEqualTo(GREY << 16 | GREY << 8 | GREY);
    }

    private static int rgb(AttributionOverlay overlay, PixelPoint point) {
        return overlay.image().getRGB((int) point.column(), (int) point.row()) & 0xFFFFFF;
    }

    @Test
    void neverHidesTheTissue() {
        for (double value = 0; value <= 1; value += 0.01) {
            assertThat(Picture.alpha(value)).isBetween(0.0, 0.6);
        }
        assertThat(Picture.alpha(Picture.FLOOR)).isZero();
    }

    @Test
    void encodesTheSamePixelsAsThePreview() throws IOException {
        ImageSize size = new ImageSize(601, 401);
        AttributionOverlay overlay = render(
                Slot.ALL.get(3), Reports.grid(6, 4, 2, 2), AffineTransform2D.scale(100, 100), size, tissue(size), 2048);
        DataSet capture = overlay.encode();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        overlay.writePng(png);
        BufferedImage preview = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));

        byte[] pixels = capture.bytes(Tag.PixelData).orElseThrow();
        assertThat(capture.integer(Tag.Rows)).hasValue(preview.getHeight());
        assertThat(capture.integer(Tag.Columns)).hasValue(preview.getWidth());
        assertThat(pixels.length % 2).isZero();
        for (int i = 0; i < preview.getWidth() * preview.getHeight(); i++) {
            int rgb = preview.getRGB(i % preview.getWidth(), i / preview.getWidth());
            int stored = (pixels[3 * i] & 0xFF) << 16 | (pixels[3 * i + 1] & 0xFF) << 8 | pixels[3 * i + 2] & 0xFF;
            if ((rgb & 0xFFFFFF) != stored) {
                assertThat(stored).as("pixel " + i).isEqualTo(rgb & 0xFFFFFF);
            }
        }
    }

    @Test
    void namesItsSourceItsMakerAndItsUse() {
        ImageSize size = new ImageSize(600, 400);
        DataSet capture = render(
                        Slot.ALL.get(3),
                        Reports.grid(6, 4, 2, 2),
                        AffineTransform2D.scale(100, 100),
                        size,
                        tissue(size),
                        2048)
                .encode();

        assertThat(capture.string(Tag.Modality)).contains("OT");
        assertThat(capture.string(Tag.ImageLaterality)).contains("R");
        assertThat(capture.contains(Tag.Laterality)).isFalse();
        assertThat(capture.string(Tag.BurnedInAnnotation)).contains("YES");
        assertThat(capture.string(Tag.PatientID)).contains("ID 0001");
        assertThat(capture.string(Tag.ImageComments).orElseThrow())
                .contains("Not for diagnostic use", "Untrained demonstration model");
        assertThat(capture.item(Tag.SourceImageSequence).flatMap(item -> item.uid(Tag.ReferencedSOPInstanceUID)))
                .isEqualTo(Exams.image(Slot.ALL.get(3), "x").uid(Tag.SOPInstanceUID));
        assertThat(capture.items(Tag.ContributingEquipmentSequence)).hasSize(2);
        assertThat(capture.items(Tag.ContributingEquipmentSequence)
                        .get(1)
                        .string(Tag.ContributionDescription)
                        .orElseThrow())
                .contains(Reports.MODEL.checkpointSha256(), "reference-1", "default-1");
        assertThat(ImageSelector.decide(Exams.header(capture), SelectionRules.DEFAULT)
                        .code())
                .isEqualTo(DecisionCode.IGNORE_OWN);
    }

    @Test
    void isAbsentWithoutAMapAndRefusedInATriageProfile() {
        ImageSize size = new ImageSize(600, 400);
        Slot slot = Slot.ALL.get(0);
        TriageReport without = report(slot, null, 0.2);
        TriageReport triage = Reports.report(Exams.study(), Map.of(), Set.of(), OutputProfile.TRIAGE, List.of());
        Background background = new Background(size, tissue(size));

        assertThat(AttributionOverlay.render(without, without.scored().get(0), background, 2048))
                .isEmpty();
        assertThatThrownBy(
                        () -> AttributionOverlay.render(triage, triage.scored().get(0), background, 2048))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesABackgroundOfAnotherSize() {
        TriageReport report = Reports.report(Exams.study(), Map.of(), Set.of());
        ImageSize other = new ImageSize(383, 288);
        Background background = new Background(other, tissue(other));

        assertThatThrownBy(
                        () -> AttributionOverlay.render(report, report.scored().get(0), background, 2048))
                .hasMessageContaining("different images");
        assertThatThrownBy(() -> new Background(other, new byte[5])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasEveryLetterOfItsCaptions() {
        assertThat(StrokeFont.width("Ä", 14)).isEqualTo(StrokeFont.width("A", 14));
        assertThat(StrokeFont.width("\u4e2d", 14)).isEqualTo(StrokeFont.width("?", 14));
        for (char letter = ' '; letter < 0x7F; letter++) {
            boolean known = "$@\\^`~".indexOf(letter) < 0;
            assertThat(StrokeFont.knows(Character.toString(letter)))
                    .as("'" + letter + "'")
                    .isEqualTo(known);
        }
    }
}

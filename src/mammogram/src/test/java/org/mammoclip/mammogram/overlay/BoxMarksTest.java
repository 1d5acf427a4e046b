package org.mammoclip.mammogram.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.Reports;
import org.mammoclip.mammogram.report.TriageReport;

/** Boxes in the picture: where they are, how they look, and what the legend says. */
class BoxMarksTest {
    private static final ImageSize SIZE = new ImageSize(1200, 900);
    private static final Mammogram IMAGE = Exams.study().mammograms().get(0);

    private static Background tissue() {
        byte[] grey = new byte[SIZE.pixels()];
        Arrays.fill(grey, (byte) 90);
        return new Background(SIZE, grey);
    }

    private static AttributionOverlay overlay(
            Map<Finding, Double> scores, List<SourceAttribution> maps, List<SourceBox> boxes, int longestSide) {
        ImageOutcome image = new ImageOutcome.Scored(IMAGE, scores, maps, boxes, Set.of());
        Map<Finding, Double> thresholds = new LinkedHashMap<>(scores);
        thresholds.replaceAll((finding, score) -> 0.5);
        TriageReport report = Reports.report(List.of(image), DecisionRules.of(thresholds));
        return AttributionOverlay.render(report, report.scored().get(0), tissue(), longestSide)
                .orElseThrow();
    }

    private static AttributionOverlay oneBox(PixelBox rectangle, BoxOrigin origin, int longestSide) {
        SourceBox box = new SourceBox(Finding.MASS, rectangle, 0.75, origin);
        return overlay(Map.of(Finding.MASS, 0.8), List.of(), List.of(box), longestSide);
    }

    private static boolean isWhite(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) & 0xFF) > 180;
    }

    /** Columns and rows of the lines are where the brightness along a cut through the box says. */
    @ParameterizedTest
    @CsvSource({"DETECTOR, 2048", "DETECTOR, 777", "ATTRIBUTION, 2048"})
    void linesLieOnTheEdgesOfTheBox(BoxOrigin origin, int longestSide) {
        PixelBox rectangle = new PixelBox(203.5, 400.25, 610.75, 805);
        AttributionOverlay overlay = oneBox(rectangle, origin, longestSide);
        PixelPoint topLeft = overlay.toPicture(new PixelPoint(rectangle.left(), rectangle.top()));
        PixelPoint bottomRight = overlay.toPicture(new PixelPoint(rectangle.right(), rectangle.bottom()));
        BufferedImage image = overlay.image();

        double middleColumn = (topLeft.column() + bottomRight.column()) / 2;
        double middleRow = (topLeft.row() + bottomRight.row()) / 2;
        assertThat(edge(image, topLeft.column(), middleRow, true)).isCloseTo(topLeft.column(), within(0.5));
        assertThat(edge(image, bottomRight.column(), middleRow, true)).isCloseTo(bottomRight.column(), within(0.5));
        assertThat(edge(image, topLeft.row(), middleColumn, false)).isCloseTo(topLeft.row(), within(0.5));
        assertThat(edge(image, bottomRight.row(), middleColumn, false)).isCloseTo(bottomRight.row(), within(0.5));
    }

    /** Centre of gravity of white around a place, over a stretch longer than a dash and a gap. */
    private static double edge(BufferedImage image, double near, double middle, boolean horizontally) {
        double weight = 0;
        double sum = 0;
        for (int along = (int) middle - 20; along <= (int) middle + 20; along++) {
            for (int across = (int) near - 6; across <= (int) near + 6; across++) {
                int rgb = horizontally ? image.getRGB(across, along) : image.getRGB(along, across);
                double white = Math.max(0, (rgb & 0xFF) - 100);
                weight += white;
                sum += white * (across + 0.5);
            }
        }
        return sum / weight;
    }

    @Test
    void aDetectorsLineIsWholeAndAMapsIsDashed() {
        assertThat(whiteShare(BoxOrigin.DETECTOR)).isGreaterThan(0.98);
        assertThat(whiteShare(BoxOrigin.ATTRIBUTION)).isBetween(0.4, 0.75);
    }

    /** Of the upper edge, how much is white. */
    private static double whiteShare(BoxOrigin origin) {
        PixelBox rectangle = new PixelBox(100, 500, 800, 900);
        AttributionOverlay overlay = oneBox(rectangle, origin, 2048);
        PixelPoint topLeft = overlay.toPicture(new PixelPoint(rectangle.left(), rectangle.top()));
        PixelPoint topRight = overlay.toPicture(new PixelPoint(rectangle.right(), rectangle.top()));
        int white = 0;
        int all = 0;
        for (int x = (int) topLeft.column() + 5; x < topRight.column() - 5; x++, all++) {
            int row = (int) topLeft.row();
            white += isWhite(overlay.image(), x, row - 1)
                            || isWhite(overlay.image(), x, row)
                            || isWhite(overlay.image(), x, row + 1)
                    ? 1
                    : 0;
        }
        return (double) white / all;
    }

    @ParameterizedTest
    @EnumSource
    void aBoxAloneMakesAPictureThatSaysWhatItShows(BoxOrigin origin) {
        AttributionOverlay overlay = oneBox(new PixelBox(0, 0, 900, 1200), origin, 1024);

        assertThat(overlay.encode().string(Tag.DerivationDescription))
                .contains("Detected boxes, alpha 0.55, model" + " mammoclip-b5 2026.1");
    }

    /** The smallest picture with all the text there can be still shows the mammogram. */
    @Test
    void theMammogramKeepsItsRoomBesideTheLongestLegend() {
        Map<Finding, Double> scores = new LinkedHashMap<>();
        List<SourceBox> boxes = new ArrayList<>();
        for (Finding finding : Finding.VINDR) {
            scores.put(finding, 0.9);
            for (int i = 0; i < 3; i++) {
                boxes.add(new SourceBox(finding, new PixelBox(10 + i, 20, 99, 99), 0.5, BoxOrigin.DETECTOR));
            }
        }
        String sentence = "a sentence of many words ".repeat(8).strip();
        SourceAttribution map = new SourceAttribution(
                IMAGE.source(),
                Finding.MASS,
                Reports.grid(2, 2, 0, 0),
                AffineTransform2D.scale(450, 600),
                SIZE.rows(),
                SIZE.columns(),
                "test map",
                sentence);

        AttributionOverlay overlay = overlay(scores, List.of(map), boxes, 512);

        double shown = overlay.toPicture(new PixelPoint(0, 1200)).row()
                - overlay.toPicture(new PixelPoint(0, 0)).row();
        assertThat(overlay.image().getHeight()).isLessThanOrEqualTo(512);
        assertThat(shown).isGreaterThan(100);
        assertThat(overlay.encode().string(Tag.DerivationDescription).orElseThrow())
                .contains("Mass, sentence \"" + sentence + "\", test map");
        assertThatThrownBy(() -> overlay(scores, List.of(map), boxes, 511)).hasMessageContaining("at least 512");
    }

    @Test
    void refusesBoxesOfAnotherImage() {
        assertThatThrownBy(() -> oneBox(new PixelBox(0, 0, 901, 1200), BoxOrigin.DETECTOR, 1024))
                .hasMessageContaining("different images");
    }

    @Test
    void refusesSentencesThatAreTooLongOrUnprintable() {
        for (String sentence : List.of("x".repeat(201), "two\nlines")) {
            assertThatThrownBy(() -> new SourceAttribution(
                            IMAGE.source(),
                            Finding.MASS,
                            Reports.grid(2, 2, 0, 0),
                            AffineTransform2D.IDENTITY,
                            2,
                            2,
                            "test map",
                            sentence))
                    .hasMessageContaining("at most 200 characters");
        }
    }
}

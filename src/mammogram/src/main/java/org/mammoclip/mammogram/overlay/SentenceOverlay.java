package org.mammoclip.mammogram.overlay;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.report.TriageReport;

/**
 * One mammogram with the map of a free sentence, for a person who asked: labelled as such, without score or box, and no DICOM object.
 * Immutable.
 */
public final class SentenceOverlay {
    private final BufferedImage image;

    private SentenceOverlay(BufferedImage image) {
        this.image = image;
    }

    /**
     * @param map with a sentence, of one of the report's images
     * @param background the same image, in full size
     * @param longestSide of the picture in pixels, at least 512
     * @throws IllegalArgumentException if the profile forbids marks, the map has no sentence, or map, background and report are of different images
     */
    public static SentenceOverlay render(
            TriageReport report, SourceAttribution map, Background background, int longestSide) {
        AttributionOverlay.requireDrawable(report, longestSide);
        if (map.sentence().isEmpty()) {
            throw new IllegalArgumentException("this map answers no sentence");
        }
        if (!background.size().equals(new ImageSize(map.sourceRows(), map.sourceColumns()))) {
            throw new IllegalArgumentException("background and attribution are of different images");
        }
        Mammogram mammogram = report.study().mammograms().stream()
                .filter(candidate -> candidate.source().equals(map.source()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an image of another study"));
        Captions captions = Captions.ofSentence(report, mammogram, map);
        return new SentenceOverlay(new Picture(background, Optional.of(map), List.of(), captions, longestSide).image());
    }

    /** Writes the picture as PNG. */
    public void writePng(OutputStream out) throws IOException {
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java platform cannot write PNG");
        }
    }
}

package org.mammoclip.mammogram.overlay;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.report.TriageReport;

/** One mammogram with its attribution map painted over it. Immutable. */
public final class AttributionOverlay {
    /** Longest side of the picture in pixels unless told otherwise. */
    public static final int DEFAULT_LONGEST_SIDE = 2048;

    private final TriageReport report;
    private final Mammogram mammogram;
    private final BufferedImage image;

    private AttributionOverlay(TriageReport report, Mammogram mammogram, BufferedImage image) {
        this.report = report;
        this.mammogram = mammogram;
        this.image = image;
    }

    /**
     * @param attribution the map to show, of this mammogram
     * @param longestSide of the picture in pixels; a smaller source is not enlarged beyond readability of the legend
     * @throws IllegalArgumentException if the profile forbids marks
     */
    public static AttributionOverlay render(
            TriageReport report,
            Mammogram mammogram,
            Background background,
            SourceAttribution attribution,
            int longestSide) {
        if (!report.profile().marksLocations()) {
            throw new IllegalArgumentException("a triage output carries no marks");
        }
        return new AttributionOverlay(report, mammogram, new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    }

    /** The Secondary Capture Image (PS3.3 A.8.1). */
    public DataSet encode() {
        return report.study().mammograms().contains(mammogram)
                ? DataSet.EMPTY
                : DataSet.builder().build();
    }

    /** Writes the picture as PNG. */
    public void writePng(OutputStream out) throws IOException {
        javax.imageio.ImageIO.write(image, "png", out);
    }

    /** The picture, RGB. */
    public BufferedImage image() {
        return image;
    }
}

package org.mammoclip.mammogram.overlay;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.report.AnalysisTime;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.LocatedFinding;
import org.mammoclip.mammogram.report.ResultHeader;
import org.mammoclip.mammogram.report.TriageReport;

/**
 * One mammogram with the attribution map of its leading finding and the boxes of all that are marked, as an RGB Secondary
 * Capture (PS3.3 A.8.1). Immutable.
 *
 * <p>Modality OT keeps it out of mammography hanging protocols. It is scaled and has panels with text, so Spatial
 * Locations Preserved is NO and there is nothing to measure on it.
 */
public final class AttributionOverlay {
    /** Longest side of the picture in pixels unless told otherwise. */
    public static final int DEFAULT_LONGEST_SIDE = 2048;

    private static final int SMALLEST_SIDE = 512;
    private static final int SERIES_NUMBER = 9100;
    private static final CodedConcept SOURCE_IMAGE =
            new CodedConcept("121322", "DCM", "Source image for image processing operation");
    private static final CodedConcept ACQUISITION_EQUIPMENT =
            new CodedConcept("109101", "DCM", "Acquisition Equipment");

    private final TriageReport report;
    private final Mammogram mammogram;
    private final String shown;
    private final Picture picture;

    private AttributionOverlay(TriageReport report, Mammogram mammogram, String shown, Picture picture) {
        this.report = report;
        this.mammogram = mammogram;
        this.shown = shown;
        this.picture = picture;
    }

    /**
     * Renders the map of the image's leading finding ({@link TriageReport#leading}) and all its boxes.
     *
     * @param image one of the report's
     * @param background the same image, in full size
     * @param longestSide of the picture in pixels, at least 512
     * @return empty if the image has neither an attribution map nor a marked place
     * @throws IllegalArgumentException if the profile forbids marks or the background has another size
     */
    public static Optional<AttributionOverlay> render(
            TriageReport report, ImageOutcome.Scored image, Background background, int longestSide) {
        requireDrawable(report, longestSide);
        return report.leading(image).map(finding -> {
            Optional<SourceAttribution> map = image.attribution(finding);
            List<LocatedFinding> marks = report.located(image);
            requireSameImage(background.size(), map, marks);
            Picture picture = new Picture(
                    background,
                    map,
                    marks.stream().map(LocatedFinding::box).toList(),
                    Captions.of(report, image, finding, marks),
                    longestSide);
            return new AttributionOverlay(report, image.mammogram(), shown(finding, map), picture);
        });
    }

    /** @throws IllegalArgumentException if the profile forbids marks or the picture would be too small */
    static void requireDrawable(TriageReport report, int longestSide) {
        if (!report.profile().marksLocations()) {
            throw new IllegalArgumentException("a triage output carries no marks");
        }
        if (longestSide < SMALLEST_SIDE) {
            throw new IllegalArgumentException("the longest side has at least " + SMALLEST_SIDE + " pixels");
        }
    }

    private static void requireSameImage(
            ImageSize background, Optional<SourceAttribution> map, List<LocatedFinding> marks) {
        boolean sameSize = map.map(attribution -> new ImageSize(attribution.sourceRows(), attribution.sourceColumns()))
                .map(background::equals)
                .orElse(true);
        PixelBox whole = new PixelBox(0, 0, background.columns(), background.rows());
        boolean inside = marks.stream()
                .map(mark -> mark.box().rectangle())
                .allMatch(rectangle -> rectangle.clippedTo(whole).equals(rectangle));
        if (!sameSize || !inside) {
            throw new IllegalArgumentException("background and attribution are of different images");
        }
    }

    /** What is seen, for the derivation description. */
    private static String shown(Finding finding, Optional<SourceAttribution> map) {
        return map.map(attribution -> "Saliency overlay for " + finding.title()
                        + (attribution.sentence().isEmpty() ? "" : ", sentence \"" + attribution.sentence() + "\"")
                        + ", " + attribution.method())
                .orElse("Detected boxes");
    }

    /** Where a point of the source image lies in the picture, both with 0\0 at the top left corner. */
    public PixelPoint toPicture(PixelPoint source) {
        return picture.toPicture(source);
    }

    /** The picture, RGB. */
    public BufferedImage image() {
        return picture.image();
    }

    /** Writes the picture as PNG. */
    public void writePng(OutputStream out) throws IOException {
        if (!ImageIO.write(picture.image(), "png", out)) {
            throw new IOException("this Java platform cannot write PNG");
        }
    }

    /** The Secondary Capture Image, RGB 8 bit; the same report and image always give the same data set. */
    public DataSet encode() {
        DataSet source = mammogram.header().attributes();
        AnalysisTime time = ResultHeader.time(report);
        List<DataSet> contributors = acquisitionEquipment(source);
        DataSet.Builder result = ResultHeader.of(report, contributors)
                .uid(Tag.SOPClassUID, SopClass.SECONDARY_CAPTURE_IMAGE)
                .uid(Tag.SOPInstanceUID, report.uids().overlay(mammogram.source()))
                .text(Tag.Modality, "OT")
                .uid(Tag.SeriesInstanceUID, report.uids().overlaySeries())
                .integers(Tag.SeriesNumber, SERIES_NUMBER)
                .text(Tag.SeriesDescription, "AI attribution - not for diagnostic use")
                .integers(Tag.InstanceNumber, report.study().mammograms().indexOf(mammogram) + 1)
                .text(Tag.ConversionType, "WSD")
                .text(Tag.SecondaryCaptureDeviceManufacturer, report.device().manufacturer())
                .text(
                        Tag.SecondaryCaptureDeviceManufacturerModelName,
                        report.device().modelName())
                .text(
                        Tag.SecondaryCaptureDeviceSoftwareVersions,
                        report.model().codeVersion(),
                        "model " + report.model().label())
                .text(Tag.DateOfSecondaryCapture, time.date())
                .text(Tag.TimeOfSecondaryCapture, time.time())
                .text(Tag.ImageType, "DERIVED", "SECONDARY", "", "ATTRIBUTION")
                .text(Tag.BodyPartExamined, "BREAST")
                .text(Tag.PatientOrientation)
                .copy(source, Tag.PatientOrientation, Tag.AcquisitionDate, Tag.AcquisitionTime)
                .text(Tag.ImageLaterality, mammogram.slot().laterality().code())
                .text(Tag.DerivationDescription, derivation())
                .text(
                        Tag.ImageComments,
                        "Not for diagnostic use. Generated by software; not reviewed. " + ResultHeader.caution(report)
                                + ".")
                .text(Tag.BurnedInAnnotation, "YES")
                .text(Tag.RecognizableVisualFeatures, "NO")
                .text(Tag.LossyImageCompression, "00");
        if (source.string(Tag.LossyImageCompression).orElse("00").equals("01")) {
            result.copy(
                    source, Tag.LossyImageCompression, Tag.LossyImageCompressionRatio, Tag.LossyImageCompressionMethod);
        }
        source.item(Tag.ViewCodeSequence).ifPresent(view -> result.sequence(Tag.ViewCodeSequence, viewCode(view)));
        reference(result);
        pixels(result);
        return result.build();
    }

    /** At most 1024 characters (VR ST). */
    private String derivation() {
        return String.format(
                Locale.ROOT,
                "%s, alpha %.2f, model %s",
                shown,
                Picture.ALPHA,
                report.model().label());
    }

    /** An empty View Modifier Code Sequence is legal in a mammogram but not here. */
    private static DataSet viewCode(DataSet view) {
        return view.items(Tag.ViewModifierCodeSequence).isEmpty()
                ? view.toBuilder().remove(Tag.ViewModifierCodeSequence).build()
                : view;
    }

    private static List<DataSet> acquisitionEquipment(DataSet source) {
        List<DataSet> items = new ArrayList<>();
        if (source.string(Tag.Manufacturer).isPresent()) {
            items.add(DataSet.builder()
                    .sequence(Tag.PurposeOfReferenceCodeSequence, ACQUISITION_EQUIPMENT.encode())
                    .copy(
                            source,
                            Tag.Manufacturer,
                            Tag.ManufacturerModelName,
                            Tag.InstitutionName,
                            Tag.StationName,
                            Tag.DeviceSerialNumber,
                            Tag.SoftwareVersions)
                    .build());
        }
        return items;
    }

    /** Source Image Sequence, and the Common Instance Reference Module (PS3.3 C.12.2). */
    private void reference(DataSet.Builder result) {
        InstanceReference source = mammogram.source();
        DataSet reference = DataSet.builder()
                .uid(Tag.ReferencedSOPClassUID, source.sopClassUid())
                .uid(Tag.ReferencedSOPInstanceUID, source.sopInstanceUid())
                .build();
        result.sequence(
                        Tag.SourceImageSequence,
                        reference.toBuilder()
                                .sequence(Tag.PurposeOfReferenceCodeSequence, SOURCE_IMAGE.encode())
                                .text(Tag.SpatialLocationsPreserved, "NO")
                                .build())
                .sequence(
                        Tag.ReferencedSeriesSequence,
                        DataSet.builder()
                                .uid(Tag.SeriesInstanceUID, source.seriesInstanceUid())
                                .sequence(Tag.ReferencedInstanceSequence, reference)
                                .build());
    }

    /** Image Pixel Module (PS3.3 C.7.6.3): colour by pixel, red first, padded to even length. */
    private void pixels(DataSet.Builder result) {
        BufferedImage image = picture.image();
        int[] colors = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        byte[] bytes = new byte[(colors.length * 3 + 1) / 2 * 2];
        for (int i = 0; i < colors.length; i++) {
            bytes[3 * i] = (byte) (colors[i] >> 16);
            bytes[3 * i + 1] = (byte) (colors[i] >> 8);
            bytes[3 * i + 2] = (byte) colors[i];
        }
        result.integers(Tag.SamplesPerPixel, 3)
                .text(Tag.PhotometricInterpretation, "RGB")
                .integers(Tag.PlanarConfiguration, 0)
                .integers(Tag.Rows, image.getHeight())
                .integers(Tag.Columns, image.getWidth())
                .integers(Tag.BitsAllocated, 8)
                .integers(Tag.BitsStored, 8)
                .integers(Tag.HighBit, 7)
                .integers(Tag.PixelRepresentation, 0)
                .binary(Tag.PixelData, Vr.OB, bytes);
    }
}

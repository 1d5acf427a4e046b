package org.mammoclip.dicom.testkit;

import java.util.Arrays;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;

/** What each {@link Defect} does to a finished object. */
final class Defects {
    private static final String TOMOSYNTHESIS = "1.2.840.10008.5.1.4.1.1.13.1.3";
    private static final String FOR_PROCESSING = "1.2.840.10008.5.1.4.1.1.1.2.1";
    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
    private static final String COMPUTED_RADIOGRAPHY = "1.2.840.10008.5.1.4.1.1.1";
    private static final String DIGITAL_X_RAY = "1.2.840.10008.5.1.4.1.1.1.1";

    private Defects() {}

    static DataSet apply(Defect defect, DataSet image) {
        DataSet.Builder broken = image.toBuilder();
        switch (defect) {
            case NO_LATERALITY -> broken.remove(Tag.ImageLaterality);
            case BOTH_BREASTS -> broken.text(Tag.ImageLaterality, "B");
            case SIDES_DISAGREE ->
                broken.text(
                        Tag.Laterality, other(image.string(Tag.ImageLaterality).orElse("R")));
            case NO_VIEW -> broken.remove(Tag.ViewCodeSequence).remove(Tag.ViewPosition);
            case SPOT_MAGNIFICATION -> spotMagnification(image, broken);
            case IMPLANT -> broken.text(Tag.BreastImplantPresent, "YES");
            case PARTIAL_VIEW ->
                broken.text(Tag.PartialView, "YES")
                        .sequence(Tag.PartialViewCodeSequence, MammogramHeader.code("261183002", "SCT", "Upper"));
            case SHORT_PIXEL_DATA -> resize(image, broken, -2);
            case LONG_PIXEL_DATA -> resize(image, broken, 2);
            case NO_PIXEL_DATA -> broken.remove(Tag.PixelData);
            case HUGE_SIZE -> broken.integers(Tag.Rows, 65_535).integers(Tag.Columns, 65_535);
            case IMPOSSIBLE_BITS -> broken.integers(Tag.BitsStored, 17).integers(Tag.HighBit, 16);
            case BLANK -> pixels(broken, new byte[pixels(image).length]);
            case OTHER_PATIENT ->
                broken.text(Tag.PatientID, "SYN-OTHER")
                        .text(Tag.PatientName, "Somebody^Else")
                        .text(Tag.PatientBirthDate, "19480229");
            case TOMOSYNTHESIS -> tomosynthesis(image, broken);
            case FOR_PROCESSING ->
                broken.text(Tag.SOPClassUID, FOR_PROCESSING)
                        .text(Tag.PresentationIntentType, "FOR PROCESSING")
                        .text(Tag.ImageType, "ORIGINAL", "PRIMARY", "")
                        .text(Tag.PixelIntensityRelationship, "LIN")
                        .remove(Tag.SourceImageSequence)
                        .remove(Tag.DerivationDescription)
                        .remove(Tag.WindowCenter)
                        .remove(Tag.WindowWidth)
                        .remove(Tag.WindowCenterWidthExplanation)
                        .remove(Tag.VOILUTFunction);
            case SECONDARY_CAPTURE ->
                broken.text(Tag.SOPClassUID, SECONDARY_CAPTURE)
                        .text(Tag.ConversionType, "WSD")
                        .text(Tag.ImageType, "DERIVED", "SECONDARY");
            case CHEST_X_RAY ->
                broken.text(Tag.SOPClassUID, DIGITAL_X_RAY)
                        .text(Tag.Modality, "DX")
                        .text(Tag.BodyPartExamined, "CHEST")
                        .sequence(Tag.AnatomicRegionSequence, MammogramHeader.code("51185008", "SCT", "Chest"))
                        .sequence(Tag.ViewCodeSequence, MammogramHeader.code("399348003", "SCT", "antero-posterior"))
                        .text(Tag.ViewPosition, "AP")
                        .text(Tag.StudyDescription, "CHEST")
                        .remove(Tag.OrganExposed);
            case OTHER_MODALITY ->
                broken.text(Tag.SOPClassUID, COMPUTED_RADIOGRAPHY)
                        .text(Tag.Modality, "CR")
                        .text(Tag.BodyPartExamined, "HAND")
                        .text(Tag.ViewPosition, "PA")
                        .remove(Tag.ViewCodeSequence)
                        .remove(Tag.OrganExposed);
            case QUALITY_CONTROL -> broken.text(Tag.QualityControlImage, "YES");
            case NO_STUDY_UID -> broken.remove(Tag.StudyInstanceUID);
        }
        return broken.build();
    }

    private static String other(String laterality) {
        return laterality.equals("L") ? "R" : "L";
    }

    private static void spotMagnification(DataSet image, DataSet.Builder broken) {
        DataSet view = image.item(Tag.ViewCodeSequence).orElse(DataSet.EMPTY);
        broken.text(Tag.EstimatedRadiographicMagnificationFactor, "1.8")
                .text(Tag.DistanceSourceToPatient, "366.67")
                .sequence(
                        Tag.ViewCodeSequence,
                        view.toBuilder()
                                .sequence(
                                        Tag.ViewModifierCodeSequence,
                                        MammogramHeader.code("399055006", "SCT", "Spot Compression"),
                                        MammogramHeader.code("399163009", "SCT", "Magnification"))
                                .build());
    }

    private static void tomosynthesis(DataSet image, DataSet.Builder broken) {
        byte[] frame = pixels(image);
        byte[] frames = Arrays.copyOf(frame, 2 * frame.length);
        System.arraycopy(frame, 0, frames, frame.length, frame.length);
        pixels(broken, frames);
        broken.text(Tag.SOPClassUID, TOMOSYNTHESIS)
                .text(Tag.ImageType, "DERIVED", "PRIMARY", "TOMOSYNTHESIS", "NONE")
                .integers(Tag.NumberOfFrames, 2);
    }

    private static void resize(DataSet image, DataSet.Builder broken, int rows) {
        byte[] frame = pixels(image);
        int row = 2 * image.integer(Tag.Columns).orElse(0);
        pixels(broken, Arrays.copyOf(frame, Math.max(0, frame.length + rows * row)));
    }

    private static byte[] pixels(DataSet image) {
        return image.bytes(Tag.PixelData).orElse(new byte[0]);
    }

    private static void pixels(DataSet.Builder broken, byte[] pixels) {
        broken.binary(Tag.PixelData, Vr.OW, pixels);
    }
}

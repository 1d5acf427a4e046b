package org.mammoclip.mammogram;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.mammogram.select.DecidedInstance;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.SelectionRules;

/** Headers of made-up screening exams, by attribute. */
public final class Exams {
    public static final Uid STUDY = uid("study");
    public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private Exams() {}

    public static Uid uid(String name) {
        return Uid.nameBased(new UUID(1, 2), name);
    }

    public static DataSet code(String value, String scheme, String meaning) {
        return DataSet.builder()
                .text(Tag.CodeValue, value)
                .text(Tag.CodingSchemeDesignator, scheme)
                .text(Tag.CodeMeaning, meaning)
                .build();
    }

    public static DataSet view(View view) {
        return view == View.CC
                ? code("399162004", "SCT", "cranio-caudal")
                : code("399368009", "SCT", "medio-lateral oblique");
    }

    /** A For Presentation mammogram of the slot, with every type 1 and 2 attribute that selection looks at. */
    public static DataSet image(Slot slot, String name) {
        boolean left = slot.laterality() == Laterality.LEFT;
        return DataSet.builder()
                .text(Tag.SpecificCharacterSet, "ISO_IR 192")
                .text(Tag.ImageType, "DERIVED", "PRIMARY", "")
                .uid(Tag.SOPClassUID, SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION)
                .uid(Tag.SOPInstanceUID, uid("image " + name))
                .uid(Tag.StudyInstanceUID, STUDY)
                .uid(Tag.SeriesInstanceUID, uid("series " + slot))
                .text(Tag.StudyDate, "20260301")
                .text(Tag.StudyTime, "075500")
                .text(Tag.StudyID, "1")
                .text(Tag.StudyDescription, "MG SCREENING BILATERAL")
                .text(Tag.AccessionNumber, "ACC0001")
                .text(Tag.ReferringPhysicianName)
                .text(Tag.PatientName, "Müller^Änne")
                .text(Tag.PatientID, "ID 0001")
                .text(Tag.IssuerOfPatientID, "HOSP")
                .text(Tag.PatientBirthDate, "19650101")
                .text(Tag.PatientSex, "F")
                .text(Tag.Modality, "MG")
                .text(Tag.PresentationIntentType, "FOR PRESENTATION")
                .text(Tag.Manufacturer, "SYNTHETIC")
                .text(Tag.ManufacturerModelName, "SynthFFDM")
                .text(Tag.ContentDate, "20260301")
                .text(Tag.ContentTime, "075600")
                .text(Tag.AcquisitionDate, "20260301")
                .text(Tag.AcquisitionTime, "075559")
                .text(Tag.ImageLaterality, slot.laterality().code())
                .sequence(Tag.ViewCodeSequence, withModifiers(view(slot.view())))
                .text(Tag.ViewPosition, slot.view().name())
                .text(Tag.PatientOrientation, left ? "A" : "P", slot.view() == View.CC ? (left ? "R" : "L") : "F")
                .text(Tag.BreastImplantPresent, "NO")
                .text(Tag.PartialView, "NO")
                .text(Tag.QualityControlImage, "NO")
                .text(Tag.BurnedInAnnotation, "NO")
                .text(Tag.BodyPartExamined, "BREAST")
                .decimals(Tag.EstimatedRadiographicMagnificationFactor, 1.03)
                .decimals(Tag.ImagerPixelSpacing, 0.07, 0.08)
                .integers(Tag.Rows, 384)
                .integers(Tag.Columns, 288)
                .text(Tag.LossyImageCompression, "00")
                .text(Tag.TimezoneOffsetFromUTC, "+0100")
                .build();
    }

    public static DataSet withModifiers(DataSet view, DataSet... modifiers) {
        return view.toBuilder()
                .sequence(Tag.ViewModifierCodeSequence, modifiers)
                .build();
    }

    public static InstanceHeader header(DataSet image) {
        return InstanceHeader.of(image).orElseThrow();
    }

    public static DecidedInstance received(DataSet image, long second) {
        InstanceHeader header = header(image);
        return new DecidedInstance(
                header, ImageSelector.decide(header, SelectionRules.DEFAULT), START.plusSeconds(second));
    }

    /** The four views, received one second apart from second 0 on. */
    public static List<DecidedInstance> fourViews(UnaryOperator<DataSet> change) {
        return Slot.ALL.stream()
                .map(slot -> received(change.apply(image(slot, slot.label())), Slot.ALL.indexOf(slot)))
                .toList();
    }

    public static ScreeningStudy study() {
        return new ScreeningStudy(
                STUDY,
                Slot.ALL.stream()
                        .map(slot -> new Mammogram(header(image(slot, slot.label())), slot, false))
                        .toList(),
                List.of());
    }
}

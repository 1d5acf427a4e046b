package org.mammoclip.phantom;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.TransferSyntax;

/**
 * A phantom image as a Digital Mammography X-Ray Image for presentation (PS3.3 A.27). UIDs follow from seed, woman and view. The
 * patient's family name is Computed and the derivation says what the image is; a patient called Phantom would be left out of
 * scoring, as images of quality control are.
 */
final class PhantomDicom {
    private static final UUID NAMESPACE = UUID.fromString("7c0a5be7-5d0f-4d7e-9a54-3f7b0f6f0d21");
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 5);
    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
    private static final String FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.2";

    private final PhantomExam exam;
    private final String name;

    PhantomDicom(PhantomExam exam, String patientId) {
        this.exam = exam;
        this.name = patientId;
    }

    Uid study() {
        return uid("study");
    }

    Uid series(PhantomView view) {
        return uid("series|" + view);
    }

    Part10File file(PhantomImage image) {
        return Part10File.of(
                dataSet(image),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                new Implementation(Uid.nameBased(NAMESPACE, "implementation"), "MAMMOCLIP_PHANT"));
    }

    private Uid uid(String thing) {
        return Uid.nameBased(NAMESPACE, exam.settings().seed() + "|" + exam.index() + "|" + thing);
    }

    private DataSet dataSet(PhantomImage image) {
        DataSet.Builder set = DataSet.builder();
        addExam(set, image.view());
        addPixels(set, image);
        addView(set, image.view());
        addDetector(set);
        return set.binary(Tag.PixelData, Vr.OW, littleEndian(image.values())).build();
    }

    private void addExam(DataSet.Builder set, PhantomView view) {
        String date = DATE.format(FIRST_DAY.plusDays(exam.index() % 250));
        String time =
                String.format(Locale.ROOT, "%02d%02d%02d", 8 + exam.index() % 9, 7 * exam.index() % 60, view.ordinal());
        int birthYear = FIRST_DAY.getYear() - exam.age() - 1;
        set.text(Tag.SpecificCharacterSet, "ISO_IR 192")
                .text(Tag.SOPClassUID, FOR_PRESENTATION)
                .uid(Tag.SOPInstanceUID, uid("image|" + view))
                .uid(Tag.StudyInstanceUID, study())
                .uid(Tag.SeriesInstanceUID, series(view))
                .text(Tag.PatientName, "Computed^" + name)
                .text(Tag.PatientID, name)
                .text(Tag.PatientBirthDate, birthYear + "0701")
                .text(Tag.PatientSex, "F")
                .text(Tag.PatientAge, String.format(Locale.ROOT, "%03dY", exam.age()))
                .text(Tag.StudyDate, date)
                .text(Tag.StudyTime, time)
                .text(Tag.ContentDate, date)
                .text(Tag.ContentTime, time)
                .text(Tag.AcquisitionDate, date)
                .text(Tag.AcquisitionTime, time)
                .text(Tag.ReferringPhysicianName)
                .text(Tag.StudyID, Integer.toString(exam.index()))
                .text(Tag.AccessionNumber, "PH" + exam.index())
                .text(Tag.StudyDescription, "MG SCREENING BILATERAL")
                .text(Tag.Modality, "MG")
                .integers(Tag.SeriesNumber, 1 + view.ordinal())
                .integers(Tag.InstanceNumber, 1 + view.ordinal())
                .text(Tag.BodyPartExamined, "BREAST")
                .text(Tag.PresentationIntentType, "FOR PRESENTATION")
                .text(Tag.Manufacturer, "COMPUTED")
                .text(Tag.ManufacturerModelName, "Style " + exam.style())
                .text(Tag.DeviceSerialNumber, "PH-" + exam.style())
                .text(Tag.SoftwareVersions, "1")
                .text(Tag.ImageType, "DERIVED", "PRIMARY")
                .text(Tag.DerivationDescription, "computed phantom, not a patient")
                .text(Tag.LossyImageCompression, "00")
                .text(Tag.BurnedInAnnotation, "YES")
                .sequence(Tag.AcquisitionContextSequence);
    }

    private static void addPixels(DataSet.Builder set, PhantomImage image) {
        int levels = 1 << image.bits();
        set.integers(Tag.SamplesPerPixel, 1)
                .text(Tag.PhotometricInterpretation, image.inverted() ? "MONOCHROME1" : "MONOCHROME2")
                .text(Tag.PresentationLUTShape, image.inverted() ? "INVERSE" : "IDENTITY")
                .integers(Tag.Rows, image.size().rows())
                .integers(Tag.Columns, image.size().columns())
                .integers(Tag.BitsAllocated, 16)
                .integers(Tag.BitsStored, image.bits())
                .integers(Tag.HighBit, image.bits() - 1)
                .integers(Tag.PixelRepresentation, 0)
                .text(Tag.PixelIntensityRelationship, "LOG")
                .integers(Tag.PixelIntensityRelationshipSign, image.inverted() ? 1 : -1)
                .text(Tag.RescaleIntercept, "0")
                .text(Tag.RescaleSlope, "1")
                .text(Tag.RescaleType, "US")
                .decimals(Tag.WindowCenter, levels / 2.0)
                .decimals(Tag.WindowWidth, levels);
    }

    private void addView(DataSet.Builder set, PhantomView view) {
        boolean oblique = view.isOblique();
        DataSet code =
                code(oblique ? "399368009" : "399162004", oblique ? "medio-lateral oblique" : "cranio-caudal")
                        .toBuilder()
                        .sequence(Tag.ViewModifierCodeSequence)
                        .build();
        set.sequence(Tag.AnatomicRegionSequence, code("76752008", "Breast"))
                .text(Tag.ImageLaterality, view.laterality())
                .text(
                        Tag.PatientOrientation,
                        view.isLeft() ? "A" : "P",
                        (oblique ? "F" : "") + (view.isLeft() ? "R" : "L"))
                .text(Tag.OrganExposed, "BREAST")
                .text(Tag.BreastImplantPresent, exam.breast(view.isLeft()).implant() ? "YES" : "NO")
                .text(Tag.PartialView, "NO")
                .text(Tag.ViewPosition, view.position())
                .sequence(Tag.ViewCodeSequence, code)
                .text(Tag.PositionerType, "MAMMOGRAPHIC")
                .text(Tag.PositionerPrimaryAngle, oblique ? (view.isLeft() ? "45" : "-45") : "0");
    }

    private void addDetector(DataSet.Builder set) {
        double pitch = Projection.HEIGHT_MM / exam.settings().rows();
        set.decimals(Tag.ImagerPixelSpacing, pitch, pitch)
                .text(Tag.DetectorType, "DIRECT")
                .text(Tag.DistanceSourceToDetector, "660")
                .text(Tag.EstimatedRadiographicMagnificationFactor, "1.0");
    }

    private static DataSet code(String value, String meaning) {
        return DataSet.builder()
                .text(Tag.CodeValue, value)
                .text(Tag.CodingSchemeDesignator, "SCT")
                .text(Tag.CodeMeaning, meaning)
                .build();
    }

    private static byte[] littleEndian(short[] values) {
        byte[] bytes = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) values[i];
            bytes[2 * i + 1] = (byte) (values[i] >> 8);
        }
        return bytes;
    }
}

package org.mammoclip.dicom.testkit;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.pixel.ImageSize;

/**
 * The attributes of a synthetic Digital Mammography X-Ray For Presentation image (PS3.3 A.27), also those that the IHE
 * Mammography Image profile raises to type 1, without Pixel Data.
 */
final class MammogramHeader {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);
    private static final double DETECTOR_HEIGHT_MM = 266.24;
    private static final String FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.2";
    private static final String FOR_PROCESSING = "1.2.840.10008.5.1.4.1.1.1.2.1";

    private final ExamIdentity exam;
    private final SyntheticView view;
    private final Uid seriesInstanceUid;
    private final Uid sopInstanceUid;
    private final int number;
    private final ImageSize size;
    private final boolean inverted;

    /** @param number 1, 2, 3 ... within the exam, in the order of acquisition */
    MammogramHeader(
            ExamIdentity exam,
            SyntheticView view,
            Uid seriesInstanceUid,
            Uid sopInstanceUid,
            int number,
            ImageSize size,
            boolean inverted) {
        this.exam = exam;
        this.view = view;
        this.seriesInstanceUid = seriesInstanceUid;
        this.sopInstanceUid = sopInstanceUid;
        this.number = number;
        this.size = size;
        this.inverted = inverted;
    }

    static DataSet code(String value, String scheme, String meaning) {
        return DataSet.builder()
                .text(Tag.CodeValue, value)
                .text(Tag.CodingSchemeDesignator, scheme)
                .text(Tag.CodeMeaning, meaning)
                .build();
    }

    DataSet build() {
        DataSet.Builder header = DataSet.builder();
        addPatientAndStudy(header);
        addSeriesAndEquipment(header);
        addImage(header);
        addPixelDescription(header);
        addAnatomyAndView(header);
        addAcquisition(header);
        return header.build();
    }

    private void addPatientAndStudy(DataSet.Builder header) {
        String birthYear = Integer.toString(exam.birthYear());
        int age = exam.acquiredAt().getYear() - exam.birthYear() - 1;
        header.text(Tag.SpecificCharacterSet, "ISO_IR 192")
                .text(Tag.PatientName, exam.patientName())
                .text(Tag.PatientID, exam.patientId())
                .text(Tag.IssuerOfPatientID, "SYNHOSP")
                .text(Tag.PatientBirthDate, birthYear + "1231")
                .text(Tag.PatientSex, "F")
                .text(Tag.PatientAge, String.format(Locale.ROOT, "%03dY", age))
                .uid(Tag.StudyInstanceUID, exam.studyInstanceUid())
                .text(Tag.StudyDate, DATE.format(exam.acquiredAt()))
                .text(Tag.StudyTime, TIME.format(exam.acquiredAt()))
                .text(Tag.TimezoneOffsetFromUTC, "+0000")
                .text(Tag.ReferringPhysicianName)
                .text(Tag.StudyID, "1")
                .text(Tag.AccessionNumber, exam.accessionNumber())
                .text(Tag.StudyDescription, exam.studyDescription());
    }

    private void addSeriesAndEquipment(DataSet.Builder header) {
        LocalDateTime time = exam.acquiredAt().plusSeconds(60);
        header.text(Tag.Modality, "MG")
                .uid(Tag.SeriesInstanceUID, seriesInstanceUid)
                .integers(Tag.SeriesNumber, 1 + view.ordinal())
                .text(Tag.SeriesDescription, view.laterality() + " " + view.position())
                .text(Tag.SeriesDate, DATE.format(time))
                .text(Tag.SeriesTime, TIME.format(time))
                .text(Tag.BodyPartExamined, "BREAST")
                .text(Tag.PresentationIntentType, "FOR PRESENTATION")
                .text(Tag.Manufacturer, "SYNTHETIC")
                .text(Tag.ManufacturerModelName, "SynthFFDM")
                .text(Tag.InstitutionName, "Synthetic Hospital")
                .text(Tag.InstitutionAddress, "1 Example Street")
                .text(Tag.OperatorsName, "Tech^Synthetic")
                .text(Tag.StationName, "SYN1")
                .text(Tag.DeviceSerialNumber, "0001")
                .text(Tag.SoftwareVersions, "1.0");
    }

    private void addImage(DataSet.Builder header) {
        LocalDateTime time = exam.acquiredAt().plusSeconds(60L + 40L * number);
        DataSet source = DataSet.builder()
                .text(Tag.ReferencedSOPClassUID, FOR_PROCESSING)
                .uid(Tag.ReferencedSOPInstanceUID, ExamIdentity.uid(exam.seed(), "raw|" + view + "|" + number))
                .sequence(Tag.PurposeOfReferenceCodeSequence, code("121358", "DCM", "For Processing predecessor"))
                .text(Tag.SpatialLocationsPreserved, "YES")
                .build();
        header.text(Tag.SOPClassUID, FOR_PRESENTATION)
                .uid(Tag.SOPInstanceUID, sopInstanceUid)
                .text(Tag.ImageType, "DERIVED", "PRIMARY", "")
                .sequence(Tag.SourceImageSequence, source)
                .text(Tag.DerivationDescription, "synthetic display processing")
                .integers(Tag.InstanceNumber, number)
                .text(Tag.ContentDate, DATE.format(time))
                .text(Tag.ContentTime, TIME.format(time.plusSeconds(5)))
                .text(Tag.AcquisitionDate, DATE.format(time))
                .text(Tag.AcquisitionTime, TIME.format(time))
                .integers(Tag.AcquisitionNumber, number)
                .text(Tag.LossyImageCompression, "00")
                .text(Tag.BurnedInAnnotation, "NO")
                .text(Tag.QualityControlImage, "NO")
                .sequence(Tag.AcquisitionContextSequence);
    }

    private void addPixelDescription(DataSet.Builder header) {
        int max = BreastPainter.MAX_VALUE;
        header.integers(Tag.SamplesPerPixel, 1)
                .text(Tag.PhotometricInterpretation, inverted ? "MONOCHROME1" : "MONOCHROME2")
                .text(Tag.PresentationLUTShape, inverted ? "INVERSE" : "IDENTITY")
                .integers(Tag.Rows, size.rows())
                .integers(Tag.Columns, size.columns())
                .integers(Tag.BitsAllocated, 16)
                .integers(Tag.BitsStored, 12)
                .integers(Tag.HighBit, 11)
                .integers(Tag.PixelRepresentation, 0)
                .integers(Tag.PixelPaddingValue, inverted ? max : 0)
                .text(Tag.PixelIntensityRelationship, "LOG")
                .integers(Tag.PixelIntensityRelationshipSign, inverted ? 1 : -1)
                .text(Tag.RescaleIntercept, "0")
                .text(Tag.RescaleSlope, "1")
                .text(Tag.RescaleType, "US")
                .decimals(Tag.WindowCenter, inverted ? max - 2048 : 2048, inverted ? max - 2200 : 2200)
                .decimals(Tag.WindowWidth, 4096, 3000)
                .text(Tag.WindowCenterWidthExplanation, "NORMAL", "HARDER")
                .text(Tag.VOILUTFunction, "LINEAR");
    }

    private void addAnatomyAndView(DataSet.Builder header) {
        DataSet viewCode = code(view.code(), "SCT", view.codeMeaning()).toBuilder()
                .sequence(Tag.ViewModifierCodeSequence)
                .build();
        header.sequence(Tag.AnatomicRegionSequence, code("76752008", "SCT", "Breast"))
                .text(Tag.ImageLaterality, view.laterality())
                .text(Tag.PatientOrientation, view.patientOrientation())
                .text(Tag.OrganExposed, "BREAST")
                .text(Tag.BreastImplantPresent, "NO")
                .text(Tag.PartialView, "NO")
                .text(Tag.ViewPosition, view.position())
                .sequence(Tag.ViewCodeSequence, viewCode)
                .text(Tag.PositionerType, "MAMMOGRAPHIC")
                .text(Tag.PositionerPrimaryAngle, view.positionerAngle() + ".0");
    }

    private void addAcquisition(DataSet.Builder header) {
        double spacing = DETECTOR_HEIGHT_MM / size.rows();
        header.decimals(Tag.ImagerPixelSpacing, spacing, spacing)
                .integers(Tag.FieldOfViewDimensions, (int) Math.round(size.rows() * spacing), (int)
                        Math.round(size.columns() * spacing))
                .text(Tag.FieldOfViewOrigin, "0", "0")
                .text(Tag.FieldOfViewRotation, "0")
                .text(Tag.FieldOfViewHorizontalFlip, "NO")
                .text(Tag.FieldOfViewShape, "RECTANGLE")
                .text(Tag.DistanceSourceToDetector, "660")
                .text(Tag.DistanceSourceToPatient, "640")
                .text(Tag.EstimatedRadiographicMagnificationFactor, "1.03125")
                .text(Tag.DetectorType, "DIRECT")
                .text(Tag.DetectorConfiguration, "AREA")
                .text(Tag.DetectorID, "SYN-DET-1")
                .text(Tag.DetectorActiveShape, "RECTANGLE")
                .text(Tag.DetectorTemperature, "25")
                .text(Tag.DateOfLastDetectorCalibration, "20260102")
                .text(Tag.TimeOfLastDetectorCalibration, "070000")
                .text(Tag.KVP, "29")
                .text(Tag.ExposureTime, "900")
                .text(Tag.Exposure, "90")
                .text(Tag.ExposureInuAs, "90000")
                .text(Tag.AnodeTargetMaterial, "TUNGSTEN")
                .text(Tag.FilterMaterial, "RHODIUM")
                .text(Tag.FilterType, "STRIP")
                .text(Tag.Grid, "RECIPROCATING", "FOCUSED")
                .text(Tag.FocalSpots, "0.3")
                .text(Tag.BodyPartThickness, "55")
                .text(Tag.CompressionForce, "90")
                .text(Tag.EntranceDoseInmGy, "5.0")
                .text(Tag.OrganDose, "0.015")
                .text(Tag.HalfValueLayer, "0.5")
                .text(Tag.RelativeXRayExposure, "100")
                .text(Tag.ExposureControlMode, "AUTOMATIC");
    }
}

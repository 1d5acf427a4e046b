package org.mammoclip.mammogram;

import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/** The attributes that {@link InstanceHeader} keeps; private attributes and bulk data are never among them. */
final class KeptAttributes {
    private static final int[] IDENTITY = {
        Tag.SpecificCharacterSet,
        Tag.TimezoneOffsetFromUTC,
        Tag.PatientName,
        Tag.PatientID,
        Tag.IssuerOfPatientID,
        Tag.IssuerOfPatientIDQualifiersSequence,
        Tag.OtherPatientIDsSequence,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.PatientAge,
        Tag.StudyInstanceUID,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.StudyID,
        Tag.StudyDescription,
        Tag.AccessionNumber,
        Tag.IssuerOfAccessionNumberSequence,
        Tag.ReferringPhysicianName,
        Tag.RequestAttributesSequence,
        Tag.RequestedProcedureDescription,
        Tag.RequestedProcedureCodeSequence,
        Tag.ReasonForTheRequestedProcedure,
        Tag.ReasonForRequestedProcedureCodeSequence
    };
    private static final int[] RECOGNITION = {
        Tag.SOPClassUID,
        Tag.SOPInstanceUID,
        Tag.SeriesInstanceUID,
        Tag.SeriesDescription,
        Tag.ProtocolName,
        Tag.AcquisitionDeviceProcessingDescription,
        Tag.Modality,
        Tag.PresentationIntentType,
        Tag.ImageType,
        Tag.ImageLaterality,
        Tag.Laterality,
        Tag.SharedFunctionalGroupsSequence,
        Tag.PerFrameFunctionalGroupsSequence,
        Tag.ViewCodeSequence,
        Tag.ViewPosition,
        Tag.PartialView,
        Tag.BreastImplantPresent,
        Tag.BodyPartExamined,
        Tag.PatientOrientation,
        Tag.QualityControlImage,
        Tag.EstimatedRadiographicMagnificationFactor,
        Tag.PaddleDescription,
        Tag.BurnedInAnnotation,
        Tag.NumberOfFrames,
        Tag.Manufacturer,
        Tag.ManufacturerModelName,
        Tag.ContributingEquipmentSequence,
        Tag.SourceImageSequence,
        Tag.ConceptNameCodeSequence,
        Tag.CurrentRequestedProcedureEvidenceSequence
    };
    private static final int[] IMAGE = {
        Tag.AcquisitionDate,
        Tag.AcquisitionTime,
        Tag.AcquisitionDateTime,
        Tag.ContentDate,
        Tag.ContentTime,
        Tag.InstanceNumber,
        Tag.StationName,
        Tag.InstitutionName,
        Tag.DeviceSerialNumber,
        Tag.SoftwareVersions,
        Tag.Rows,
        Tag.Columns,
        Tag.ImagerPixelSpacing,
        Tag.PositionerPrimaryAngle,
        Tag.LossyImageCompression,
        Tag.LossyImageCompressionRatio,
        Tag.LossyImageCompressionMethod,
        Tag.FrameOfReferenceUID
    };

    private KeptAttributes() {}

    static DataSet of(DataSet dataSet) {
        DataSet.Builder kept = DataSet.builder()
                .copy(dataSet, IDENTITY)
                .copy(dataSet, RECOGNITION)
                .copy(dataSet, IMAGE);
        keepLaterality(kept, dataSet, Tag.SharedFunctionalGroupsSequence);
        keepLaterality(kept, dataSet, Tag.PerFrameFunctionalGroupsSequence);
        return kept.build();
    }

    /** Of the functional groups only Frame Anatomy (PS3.3 C.7.6.16.2.8): the rest of a volume would fill the ledger. */
    private static void keepLaterality(DataSet.Builder kept, DataSet dataSet, int groups) {
        if (dataSet.contains(groups)) {
            kept.add(new DataElement(
                    groups,
                    Vr.SQ,
                    new Value.Items(dataSet.items(groups).stream()
                            .map(item -> DataSet.builder()
                                    .copy(item, Tag.FrameAnatomySequence)
                                    .build())
                            .distinct()
                            .toList())));
        }
    }
}

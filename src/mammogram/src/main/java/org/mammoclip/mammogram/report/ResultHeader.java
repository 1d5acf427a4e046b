package org.mammoclip.mammogram.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ModelIdentity;

/**
 * The attributes that every object about one report shares: whose study it is (copied from the first image in canonical
 * order, PS3.3 C.7.1.1 and C.7.2.1), who made it and when, and what a reader must know about it.
 */
public final class ResultHeader {
    /** Present even when the images have no value: type 2 of the Patient and General Study modules. */
    private static final int[] TYPE_2 = {
        Tag.PatientName,
        Tag.PatientID,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.StudyID,
        Tag.AccessionNumber,
        Tag.ReferringPhysicianName
    };

    private static final int[] TYPE_3 = {
        Tag.IssuerOfPatientID,
        Tag.IssuerOfPatientIDQualifiersSequence,
        Tag.OtherPatientIDsSequence,
        Tag.PatientAge,
        Tag.StudyDescription,
        Tag.IssuerOfAccessionNumberSequence
    };
    private static final CodedConcept PROCESSING_EQUIPMENT = new CodedConcept("109102", "DCM", "Processing Equipment");

    private ResultHeader() {}

    /**
     * Patient, study, equipment and time attributes, and those of SOP Common; not series, instance or document.
     *
     * @param contributors earlier contributors to the object, in order; ours is added
     */
    public static DataSet.Builder of(TriageReport report, List<DataSet> contributors) {
        Mammogram first = report.study().mammograms().get(0);
        DataSet image = first.header().attributes();
        AnalysisTime time = time(report);
        ModelIdentity model = report.model();
        DataSet.Builder header = DataSet.builder()
                .text(Tag.SpecificCharacterSet, "ISO_IR 192")
                .uid(Tag.StudyInstanceUID, report.study().studyInstanceUid())
                .text(Tag.InstanceCreationDate, time.date())
                .text(Tag.InstanceCreationTime, time.time())
                .uid(Tag.InstanceCreatorUID, report.uids().device())
                .text(Tag.SeriesDate, time.date())
                .text(Tag.SeriesTime, time.time())
                .text(Tag.ContentDate, time.date())
                .text(Tag.ContentTime, time.time())
                .text(Tag.Manufacturer, report.device().manufacturer())
                .text(Tag.ManufacturerModelName, report.device().modelName())
                .text(Tag.DeviceSerialNumber, report.device().serialNumber())
                .text(Tag.SoftwareVersions, model.codeVersion(), "model " + model.label());
        for (int tag : TYPE_2) {
            header.text(tag);
        }
        header.copy(image, TYPE_2).copy(image, TYPE_3);
        if (time.zoneOfImages()) {
            header.text(Tag.TimezoneOffsetFromUTC, time.zone());
        }
        DataSet[] items = Stream.concat(contributors.stream(), Stream.of(contribution(report, time)))
                .toArray(DataSet[]::new);
        return header.sequence(Tag.ContributingEquipmentSequence, items);
    }

    /** When the analysis took place, in the zone of the images. */
    public static AnalysisTime time(TriageReport report) {
        Mammogram first = report.study().mammograms().get(0);
        return AnalysisTime.of(report.analysedAt(), first.header().attributes());
    }

    /** What our objects say about themselves in plain words: use, and what to know about the model. */
    public static String caution(TriageReport report) {
        String notice = report.model().notice();
        return report.disclaimer() + (notice.isEmpty() ? "" : ". " + sentence(notice));
    }

    /** With a capital letter. */
    public static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Everything that names the maker of the scores, as {@code key=value}. */
    static List<String> provenance(ModelIdentity model) {
        return List.of(
                "weights-sha256=" + model.checkpointSha256(),
                "code=" + model.codeVersion(),
                "preprocessing=" + model.preprocessingVersion(),
                "thresholds=" + model.thresholdsVersion(),
                "findings-sha256=" + model.findingsSha256());
    }

    /** Our item of the Contributing Equipment Sequence (PS3.3 C.12.1). */
    private static DataSet contribution(TriageReport report, AnalysisTime time) {
        ModelIdentity model = report.model();
        String description = "Automated image analysis, profile " + report.profile() + ". " + caution(report)
                + ". Model " + model.label() + ", " + String.join(", ", provenance(model));
        Uid device = report.uids().device();
        return DataSet.builder()
                .sequence(Tag.PurposeOfReferenceCodeSequence, PROCESSING_EQUIPMENT.encode())
                .text(Tag.Manufacturer, report.device().manufacturer())
                .text(Tag.ManufacturerModelName, report.device().modelName())
                .text(Tag.DeviceSerialNumber, report.device().serialNumber())
                .text(Tag.SoftwareVersions, model.codeVersion(), "model " + model.label())
                .uid(Tag.DeviceUID, device)
                .text(Tag.ContributionDateTime, time.dateTime())
                .text(Tag.ContributionDescription, description)
                .build();
    }
}

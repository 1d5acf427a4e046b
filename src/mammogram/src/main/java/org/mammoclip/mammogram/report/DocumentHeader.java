package org.mammoclip.mammogram.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Mammogram;

/**
 * The header of a structured report: SR Document Series and SR Document General modules (PS3.3 C.17.1, C.17.2).
 *
 * @param sopClass of the document
 * @param sopInstance of the document
 * @param series of the document, never that of an image
 * @param seriesNumber of the document
 * @param seriesDescription at most 64 characters
 */
record DocumentHeader(Uid sopClass, Uid sopInstance, Uid series, int seriesNumber, String seriesDescription) {
    private static final int MAX_DESCRIPTION = 64;

    DataSet.Builder encode(TriageReport report) {
        DataSet.Builder header = ResultHeader.of(report, List.of())
                .uid(Tag.SOPClassUID, sopClass)
                .uid(Tag.SOPInstanceUID, sopInstance)
                .text(Tag.Modality, "SR")
                .uid(Tag.SeriesInstanceUID, series)
                .integers(Tag.SeriesNumber, seriesNumber)
                .text(Tag.SeriesDescription, seriesDescription)
                .integers(Tag.InstanceNumber, report.revision())
                .sequence(Tag.ReferencedPerformedProcedureStepSequence)
                .sequence(Tag.PerformedProcedureCodeSequence)
                .text(Tag.VerificationFlag, "UNVERIFIED")
                .text(Tag.PreliminaryFlag, "FINAL")
                .sequence(Tag.ReferencedRequestSequence, requests(report))
                .sequence(
                        Tag.CurrentRequestedProcedureEvidenceSequence,
                        references(report.study().mammograms().stream()
                                .map(Mammogram::source)
                                .toList()));
        completion(header, report.shortcoming());
        List<InstanceReference> predecessors = report.predecessors().stream()
                .filter(predecessor -> predecessor.sopClassUid().equals(sopClass))
                .toList();
        if (!predecessors.isEmpty()) {
            header.sequence(Tag.PredecessorDocumentsSequence, references(predecessors));
        }
        return header;
    }

    private static void completion(DataSet.Builder header, String shortcoming) {
        if (shortcoming.isEmpty()) {
            header.text(Tag.CompletionFlag, "COMPLETE");
        } else {
            header.text(Tag.CompletionFlag, "PARTIAL")
                    .text(
                            Tag.CompletionFlagDescription,
                            shortcoming.substring(0, Math.min(shortcoming.length(), MAX_DESCRIPTION)));
        }
    }

    /** Referenced Request Sequence: one item per request that the images name, else one with what is known. */
    private static List<DataSet> requests(TriageReport report) {
        DataSet image = report.study().mammograms().get(0).header().attributes();
        List<DataSet> requests = image.items(Tag.RequestAttributesSequence);
        List<DataSet> items = new ArrayList<>();
        for (DataSet request : requests.isEmpty() ? List.of(DataSet.EMPTY) : requests) {
            items.add(DataSet.builder()
                    .text(Tag.AccessionNumber)
                    .text(Tag.PlacerOrderNumberImagingServiceRequest)
                    .text(Tag.FillerOrderNumberImagingServiceRequest)
                    .text(Tag.RequestedProcedureID)
                    .text(Tag.RequestedProcedureDescription)
                    .sequence(Tag.RequestedProcedureCodeSequence)
                    .copy(image, Tag.AccessionNumber, Tag.IssuerOfAccessionNumberSequence)
                    .copy(
                            request,
                            Tag.AccessionNumber,
                            Tag.IssuerOfAccessionNumberSequence,
                            Tag.RequestedProcedureID,
                            Tag.RequestedProcedureDescription,
                            Tag.RequestedProcedureCodeSequence)
                    .uid(Tag.StudyInstanceUID, report.study().studyInstanceUid())
                    .sequence(Tag.ReferencedStudySequence)
                    .build());
        }
        return items;
    }

    /** Hierarchical SOP Instance Reference Macro (PS3.3 C.17.2.1): studies, their series, their instances. */
    private static List<DataSet> references(Collection<InstanceReference> instances) {
        Map<Uid, Map<Uid, List<DataSet>>> studies = new LinkedHashMap<>();
        for (InstanceReference instance : instances) {
            studies.computeIfAbsent(instance.studyInstanceUid(), study -> new LinkedHashMap<>())
                    .computeIfAbsent(instance.seriesInstanceUid(), series -> new ArrayList<>())
                    .add(DataSet.builder()
                            .uid(Tag.ReferencedSOPClassUID, instance.sopClassUid())
                            .uid(Tag.ReferencedSOPInstanceUID, instance.sopInstanceUid())
                            .build());
        }
        List<DataSet> items = new ArrayList<>();
        studies.forEach((study, series) -> {
            List<DataSet> seriesItems = new ArrayList<>();
            series.forEach((uid, references) -> seriesItems.add(DataSet.builder()
                    .uid(Tag.SeriesInstanceUID, uid)
                    .sequence(Tag.ReferencedSOPSequence, references)
                    .build()));
            items.add(DataSet.builder()
                    .uid(Tag.StudyInstanceUID, study)
                    .sequence(Tag.ReferencedSeriesSequence, seriesItems)
                    .build());
        });
        return items;
    }
}

package org.mammoclip.mammogram.report;

import static org.mammoclip.dicom.sr.Relationship.CONTAINS;
import static org.mammoclip.dicom.sr.Relationship.HAS_PROPERTIES;
import static org.mammoclip.dicom.sr.Relationship.INFERRED_FROM;
import static org.mammoclip.mammogram.report.Concepts.dcm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.dicom.sr.ContentItem;
import org.mammoclip.dicom.sr.ContentItem.Continuity;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.FindingScore;

/**
 * What ran and what failed, as TID 4000 wants it said (TID 4015 and 4016). A detector looks for one finding in one image;
 * the analysis is the judgement of the whole study.
 *
 * @param references the by-reference items HAS PROPERTIES to the library entries of images
 */
record CadSummary(TriageReport report, Function<List<Mammogram>, List<ContentItem>> references) {
    private static final CodedConcept SUMMARY_OF_DETECTIONS = dcm("111064", "Summary of Detections");
    private static final CodedConcept SUCCESSFUL_DETECTIONS = dcm("111063", "Successful Detections");
    private static final CodedConcept FAILED_DETECTIONS = dcm("111025", "Failed Detections");
    private static final CodedConcept DETECTION_PERFORMED = dcm("111022", "Detection Performed");
    private static final CodedConcept SUMMARY_OF_ANALYSES = dcm("111065", "Summary of Analyses");
    private static final CodedConcept SUCCESSFUL_ANALYSES = dcm("111062", "Successful Analyses");
    private static final CodedConcept ANALYSIS_PERFORMED = dcm("111004", "Analysis Performed");
    private static final CodedConcept OVERALL_IMPRESSION =
            dcm("111234", "Overall Impression / Recommendation Analysis");
    private static final CodedConcept SUCCEEDED = dcm("111222", "Succeeded");
    private static final CodedConcept PARTIALLY_SUCCEEDED = dcm("111223", "Partially Succeeded");
    private static final CodedConcept FAILED = dcm("111224", "Failed");
    private static final CodedConcept NOT_ATTEMPTED = dcm("111225", "Not Attempted");

    /** CAD Processing and Findings Summary (CID 6047). */
    CodedConcept summary() {
        boolean findings = report.scores().stream().anyMatch(FindingScore::present);
        if (report.allImagesScored()) {
            return findings
                    ? dcm("111242", "All algorithms succeeded; with findings")
                    : dcm("111241", "All algorithms succeeded; without findings");
        }
        if (report.scored().isEmpty()) {
            return dcm("111245", "No algorithms succeeded; without findings");
        }
        return findings
                ? dcm("111244", "Not all algorithms succeeded; with findings")
                : dcm("111243", "Not all algorithms succeeded; without findings");
    }

    ContentItem detections() {
        List<Mammogram> scored =
                report.scored().stream().map(ImageOutcome::mammogram).toList();
        List<Mammogram> failed = report.study().mammograms().stream()
                .filter(mammogram -> !scored.contains(mammogram))
                .toList();
        List<ContentItem> items = new ArrayList<>();
        if (!scored.isEmpty()) {
            items.add(performed(SUCCESSFUL_DETECTIONS, scored));
        }
        if (!failed.isEmpty()) {
            items.add(performed(FAILED_DETECTIONS, failed));
        }
        CodedConcept status = failed.isEmpty() ? SUCCEEDED : scored.isEmpty() ? FAILED : PARTIALLY_SUCCEEDED;
        return new ContentItem.Code(CONTAINS, SUMMARY_OF_DETECTIONS, status, items);
    }

    private ContentItem performed(CodedConcept container, List<Mammogram> images) {
        List<ContentItem> detectors = new ArrayList<>();
        for (Finding finding : report.thresholds().keySet()) {
            List<ContentItem> items = new ArrayList<>(new Algorithm(
                            Algorithm.detector(report, finding).name(),
                            report.model().version(),
                            List.of(Algorithm.threshold(report.rules().threshold(finding))))
                    .encode(HAS_PROPERTIES));
            items.addAll(references.apply(images));
            detectors.add(new ContentItem.Code(CONTAINS, DETECTION_PERFORMED, finding.singleImage(), items));
        }
        return new ContentItem.Container(INFERRED_FROM, container, Continuity.SEPARATE, detectors);
    }

    /** The study as a whole was judged only if all of it could be looked at. */
    ContentItem analyses() {
        if (!report.allImagesScored()) {
            return ContentItem.code(CONTAINS, SUMMARY_OF_ANALYSES, NOT_ATTEMPTED);
        }
        List<ContentItem> items =
                new ArrayList<>(Algorithm.study(report, List.of()).encode(HAS_PROPERTIES));
        items.addAll(references.apply(
                report.scored().stream().map(ImageOutcome::mammogram).toList()));
        return ContentItem.code(
                CONTAINS,
                SUMMARY_OF_ANALYSES,
                SUCCEEDED,
                ContentItem.container(
                        INFERRED_FROM,
                        SUCCESSFUL_ANALYSES,
                        new ContentItem.Code(CONTAINS, ANALYSIS_PERFORMED, OVERALL_IMPRESSION, items)));
    }
}

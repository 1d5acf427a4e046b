package org.mammoclip.mammogram.report;

import static org.mammoclip.dicom.sr.Relationship.CONTAINS;
import static org.mammoclip.dicom.sr.Relationship.HAS_CONCEPT_MOD;
import static org.mammoclip.dicom.sr.Relationship.HAS_OBS_CONTEXT;
import static org.mammoclip.dicom.sr.Relationship.ROOT;
import static org.mammoclip.dicom.sr.Relationship.SELECTED_FROM;
import static org.mammoclip.mammogram.report.Concepts.dcm;
import static org.mammoclip.mammogram.report.Concepts.sct;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.dicom.sr.ContentItem;
import org.mammoclip.dicom.sr.ContentItem.Continuity;
import org.mammoclip.dicom.sr.ContentTree;
import org.mammoclip.dicom.sr.GraphicType;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.PrivateCodes;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.Triage;

/**
 * Comprehensive 3D SR (PS3.3 A.35.13) with an Imaging Measurement Report, TID 1500 (PS3.16): one group about the study,
 * then one per located finding (TID 1410) and one per finding without a place (TID 1501). In the triage profile the study
 * group only.
 *
 * <p>A negative result is a document too: the absence of one means that the study was not processed.
 */
public final class Tid1500Report {
    private static final int SERIES_NUMBER = 9002;
    private static final String TEMPLATE = "1500";
    private static final CodedConcept TITLE = dcm("126000", "Imaging Measurement Report");
    private static final CodedConcept OBSERVER_TYPE = dcm("121005", "Observer Type");
    private static final CodedConcept DEVICE = dcm("121007", "Device");
    private static final CodedConcept DEVICE_UID = dcm("121012", "Device Observer UID");
    private static final CodedConcept DEVICE_NAME = dcm("121013", "Device Observer Name");
    private static final CodedConcept DEVICE_MANUFACTURER = dcm("121014", "Device Observer Manufacturer");
    private static final CodedConcept DEVICE_MODEL = dcm("121015", "Device Observer Model Name");
    private static final CodedConcept DEVICE_SERIAL = dcm("121016", "Device Observer Serial Number");
    private static final CodedConcept PROCEDURE_REPORTED = dcm("121058", "Procedure reported");
    private static final CodedConcept IMAGING_PROCEDURE = sct("363679005", "Imaging procedure");
    private static final CodedConcept LIBRARY_GROUP = dcm("126200", "Image Library Group");
    private static final CodedConcept MEASUREMENTS = dcm("126010", "Imaging Measurements");
    private static final CodedConcept GROUP = dcm("125007", "Measurement Group");
    private static final CodedConcept FINDING = dcm("121071", "Finding");
    private static final CodedConcept IMAGE_REGION = dcm("111030", "Image Region");
    private static final CodedConcept TRIAGE_SCORE = PrivateCodes.of("TRIAGESCORE", "Triage score");
    private static final CodedConcept TRIAGE_PRIORITY = PrivateCodes.of("TRIAGEPRIO", "Triage priority");

    private final TriageReport report;

    private Tid1500Report(TriageReport report) {
        this.report = report;
    }

    /** The document; the same report always gives the same data set. */
    public static DataSet encode(TriageReport report) {
        return new DocumentHeader(
                        SopClass.COMPREHENSIVE_3D_SR,
                        report.uids().tid1500Report(),
                        report.uids().tid1500ReportSeries(),
                        SERIES_NUMBER,
                        "AI triage result TID 1500 - not for diagnostic use")
                .encode(report)
                .addAll(new ContentTree(new Tid1500Report(report).root(), TEMPLATE).encode())
                .sequence(Tag.CodingSchemeIdentificationSequence, codingSchemes(report))
                .build();
    }

    /** Ours, SNOMED CT, and the private schemes of a site's own findings, of which we know no more than the name. */
    private static List<DataSet> codingSchemes(TriageReport report) {
        List<DataSet> schemes = new ArrayList<>(List.of(privateScheme(), snomedCt()));
        report.thresholds().keySet().stream()
                .map(finding -> finding.measured().scheme())
                .filter(scheme -> scheme.startsWith("99") && !scheme.equals(PrivateCodes.SCHEME))
                .distinct()
                .forEach(scheme -> schemes.add(DataSet.builder()
                        .text(Tag.CodingSchemeDesignator, scheme)
                        .build()));
        return schemes;
    }

    private static DataSet privateScheme() {
        return DataSet.builder()
                .text(Tag.CodingSchemeDesignator, PrivateCodes.SCHEME)
                .uid(Tag.CodingSchemeUID, PrivateCodes.SCHEME_UID)
                .text(Tag.CodingSchemeName, "Mammo-CLIP Worker triage codes")
                .text(Tag.CodingSchemeVersion, "1")
                .text(Tag.CodingSchemeResponsibleOrganization, "Mammo-CLIP Worker")
                .build();
    }

    private static DataSet snomedCt() {
        return DataSet.builder()
                .text(Tag.CodingSchemeDesignator, "SCT")
                .text(Tag.CodingSchemeUID, "2.16.840.1.113883.6.96")
                .build();
    }

    private ContentItem.Container root() {
        List<ContentItem> items = new ArrayList<>();
        items.add(ContentItem.code(HAS_CONCEPT_MOD, Concepts.LANGUAGE, Concepts.ENGLISH));
        items.addAll(observer());
        items.add(ContentItem.code(HAS_CONCEPT_MOD, PROCEDURE_REPORTED, IMAGING_PROCEDURE));
        items.add(ContentItem.container(CONTAINS, Concepts.IMAGE_LIBRARY, libraryGroup()));
        List<ContentItem> groups = new ArrayList<>(List.of(studyGroup()));
        if (report.profile().marksLocations()) {
            List<LocatedFinding> located = report.located();
            located.forEach(finding -> groups.add(regionGroup(finding)));
            report.scores().stream()
                    .filter(FindingScore::present)
                    .filter(score -> located.stream()
                            .noneMatch(finding -> finding.finding().equals(score.finding())
                                    && finding.mammogram().slot().laterality() == score.laterality()))
                    .forEach(score -> groups.add(unlocatedGroup(score)));
        }
        items.add(new ContentItem.Container(CONTAINS, MEASUREMENTS, Continuity.SEPARATE, groups));
        return new ContentItem.Container(ROOT, TITLE, Continuity.SEPARATE, items);
    }

    /** TID 1004: the exact model and code, so that the UID changes whenever a score could. */
    private List<ContentItem> observer() {
        return List.of(
                ContentItem.code(HAS_OBS_CONTEXT, OBSERVER_TYPE, DEVICE),
                ContentItem.uidRef(HAS_OBS_CONTEXT, DEVICE_UID, report.uids().device()),
                ContentItem.text(HAS_OBS_CONTEXT, DEVICE_NAME, report.model().label()),
                ContentItem.text(
                        HAS_OBS_CONTEXT, DEVICE_MANUFACTURER, report.device().manufacturer()),
                ContentItem.text(HAS_OBS_CONTEXT, DEVICE_MODEL, report.device().modelName()),
                ContentItem.text(HAS_OBS_CONTEXT, DEVICE_SERIAL, report.device().serialNumber()));
    }

    private ContentItem libraryGroup() {
        return ImageContext.library(LIBRARY_GROUP, report.study().mammograms(), ImageContext::forMeasurements);
    }

    /** TID 1501 about the study. */
    private ContentItem studyGroup() {
        Triage triage = report.triage();
        List<String> parameters = new ArrayList<>(List.of(Algorithm.threshold(Triage.THRESHOLD)));
        if (!report.shortcoming().isEmpty()) {
            parameters.add("partial=" + report.shortcoming());
        }
        if (!triage.reason().isEmpty()) {
            parameters.add("not-assessed=" + triage.reason());
        }
        List<ContentItem> items = new ArrayList<>();
        items.addAll(tracking("STUDY", report.uids().studyTracking()));
        items.add(ContentItem.code(HAS_CONCEPT_MOD, Concepts.FINDING_SITE, Concepts.BREAST));
        items.addAll(Algorithm.study(report, parameters).encode(HAS_CONCEPT_MOD));
        if (triage.priority() != Triage.Priority.NOT_ASSESSED) {
            double rounded = Math.round(triage.score() * 1000) / 1000.0;
            items.add(ContentItem.num(CONTAINS, TRIAGE_SCORE, rounded, Concepts.NO_UNITS));
        }
        CodedConcept priority = switch (triage.priority()) {
            case PRIORITISE -> PrivateCodes.of("TRIAGEHIGH", "Prioritise reading");
            case ROUTINE -> PrivateCodes.of("TRIAGEROUTINE", "Routine order");
            case NOT_ASSESSED -> PrivateCodes.of("TRIAGENONE", "Not assessed");
        };
        items.add(ContentItem.code(CONTAINS, TRIAGE_PRIORITY, priority));
        return group(items);
    }

    /** TID 1410. */
    private ContentItem regionGroup(LocatedFinding located) {
        InstanceReference source = located.mammogram().source();
        List<ContentItem> items = new ArrayList<>();
        items.addAll(tracking(
                located.label(), report.uids().tracking(located.finding().key(), source, located.ordinal())));
        items.add(ContentItem.code(CONTAINS, FINDING, located.finding().measured()));
        items.add(site(located.mammogram().slot().laterality()));
        items.addAll(Algorithm.mark(report, located).encode(HAS_CONCEPT_MOD));
        items.add(ContentItem.scoord(
                CONTAINS,
                IMAGE_REGION,
                GraphicType.POLYLINE,
                MammographyCadSr.closed(located.box().outline()),
                ContentItem.image(SELECTED_FROM, source.sopClassUid(), source.sopInstanceUid())));
        items.add(certainty(located.certainty()));
        return group(items);
    }

    /** TID 1501 about a finding whose attribution map is flat or missing. */
    private ContentItem unlocatedGroup(FindingScore score) {
        String label = score.finding().title() + " " + score.laterality().code();
        List<ContentItem> items = new ArrayList<>();
        items.addAll(tracking(label, report.uids().tracking(score.finding().key(), score.laterality())));
        items.add(ContentItem.code(CONTAINS, FINDING, score.finding().measured()));
        items.add(site(score.laterality()));
        items.addAll(Algorithm.detector(report, score.finding()).encode(HAS_CONCEPT_MOD));
        items.add(certainty(score.score()));
        return group(items);
    }

    private static ContentItem group(List<ContentItem> items) {
        return new ContentItem.Container(CONTAINS, GROUP, Continuity.SEPARATE, items);
    }

    private static List<ContentItem> tracking(String identifier, Uid uid) {
        return List.of(
                ContentItem.text(HAS_OBS_CONTEXT, Concepts.TRACKING_IDENTIFIER, identifier),
                ContentItem.uidRef(HAS_OBS_CONTEXT, Concepts.TRACKING_UNIQUE_IDENTIFIER, uid));
    }

    private static ContentItem site(Laterality laterality) {
        return ContentItem.code(
                HAS_CONCEPT_MOD,
                Concepts.FINDING_SITE,
                Concepts.BREAST,
                ContentItem.code(HAS_CONCEPT_MOD, Concepts.LATERALITY, Concepts.side(laterality)));
    }

    private static ContentItem certainty(double score) {
        return ContentItem.num(CONTAINS, Concepts.CERTAINTY_OF_FINDING, Impression.percent(score), Concepts.PERCENT);
    }
}

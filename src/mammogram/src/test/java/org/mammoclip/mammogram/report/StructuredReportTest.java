package org.mammoclip.mammogram.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.sr.ContentItem;
import org.mammoclip.dicom.sr.ContentTree;
import org.mammoclip.dicom.sr.GraphicPoint;
import org.mammoclip.dicom.sr.GraphicType;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.Examples;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.View;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.SelectionRules;

class StructuredReportTest {
    private static final Slot RCC = new Slot(Laterality.RIGHT, View.CC);
    private static final Slot LMLO = new Slot(Laterality.LEFT, View.MLO);
    private static final Map<Slot, Set<Finding>> MASS_AND_CALCIFICATION =
            Map.of(RCC, Set.of(Finding.MASS), LMLO, Set.of(Finding.SUSPICIOUS_CALCIFICATION));

    private static TriageReport findings(ScreeningStudy study) {
        return Reports.report(study, MASS_AND_CALCIFICATION, Set.of());
    }

    private static TriageReport with(Map<Slot, Set<Finding>> present, Set<Slot> failed) {
        return Reports.report(Exams.study(), present, failed);
    }

    private static List<ContentItem> all(ContentItem item) {
        List<ContentItem> items = new ArrayList<>(List.of(item));
        item.children().forEach(child -> items.addAll(all(child)));
        return items;
    }

    private static ContentItem root(DataSet document) {
        return ContentTree.decode(document).root();
    }

    /** The code meaning of the only item of the document with this concept. */
    private static String code(DataSet document, String concept) {
        return all(root(document)).stream()
                .filter(item -> item instanceof ContentItem.Code code
                        && code.concept().value().equals(concept))
                .map(item -> ((ContentItem.Code) item).value().meaning())
                .reduce((one, other) -> "several")
                .orElse("none");
    }

    private static List<String> texts(DataSet document, String concept) {
        return all(root(document)).stream()
                .filter(item -> item instanceof ContentItem.Text text
                        && text.concept().value().equals(concept))
                .map(item -> ((ContentItem.Text) item).value())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(StructuredReportIT.Variant.class)
    void decodesToTheTreeThatWasEncoded(StructuredReportIT.Variant variant) throws IOException {
        TriageReport report = variant.report(OutputProfile.FULL);
        for (DataSet document : List.of(MammographyCadSr.encode(report), Tid1500Report.encode(report))) {
            DataSet again = ContentTree.decode(document).encode();

            assertThat(document.toBuilder().addAll(again).build()).isEqualTo(document);
        }
    }

    @Test
    void givesTheSameBytesForTheSameReport() {
        assertThat(MammographyCadSr.encode(findings(Exams.study())))
                .isEqualTo(MammographyCadSr.encode(findings(Exams.study())));
        assertThat(Tid1500Report.encode(findings(Exams.study())))
                .isEqualTo(Tid1500Report.encode(findings(Exams.study())));
    }

    @Test
    void everyReferenceLeadsToTheImageItMeans() throws IOException {
        TriageReport report = findings(Examples.study());
        ContentTree tree = ContentTree.decode(MammographyCadSr.encode(report));

        List<ContentItem> finding = all(tree.root()).stream()
                .filter(item -> item instanceof ContentItem.Code code
                        && code.concept().meaning().equals("Single Image Finding"))
                .toList();
        List<Uid> selected = finding.stream()
                .flatMap(item -> all(item).stream())
                .filter(ContentItem.ByReference.class::isInstance)
                .map(item -> tree.at(((ContentItem.ByReference) item).target()).orElseThrow())
                .map(target -> ((ContentItem.ImageRef) target).sopInstance())
                .distinct()
                .toList();

        assertThat(finding).hasSize(2);
        assertThat(selected)
                .containsExactly(
                        Examples.header("study/LMLO.dcm").reference().sopInstanceUid(),
                        Examples.header("study/RCC.dcm").reference().sopInstanceUid());
    }

    /** Relation, value type, concept and parent concept of every item, the shape of a document. */
    private static Set<String> shape(ContentItem item) {
        Set<String> shape = new TreeSet<>();
        String parent = item.name().map(name -> name.value()).orElse(item.valueType());
        for (ContentItem child : item.children()) {
            String name = child.name().map(concept -> concept.value()).orElse("-");
            shape.add(parent + " " + child.relationship() + " " + child.valueType() + " " + name);
            shape.addAll(shape(child));
        }
        return shape;
    }

    @ParameterizedTest
    @CsvSource({
        "mammo_cad_sr_findings, FINDINGS", "mammo_cad_sr_nofindings, NO_FINDINGS",
        "mammo_cad_sr_partial, PARTIAL_WITHOUT_FINDINGS", "mammo_cad_sr_failed, FAILED"
    })
    void cadSrHasTheShapeOfTheExample(String example, StructuredReportIT.Variant variant) throws IOException {
        Set<String> expected =
                shape(root(Examples.read("sr/" + example + ".dcm").dataSet()));
        Set<String> ours = shape(root(MammographyCadSr.encode(variant.report(OutputProfile.FULL))));

        // No relation between views is claimed, and calcifications are not counted.
        Set<String> missing = new HashSet<>(expected);
        missing.removeAll(ours);
        assertThat(missing)
                .allMatch(
                        item -> item.contains("111015") || item.contains("CODE 111008") || item.contains("NUM 111038"));
        // Thresholds at each detector; how a place was found; an impression with its algorithm in partial and failed
        // documents.
        Set<String> more = new HashSet<>(ours);
        more.removeAll(expected);
        assertThat(more)
                .allMatch(item -> item.startsWith("111022 HAS_PROPERTIES TEXT 111002")
                        || item.startsWith("111059 HAS_PROPERTIES TEXT 111002")
                        || item.startsWith("111004 HAS_PROPERTIES TEXT 111002")
                        || item.startsWith("111017 HAS_PROPERTIES TEXT 1110"));
    }

    @ParameterizedTest
    @CsvSource({"tid1500_air, FULL", "tid1500_triage_only, TRIAGE"})
    void tid1500ReportHasTheShapeOfTheExample(String example, OutputProfile profile) throws IOException {
        Set<String> expected =
                shape(root(Examples.read("sr/" + example + ".dcm").dataSet()));
        Set<String> ours = shape(root(Tid1500Report.encode(StructuredReportIT.Variant.FINDINGS.report(profile))));

        assertThat(ours).containsAll(expected);
        ours.removeAll(expected);
        assertThat(ours).containsExactly("125007 HAS_CONCEPT_MOD TEXT 111002");
    }

    private static List<List<Float>> polylines(DataSet document) {
        return all(root(document)).stream()
                .filter(ContentItem.Scoord.class::isInstance)
                .map(ContentItem.Scoord.class::cast)
                .filter(item -> item.graphicType() == GraphicType.POLYLINE)
                .map(item -> item.points().stream()
                        .flatMap(point -> Stream.of(point.column(), point.row()))
                        .toList())
                .toList();
    }

    /** The rectangle, closed, in source pixels of single precision; the mark of CAD SR is its middle. */
    @Test
    void bothReportsDrawTheBoxesOfTheDetectorInSourcePixels() throws IOException {
        TriageReport report = StructuredReportIT.Variant.DETECTOR_BOXES_AND_SITE_FINDINGS.report(OutputProfile.FULL);
        List<Float> first = List.of(20.25f, 31.5f, 50.75f, 31.5f, 50.75f, 77.125f, 20.25f, 77.125f, 20.25f, 31.5f);
        DataSet cad = MammographyCadSr.encode(report);

        for (DataSet document : List.of(cad, Tid1500Report.encode(report))) {
            assertThat(polylines(document))
                    .as("three of five boxes and a map in each of two views")
                    .hasSize(8)
                    .contains(first);
            assertThat(texts(document, "111002"))
                    .contains(
                            "origin=detector",
                            "method=trained detector",
                            "box-score=0.900",
                            "image-score=0.700",
                            "origin=attribution",
                            "method=gradient-free class activation",
                            "aggregation=breast mean, exam max",
                            "note=4 weaker boxes of the detector are not marked");
        }
        assertThat(all(root(cad)).stream()
                        .filter(item ->
                                item instanceof ContentItem.Scoord scoord && scoord.graphicType() == GraphicType.POINT)
                        .map(item -> ((ContentItem.Scoord) item).points().get(0)))
                .contains(new GraphicPoint(35.5f, 54.3125f));
    }

    @Test
    void aSitesOwnCodingSchemeIsNamed() throws IOException {
        DataSet document = Tid1500Report.encode(
                StructuredReportIT.Variant.DETECTOR_BOXES_AND_SITE_FINDINGS.report(OutputProfile.FULL));

        assertThat(document.items(Tag.CodingSchemeIdentificationSequence))
                .extracting(item -> item.string(Tag.CodingSchemeDesignator).orElse(""))
                .containsExactly("99MCTRIAGE", "SCT", "99LOCAL");
    }

    @Test
    void triageProfileShowsNeitherFindingNorPlaceNorSide() {
        TriageReport report =
                Reports.report(Exams.study(), MASS_AND_CALCIFICATION, Set.of(), OutputProfile.TRIAGE, List.of());

        List<ContentItem> items = all(root(Tid1500Report.encode(report)));

        assertThat(items).noneMatch(ContentItem.Scoord.class::isInstance);
        assertThat(items.stream()
                        .filter(item -> item.name()
                                .filter(name ->
                                        Set.of("121071", "111012", "272741003").contains(name.value()))
                                .isPresent()))
                .isEmpty();
        assertThat(texts(Tid1500Report.encode(report), "111002"))
                .noneMatch(text -> text.startsWith("evidence") || text.contains("Mass") || text.contains("breast,"));
        assertThat(code(Tid1500Report.encode(report), "TRIAGEPRIO")).isEqualTo("Prioritise reading");
        assertThatThrownBy(() -> MammographyCadSr.encode(report)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statesWhatSucceededAndWhatWasFound() {
        Set<Slot> one = Set.of(RCC);
        Set<Slot> every = Set.copyOf(Slot.ALL);
        Map<Slot, Set<Finding>> mass = Map.of(LMLO, Set.of(Finding.MASS));

        assertStates(with(mass, Set.of()), "All algorithms succeeded; with findings", "Succeeded", "Succeeded");
        assertStates(with(Map.of(), Set.of()), "All algorithms succeeded; without findings", "Succeeded", "Succeeded");
        assertStates(
                with(mass, one), "Not all algorithms succeeded; with findings", "Partially Succeeded", "Not Attempted");
        assertStates(
                with(Map.of(), one),
                "Not all algorithms succeeded; without findings",
                "Partially Succeeded",
                "Not Attempted");
        assertStates(with(Map.of(), every), "No algorithms succeeded; without findings", "Failed", "Not Attempted");
    }

    private static void assertStates(TriageReport report, String summary, String detections, String analyses) {
        DataSet document = MammographyCadSr.encode(report);
        assertThat(code(document, "111017")).isEqualTo(summary);
        assertThat(code(document, "111064")).isEqualTo(detections);
        assertThat(code(document, "111065")).isEqualTo(analyses);
    }

    @Test
    void saysTheImpressionInTheFixedGrammarWithItsCaution() {
        String caution =
                " Research use only - not for diagnosis. Untrained demonstration model: scores have no clinical"
                        + " meaning.";
        String evidence = " Because of Mass, right breast, image RCC 0.880; exam 0.880, threshold 0.500."
                + " Also Suspicious Calcification, left breast, image LMLO 0.880; exam 0.880, threshold 0.500.";
        assertThat(texts(MammographyCadSr.encode(with(MASS_AND_CALCIFICATION, Set.of())), "111033"))
                .containsExactly(
                        "AI triage: prioritise reading. Study score 0.880, threshold 0.500." + evidence + caution);
        assertThat(texts(MammographyCadSr.encode(with(Map.of(), Set.of())), "111033"))
                .containsExactly("AI triage: routine order. Study score 0.100, threshold 0.500. Nearest to a threshold:"
                        + " Mass, left breast, image LCC 0.100; exam 0.100, threshold 0.500." + caution);
        assertThat(texts(MammographyCadSr.encode(with(Map.of(), Set.of(RCC))), "111033"))
                .containsExactly("AI triage: not assessed (1 of 4 images could not be scored)." + caution);
        assertThat(texts(MammographyCadSr.encode(with(MASS_AND_CALCIFICATION, Set.of(LMLO))), "111033"))
                .containsExactly("AI triage: prioritise reading. Study score 0.880, threshold 0.500. Because of Mass,"
                        + " right breast, image RCC 0.880; exam 0.880, threshold 0.500. Partial: 1 of 4"
                        + " images could not be scored." + caution);
    }

    @Test
    void neverStatesAssessmentCategoriesRecommendationsOrProbabilityOfCancer() throws IOException {
        TriageReport report = StructuredReportIT.Variant.ALL_FINDINGS.report(OutputProfile.FULL);

        assertThat(all(root(MammographyCadSr.encode(report))).stream()
                        .flatMap(item -> item.name().stream())
                        .map(name -> name.value()))
                .doesNotContain("111005", "111023", "111047", "111053", "111054", "111055");
    }

    @Test
    void everyDocumentNamesItsMakerInFull() {
        for (DataSet document : List.of(
                MammographyCadSr.encode(findings(Exams.study())), Tid1500Report.encode(findings(Exams.study())))) {
            assertThat(texts(document, "111002"))
                    .contains(
                            "weights-sha256=" + Reports.MODEL.checkpointSha256(),
                            "code=0.1.0",
                            "preprocessing=reference-1",
                            "thresholds=default-1",
                            "use=Research use only - not for diagnosis",
                            "notice=Untrained demonstration model: scores have no clinical meaning");
            assertThat(document.strings(Tag.SoftwareVersions)).containsExactly("0.1.0", "model mammoclip-b5 2026.1");
        }
    }

    @Test
    void copiesIdentityAndListsEveryInputAsEvidence() {
        DataSet document = MammographyCadSr.encode(findings(Exams.study()));

        assertThat(document.string(Tag.PatientName)).contains("Müller^Änne");
        assertThat(document.string(Tag.PatientID)).contains("ID 0001");
        assertThat(document.string(Tag.AccessionNumber)).contains("ACC0001");
        assertThat(document.string(Tag.SpecificCharacterSet)).contains("ISO_IR 192");
        assertThat(document.string(Tag.Modality)).contains("SR");
        assertThat(document
                        .item(Tag.CurrentRequestedProcedureEvidenceSequence)
                        .orElseThrow()
                        .items(Tag.ReferencedSeriesSequence)
                        .stream()
                        .flatMap(series -> series.items(Tag.ReferencedSOPSequence).stream())
                        .map(item -> item.uid(Tag.ReferencedSOPInstanceUID).orElseThrow()))
                .containsExactlyElementsOf(Exams.study().mammograms().stream()
                        .map(mammogram -> mammogram.source().sopInstanceUid())
                        .toList());
    }

    @Test
    void statesItsTimesInTheZoneOfTheImages() {
        DataSet document = Tid1500Report.encode(findings(Exams.study()));

        assertThat(document.string(Tag.TimezoneOffsetFromUTC)).contains("+0100");
        assertThat(document.string(Tag.ContentTime)).contains("094001");
        assertThat(document.item(Tag.ContributingEquipmentSequence)
                        .orElseThrow()
                        .string(Tag.ContributionDateTime))
                .contains("20260301094001+0100");
    }

    @Test
    void writesNoZoneWhenTheImagesStateNone() throws IOException {
        ScreeningStudy study = Exams.study();
        ScreeningStudy silent = new ScreeningStudy(
                study.studyInstanceUid(),
                study.mammograms().stream()
                        .map(mammogram -> new Mammogram(
                                Exams.header(mammogram.header().attributes().toBuilder()
                                        .remove(Tag.TimezoneOffsetFromUTC)
                                        .build()),
                                mammogram.slot(),
                                false))
                        .toList(),
                List.of());

        assertThat(Tid1500Report.encode(findings(silent)).contains(Tag.TimezoneOffsetFromUTC))
                .isFalse();
    }

    @Test
    void fillsTheRequestFromTheImages() {
        DataSet request = DataSet.builder()
                .text(Tag.RequestedProcedureID, "RP1")
                .text(Tag.RequestedProcedureDescription, "Screening")
                .build();
        ScreeningStudy study = Exams.study();
        ScreeningStudy requested = new ScreeningStudy(
                study.studyInstanceUid(),
                study.mammograms().stream()
                        .map(mammogram -> new Mammogram(
                                Exams.header(mammogram.header().attributes().toBuilder()
                                        .sequence(Tag.RequestAttributesSequence, request)
                                        .build()),
                                mammogram.slot(),
                                false))
                        .toList(),
                List.of());

        DataSet item = MammographyCadSr.encode(findings(requested))
                .item(Tag.ReferencedRequestSequence)
                .orElseThrow();

        assertThat(item.string(Tag.RequestedProcedureID)).contains("RP1");
        assertThat(item.string(Tag.AccessionNumber)).contains("ACC0001");
    }

    @Test
    void aRevisionNamesItsPredecessorOfTheSameKind() {
        InstanceReference old =
                new InstanceReference(Exams.STUDY, Exams.uid("s"), SopClass.MAMMOGRAPHY_CAD_SR, Exams.uid("old cad"));
        TriageReport first = findings(Exams.study());
        TriageReport second =
                Reports.report(Exams.study(), MASS_AND_CALCIFICATION, Set.of(), OutputProfile.FULL, List.of(old));

        DataSet cad = MammographyCadSr.encode(second);

        assertThat(cad.item(Tag.PredecessorDocumentsSequence)
                        .flatMap(study -> study.item(Tag.ReferencedSeriesSequence))
                        .flatMap(series -> series.item(Tag.ReferencedSOPSequence))
                        .flatMap(item -> item.uid(Tag.ReferencedSOPInstanceUID)))
                .contains(Exams.uid("old cad"));
        assertThat(Tid1500Report.encode(second).contains(Tag.PredecessorDocumentsSequence))
                .isFalse();
        assertThat(cad.uid(Tag.SOPInstanceUID))
                .isNotEqualTo(MammographyCadSr.encode(first).uid(Tag.SOPInstanceUID));
        assertThat(cad.integer(Tag.InstanceNumber)).hasValue(2);
    }

    @Test
    void aPartialExamIsAPartialDocument() throws IOException {
        DataSet document = MammographyCadSr.encode(StructuredReportIT.Variant.ONE_SIDE.report(OutputProfile.FULL));

        assertThat(document.string(Tag.CompletionFlag)).contains("PARTIAL");
        assertThat(document.string(Tag.CompletionFlagDescription)).contains("incomplete exam, missing LCC LMLO");
    }

    @Test
    void selectionIgnoresOurOwnDocuments() {
        TriageReport report = findings(Exams.study());
        for (DataSet document : List.of(MammographyCadSr.encode(report), Tid1500Report.encode(report))) {
            assertThat(ImageSelector.decide(Exams.header(document), SelectionRules.DEFAULT)
                            .code())
                    .isEqualTo(DecisionCode.IGNORE_OWN);
        }
    }
}

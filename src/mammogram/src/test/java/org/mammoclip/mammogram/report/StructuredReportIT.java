package org.mammoclip.mammogram.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.mammogram.Examples;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.View;
import org.mammoclip.mammogram.finding.Aggregation;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.mammogram.finding.TriageRule;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.prepare.PreparationQuality;

/** Independent validators on every variant of the two reports. */
class StructuredReportIT {
    private static final Slot RCC = new Slot(Laterality.RIGHT, View.CC);
    private static final Slot RMLO = new Slot(Laterality.RIGHT, View.MLO);
    private static final Slot LMLO = new Slot(Laterality.LEFT, View.MLO);

    @TempDir
    Path folder;

    enum Variant {
        ALL_FINDINGS,
        FINDINGS,
        NO_FINDINGS,
        PARTIAL_WITH_FINDINGS,
        PARTIAL_WITHOUT_FINDINGS,
        ONE_SIDE,
        FAILED,
        REVISION,
        OTHER_CHARACTERS,
        DETECTOR_BOXES_AND_SITE_FINDINGS;

        TriageReport report(OutputProfile profile) throws IOException {
            Set<Finding> mass = Set.of(Finding.MASS);
            Map<Slot, Set<Finding>> found =
                    Map.of(RCC, mass, RMLO, mass, LMLO, Set.of(Finding.SUSPICIOUS_CALCIFICATION));
            ScreeningStudy study = Examples.study();
            return switch (this) {
                case ALL_FINDINGS ->
                    Reports.report(study, Map.of(RCC, Set.copyOf(Finding.VINDR)), Set.of(), profile, List.of());
                case FINDINGS -> Reports.report(study, found, Set.of(), profile, List.of());
                case NO_FINDINGS -> Reports.report(study, Map.of(), Set.of(), profile, List.of());
                case PARTIAL_WITH_FINDINGS -> Reports.report(study, found, Set.of(RCC), profile, List.of());
                case PARTIAL_WITHOUT_FINDINGS -> Reports.report(study, Map.of(), Set.of(RCC), profile, List.of());
                case ONE_SIDE ->
                    Reports.report(
                            new ScreeningStudy(
                                    study.studyInstanceUid(), study.mammograms().subList(2, 4), List.of()),
                            found,
                            Set.of(),
                            profile,
                            List.of());
                case FAILED -> Reports.report(study, Map.of(), Set.copyOf(Slot.ALL), profile, List.of());
                case REVISION ->
                    Reports.report(
                            study,
                            found,
                            Set.of(),
                            profile,
                            List.of(
                                    predecessor(study, SopClass.MAMMOGRAPHY_CAD_SR),
                                    predecessor(study, SopClass.COMPREHENSIVE_3D_SR)));
                case OTHER_CHARACTERS -> Reports.report(Exams.study(), found, Set.of(), profile, List.of());
                case DETECTOR_BOXES_AND_SITE_FINDINGS -> boxes(study, profile);
            };
        }

        /** Mass by a detector, malignancy by its map, a finding of the site without a place; breasts by their mean. */
        private static TriageReport boxes(ScreeningStudy study, OutputProfile profile) {
            Finding cyst = new Finding(
                    "cyst",
                    "Cyst",
                    Finding.MASS.singleImage(),
                    new CodedConcept("CYST", "99LOCAL", "Cyst seen on mammography"));
            Map<Finding, Double> thresholds = new LinkedHashMap<>();
            thresholds.put(Finding.MASS, 0.5);
            thresholds.put(Finding.MALIGNANCY, 0.4);
            thresholds.put(cyst, 0.3);
            List<ImageOutcome> outcomes = new ArrayList<>();
            for (Mammogram mammogram : study.mammograms()) {
                double score = mammogram.slot().laterality() == Laterality.LEFT ? 0.2 : 0.7;
                List<SourceBox> boxes = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    PixelBox rectangle = new PixelBox(20.25 + 40 * i, 31.5, 50.75 + 40 * i, 77.125);
                    boxes.add(new SourceBox(Finding.MASS, rectangle, 0.9 - 0.1 * i, BoxOrigin.DETECTOR));
                }
                outcomes.add(new ImageOutcome.Scored(
                        mammogram,
                        Map.of(Finding.MASS, score, Finding.MALIGNANCY, score, cyst, score),
                        List.of(Reports.attribution(mammogram.source(), Finding.MALIGNANCY)),
                        boxes,
                        Set.of(PreparationQuality.ENLARGED)));
            }
            Aggregation mean = Aggregation.REFERENCE;
            return Reports.report(
                    outcomes, new DecisionRules(thresholds, mean, TriageRule.anyFinding(thresholds)), profile);
        }

        private static InstanceReference predecessor(ScreeningStudy study, Uid sopClass) {
            return new InstanceReference(
                    study.studyInstanceUid(),
                    Exams.uid("old series " + sopClass),
                    sopClass,
                    Exams.uid("old document " + sopClass));
        }
    }

    @ParameterizedTest
    @EnumSource
    void mammographyCadSrPassesAllValidators(Variant variant) throws Exception {
        DataSet document = MammographyCadSr.encode(variant.report(OutputProfile.FULL));

        Path file = Validators.write(folder, "cad", document);

        assertThat(Validators.dciodvfy(file)).allMatch(StructuredReportIT::isBenign);
        Validators.dsrdump(file);
        assertThat(Validators.pixelMed(file)).allMatch(line -> line.contains("Failed Detections"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "ALL_FINDINGS",
                "NO_FINDINGS",
                "PARTIAL_WITH_FINDINGS",
                "FAILED",
                "REVISION",
                "DETECTOR_BOXES_AND_SITE_FINDINGS"
            })
    void tid1500ReportPassesAllValidators(Variant variant) throws Exception {
        passes(Tid1500Report.encode(variant.report(OutputProfile.FULL)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FINDINGS", "FAILED", "DETECTOR_BOXES_AND_SITE_FINDINGS"})
    void triageOnlyReportPassesAllValidators(Variant variant) throws Exception {
        passes(Tid1500Report.encode(variant.report(OutputProfile.TRIAGE)));
    }

    @Test
    void theTemplateValidatorSeesABrokenDocument() throws Exception {
        DataSet document = MammographyCadSr.encode(Variant.FINDINGS.report(OutputProfile.FULL));
        List<DataSet> content = document.items(Tag.ContentSequence);
        DataSet withoutLanguage = document.toBuilder()
                .sequence(Tag.ContentSequence, content.subList(1, content.size()))
                .build();

        Path file = Validators.write(folder, "broken", withoutLanguage);

        assertThatThrownBy(() -> Validators.pixelMed(file)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Validators.dsrdump(file)).isInstanceOf(AssertionError.class);
    }

    private void passes(DataSet document) throws Exception {
        Path file = Validators.write(folder, "tid1500", document);

        assertThat(Validators.dciodvfy(file)).allMatch(StructuredReportIT::isBenign);
        Validators.dsrdump(file);
        assertThat(Validators.pixelMed(file)).allMatch(line -> line.contains("TRIAGE"));
    }

    /** The private scheme, and Device UID in Contributing Equipment, which is newer than the 2022 definitions. */
    private static boolean isBenign(String warning) {
        return warning.contains("99MCTRIAGE")
                || warning.contains("99LOCAL")
                || warning.contains("DeviceUID")
                || warning.contains("CodingSchemeUID")
                || warning.contains("CodingSchemeDesignator");
    }
}

package org.mammoclip.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.reports.BreastRecord;
import org.mammoclip.mammoclip.reports.ReportSections;

class PhantomReportTest {
    private static final PhantomSettings SETTINGS = new PhantomSettings(2, 256, 0.6, 2, Optional.empty());

    @Test
    void everyLesionIsReportedOnItsSideAndHealthyBreastsAreNot() {
        for (int index = 0; index < 300; index++) {
            PhantomExam exam = PhantomExam.draw(SETTINGS, index);
            PhantomReport report = PhantomReport.of(exam);
            for (boolean left : new boolean[] {true, false}) {
                String findings = report.findings(left).toLowerCase(Locale.ROOT);
                Breast breast = exam.breast(left);
                assertThat(findings).contains(left ? "left" : "right");
                for (Lesion lesion : breast.lesions()) {
                    assertThat(findings).as(lesion.kind().label()).contains(word(lesion.kind()));
                }
                assertThat(report.birads() == 0)
                        .isEqualTo(!exam.left().lesions().isEmpty()
                                || !exam.right().lesions().isEmpty());
                if (breast.lesions().isEmpty()) {
                    assertThat(report.impression(left)).containsAnyOf("No evidence", "Negative", "without suspicious");
                } else {
                    assertThat(report.impression(left)).containsAnyOf("Further", "additional", "Recall");
                }
            }
        }
    }

    @Test
    void theSameExamHasTheSameWordsAndOthersVary() {
        Set<String> texts = new HashSet<>();
        for (int index = 0; index < 300; index++) {
            PhantomExam exam = PhantomExam.draw(SETTINGS, index);
            texts.add(PhantomReport.of(exam).text());
            assertThat(PhantomReport.of(exam)).isEqualTo(PhantomReport.of(exam));
        }
        assertThat(texts).hasSizeGreaterThan(290);
    }

    @Test
    void theSectionParserReadsWhatWasWritten() {
        for (int index = 0; index < 50; index++) {
            PhantomReport report = PhantomReport.of(PhantomExam.draw(SETTINGS, index));
            ReportSections sections = ReportSections.parse(report.text());
            assertThat(sections.history()).isEqualTo(report.history());
            assertThat(sections.findings()).startsWith(report.density()).endsWith(report.left());
            assertThat(sections.impression()).startsWith(report.impressionRight());
            assertThat(BreastRecord.texts(sections)).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, 30, 0, 3, outer left breast",
        "true, -30, 0, 9, inner left breast",
        "false, 30, 0, 9, outer right breast",
        "false, 0, 40, 12, upper right breast",
        "true, 0, -40, 6, lower left breast",
        "true, 30, 30, 2, upper outer left breast",
        "true, 0, 0, 12, subareolar left breast"
    })
    void placesHaveTheNamesOfTheirQuarterAndHour(
            boolean left, double lateral, double superior, int hour, String where) {
        Breast breast = new Breast(left, 100, 80, 0, 1, 2, false, List.of());
        Lesion lesion = Lesion.plain(LesionKind.MASS, new Place(75, lateral, superior), 5, 3, Set.of());
        assertThat(PhantomReport.where(lesion, breast)).isEqualTo(where);
        assertThat(PhantomReport.depth(lesion, breast)).isEqualTo("anterior");
        if (lateral != 0 || superior != 0) {
            assertThat(PhantomReport.clock(lesion, breast)).isIn(hour, hour - 1);
        }
    }

    private static String word(LesionKind kind) {
        return switch (kind) {
            case MASS -> " mass";
            case CALCIFICATION -> "calcifications";
            case DISTORTION -> "architectural distortion";
            case FOCAL_ASYMMETRY -> "focal asymmetr";
            case ASYMMETRY -> "asymmetry";
            case GLOBAL_ASYMMETRY -> "global asymmetry";
            case LYMPH_NODE -> "lymph node";
            case NIPPLE_RETRACTION -> "nipple";
            case SKIN_THICKENING -> "skin";
        };
    }
}

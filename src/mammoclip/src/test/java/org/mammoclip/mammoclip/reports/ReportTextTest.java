package org.mammoclip.mammoclip.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.random.SplitMix64;

class ReportTextTest {

    @Test
    void sectionsAreCutAtTheirHeadings() {
        ReportSections sections = ReportSections.parse("""
                EXAM: MG screening
                Clinical History: Screening. Findings: none so far.
                TECHNIQUE: digital
                FINDINGS:
                There is a mass. See impression: below.
                Stable clip.
                Impression : BI-RADS 2.
                ADDENDUM: typed later
                IMPRESSION: Benign.
                """);
        assertThat(sections.history()).isEqualTo("Screening. Findings: none so far.");
        assertThat(sections.findings()).isEqualTo("There is a mass. See impression: below.\nStable clip.");
        assertThat(sections.impression()).isEqualTo("BI-RADS 2.\nBenign.");
        assertThat(sections.isEmpty()).isFalse();
    }

    @Test
    void aReportWithoutHeadingsHasNoSections() {
        ReportSections sections = ReportSections.parse("There is a mass.");
        assertThat(sections).isEqualTo(new ReportSections("", "", ""));
        assertThat(sections.isEmpty()).isTrue();
        assertThat(ReportSections.parse("").isEmpty()).isTrue();
        String longest = "x".repeat(ReportSections.MAX_CHARACTERS);
        assertThat(ReportSections.parse(longest).isEmpty()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> ReportSections.parse(longest + "x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    There is a Mass.              | there is a mass
                    Breast density: C-type here.  | breast density : c - type here
                    measures 1.5 cm in size       | 5 cm in size
                    No mass.Stable clip seen.     | stable clip seen
                    Naïve café au lait spots      | nave caf au lait spots
                    mass ("new") , (?) seen       | mass (" new ") , (?) seen
                    '  '                          | ''
                    Two words.                    | ''
                    ½ ¼ two words                 | ''
                    mass_1 x2 is \uFFFD\uFFFDseen | mass_1 x2 is seen
                    """)
    void sentencesAreLowerCasedTokenisedAndStrippedOfWhatIsNotAscii(String raw, String clean) {
        assertThat(String.join(" ", TextCleaning.findings(raw))).isEqualTo(clean);
    }

    @Test
    void sentencesEndAtEveryFullStopAndLineBreaksDoNotEndThem() {
        assertThat(TextCleaning.findings("There is\na mass.  No other\r\nfinding seen.Stable."))
                .containsExactly("there is a mass", "no other finding seen");
        assertThat(TextCleaning.impression("Category BI-RADS 2.")).containsExactly("category birads 2");
        assertThat(TextCleaning.findings("Category BI-RADS 2.")).containsExactly("category bi - rads 2");
    }

    @Test
    void textsOfABreastAreFindingsThenImpressionWithoutRepeats() {
        assertThat(BreastRecord.texts(new ReportSections("x", "A benign mass. Stable clip seen.", "It is benign.")))
                .extracting(ReportText::joined)
                .containsExactly("a benign mass stable clip seen", "it is benign");
        assertThat(BreastRecord.texts(new ReportSections("", "It is benign.", "It is benign")))
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BreastRecord.texts(new ReportSections("long enough history", "", "Ok.")));
    }

    @Test
    void shufflingKeepsTheSentencesAndChangesTheirOrder() {
        ReportText text = new ReportText(List.of("a b c", "d e f", "g h i", "j k l"));
        int same = 0;
        for (int seed = 0; seed < 240; seed++) {
            ReportText shuffled = text.shuffled(new SplitMix64(seed));
            assertThat(shuffled.sentences()).containsExactlyInAnyOrderElementsOf(text.sentences());
            same += shuffled.equals(text) ? 1 : 0;
        }
        assertThat(same).isBetween(2, 25);
        assertThatIllegalArgumentException().isThrownBy(() -> new ReportText(List.of("a", " ")));
    }
}

package org.mammoclip.mammoclip.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SideSentencesTest {
    private static final String SECTION = "The breasts are dense. There is a mass in the upper left breast.\n"
            + "No suspicious finding on the right. Benign calcifications in the left and right breast."
            + " Bilateral implants, the right one older.";

    @Test
    void leavesOutWhatNamesTheOtherSideOnly() {
        assertThat(SideSentences.of(SECTION, Side.LEFT))
                .isEqualTo(
                        "The breasts are dense. There is a mass in the upper left breast. Benign calcifications in the"
                                + " left and right breast. Bilateral implants, the right one older.");
        assertThat(SideSentences.of(SECTION, Side.RIGHT))
                .contains("No suspicious finding on the right.")
                .doesNotContain("upper left breast");
    }

    @Test
    void aWordThatContainsASideIsNone() {
        assertThat(SideSentences.of("An upright position, leftover gel.", Side.LEFT))
                .isNotEmpty();
        assertThat(SideSentences.of("", Side.RIGHT)).isEmpty();
    }
}

package org.mammoclip.mammoclip.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.random.SplitMix64;

class LabelledBreastTest {
    private static final List<String> NOTHING = List.of(ReportGrammar.NO_FINDING);

    private final ReportGenerator reports =
            new ReportGenerator(ReportGrammar.vinDr(Vocabulary.REFERENCE, NoFindingSentences.ALL));
    private final LabelledBreast breast = new LabelledBreast(Side.LEFT, "c", "m", List.of("Mass"), NOTHING);

    @Test
    void eachTextSpeaksOfItsImageWhateverTheOrder() {
        int ccFirst = 0;
        for (int seed = 0; seed < 200; seed++) {
            LabelledBreast.Sample sample = breast.training(reports, new SplitMix64(seed));
            boolean first = sample.firstImage().equals("c");
            ccFirst += first ? 1 : 0;
            assertThat(List.of(sample.firstImage(), sample.secondImage())).containsExactlyInAnyOrder("c", "m");
            String ofCc = first ? sample.firstText() : sample.secondText();
            String ofMlo = first ? sample.secondText() : sample.firstText();
            assertThat(ofCc).containsPattern("there is a .*mass in the .*left breast");
            assertThat(ofMlo)
                    .satisfies(text -> assertThat(ReportGrammar.vinDr(Vocabulary.REFERENCE, NoFindingSentences.ALL)
                                    .sentences(ReportGrammar.NO_FINDING, Side.LEFT)
                                    .positive())
                            .contains(text));
            assertThat(breast.training(reports, new SplitMix64(seed))).isEqualTo(sample);
        }
        assertThat(ccFirst).isBetween(70, 130);
    }

    @Test
    void validationIsTheSameEveryTime() {
        LabelledBreast.Sample sample = breast.validation(reports);
        assertThat(sample.firstImage()).isEqualTo("c");
        assertThat(sample.firstText()).startsWith("there is a mass in the left breast ");
        assertThat(sample.secondText()).isEqualTo("no mammographic evidence of malignancy");
    }

    @Test
    void aBreastNeedsTwoImagesAndLabelsForBoth() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledBreast(Side.LEFT, "c", "c", NOTHING, NOTHING));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledBreast(Side.LEFT, "c", "m", NOTHING, List.of()))
                .withMessageContaining("No Finding");
    }
}

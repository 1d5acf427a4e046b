package org.mammoclip.mammoclip.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.random.SplitMix64;

class BreastRecordTest {
    private static final int DRAWS = 6000;
    private static final ReportText FINDINGS = new ReportText(List.of("there is a mass"));
    private static final ReportText IMPRESSION = new ReportText(List.of("it is benign"));
    private static final ReportText OTHER_FINDINGS = new ReportText(List.of("a mass exists"));
    private static final ReportText OTHER_IMPRESSION = new ReportText(List.of("this is benign"));

    private static final BreastRecord BOTH_VIEWS =
            record(List.of("c1", "c2", "m1"), List.of("c1", "c2"), List.of("m1"));

    @Test
    void oneOfEachViewInRandomOrder() {
        Map<BreastRecord.Pair<String>, Double> shares = images(BOTH_VIEWS, ImageRule.ONE_OF_EACH_VIEW);
        assertThat(shares).hasSize(4);
        for (String cc : List.of("c1", "c2")) {
            assertThat(shares.get(new BreastRecord.Pair<>(cc, "m1"))).isCloseTo(0.25, within(0.03));
            assertThat(shares.get(new BreastRecord.Pair<>("m1", cc))).isCloseTo(0.25, within(0.03));
        }
    }

    @Test
    void theOlderRuleTakesAnyTwoDifferentImages() {
        Map<BreastRecord.Pair<String>, Double> shares = images(BOTH_VIEWS, ImageRule.ANY_TWO);
        assertThat(shares).hasSize(6).containsKey(new BreastRecord.Pair<>("c2", "c1"));
        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isCloseTo(1 / 6.0, within(0.03)));
    }

    @Test
    void withOneViewAnyTwoDifferentImagesAndWithOneImageItTwice() {
        BreastRecord oneView = record(List.of("c1", "c2"), List.of("c1", "c2"), List.of());
        assertThat(images(oneView, ImageRule.ONE_OF_EACH_VIEW).keySet())
                .containsExactlyInAnyOrder(new BreastRecord.Pair<>("c1", "c2"), new BreastRecord.Pair<>("c2", "c1"));
        BreastRecord oneImage = record(List.of("m1"), List.of(), List.of("m1"));
        for (ImageRule rule : ImageRule.values()) {
            assertThat(images(oneImage, rule).keySet()).containsExactly(new BreastRecord.Pair<>("m1", "m1"));
            assertThat(oneImage.firstImages(rule)).isEqualTo(new BreastRecord.Pair<>("m1", "m1"));
        }
    }

    @Test
    void validationAlwaysShowsTheSameImagesAndTexts() {
        assertThat(BOTH_VIEWS.firstImages(ImageRule.ONE_OF_EACH_VIEW)).isEqualTo(new BreastRecord.Pair<>("c1", "m1"));
        assertThat(BOTH_VIEWS.firstImages(ImageRule.ANY_TWO)).isEqualTo(new BreastRecord.Pair<>("c1", "c2"));
        assertThat(BOTH_VIEWS.firstTexts()).isEqualTo(new BreastRecord.Pair<>(FINDINGS, IMPRESSION));
    }

    @Test
    void twoSectionsAreDrawnWithReplacementAndHalfOfTheTimeInOtherWords() {
        Map<BreastRecord.Pair<ReportText>, Integer> counts = new HashMap<>();
        SplitMix64 random = new SplitMix64(5);
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(BOTH_VIEWS.texts(random), 1, Integer::sum);
        }
        assertThat(counts).hasSize(16).containsKey(new BreastRecord.Pair<>(FINDINGS, FINDINGS));
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isCloseTo(DRAWS / 16, within(90)));
    }

    @Test
    void aSingleSectionIsPairedWithItsTranslationInRandomOrder() {
        BreastRecord one =
                new BreastRecord(List.of("c1"), List.of("c1"), List.of(), List.of(FINDINGS), List.of(OTHER_FINDINGS));
        Map<BreastRecord.Pair<ReportText>, Integer> counts = new HashMap<>();
        SplitMix64 random = new SplitMix64(6);
        for (int i = 0; i < 1000; i++) {
            counts.merge(one.texts(random), 1, Integer::sum);
        }
        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
                        new BreastRecord.Pair<>(FINDINGS, OTHER_FINDINGS),
                        new BreastRecord.Pair<>(OTHER_FINDINGS, FINDINGS));
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isCloseTo(500, within(60)));
        assertThat(one.firstTexts()).isEqualTo(new BreastRecord.Pair<>(FINDINGS, FINDINGS));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(BOTH_VIEWS.images(ImageRule.ANY_TWO, new SplitMix64(seed)))
                    .isEqualTo(BOTH_VIEWS.images(ImageRule.ANY_TWO, new SplitMix64(seed)));
            assertThat(BOTH_VIEWS.texts(new SplitMix64(seed))).isEqualTo(BOTH_VIEWS.texts(new SplitMix64(seed)));
        }
    }

    @Test
    void recordsThatCannotBeSampledAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> record(List.of(), List.of(), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> record(List.of("a", "a"), List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record(List.of("a"), List.of("b"), List.of()))
                .withMessageContaining("not among");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BreastRecord(
                        List.of("a"), List.of(), List.of(), List.of(FINDINGS, IMPRESSION), List.of(FINDINGS)))
                .withMessageContaining("2 texts and 1 translations");
    }

    private static Map<BreastRecord.Pair<String>, Double> images(BreastRecord breast, ImageRule rule) {
        Map<BreastRecord.Pair<String>, Double> shares = new HashMap<>();
        SplitMix64 random = new SplitMix64(4);
        for (int i = 0; i < DRAWS; i++) {
            shares.merge(breast.images(rule, random), 1.0 / DRAWS, Double::sum);
        }
        return shares;
    }

    private static BreastRecord record(List<String> images, List<String> cc, List<String> mlo) {
        return new BreastRecord(
                images, cc, mlo, List.of(FINDINGS, IMPRESSION), List.of(OTHER_FINDINGS, OTHER_IMPRESSION));
    }
}

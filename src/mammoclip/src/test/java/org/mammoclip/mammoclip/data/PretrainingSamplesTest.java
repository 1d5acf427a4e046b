package org.mammoclip.mammoclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.reports.BreastRecord;
import org.mammoclip.mammoclip.reports.ImageRule;
import org.mammoclip.mammoclip.reports.NoFindingSentences;
import org.mammoclip.mammoclip.reports.ReportGenerator;
import org.mammoclip.mammoclip.reports.ReportGrammar;
import org.mammoclip.mammoclip.reports.ReportText;
import org.mammoclip.mammoclip.reports.Side;
import org.mammoclip.mammoclip.reports.Vocabulary;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.mammoclip.train.TrainingPair;

class PretrainingSamplesTest {
    /** One id a character, so that a test can read back what a sample says. */
    private static final TextTokenizer LETTERS = new TextTokenizer() {
        @Override
        public int[] encode(String text) {
            return text.chars().toArray();
        }

        @Override
        public List<String> pieces(int[] ids) {
            return Arrays.stream(ids).mapToObj(Character::toString).toList();
        }
    };

    private static final ReportedBreast BREAST = new ReportedBreast(
            "r.csv:2",
            "p1",
            new BreastRecord(
                    List.of("cc1", "cc2", "mlo1"),
                    List.of("cc1", "cc2"),
                    List.of("mlo1"),
                    List.of(new ReportText(List.of("one a", "two b", "three c")), new ReportText(List.of("advice d"))),
                    List.of(new ReportText(List.of("translated")), new ReportText(List.of("other advice")))));

    private final MemoryImages images = new MemoryImages();

    private static String words(int[] ids) {
        return String.join("", LETTERS.pieces(ids));
    }

    private PairReader reader(Optional<Augmentation> augmentation) {
        return new PairReader(images, LETTERS, augmentation);
    }

    private ImageTextSamples samples(ImageRule rule, SentenceRule sentences) {
        return new ImageTextSamples(List.of(BREAST), reader(Optional.empty()), rule, sentences);
    }

    private static TrainingPair draw(ImageTextSamples samples, long seed) throws IOException {
        return samples.read(0, Phase.TRAINING, SplitMix64.stream(seed, "sample"));
    }

    @Test
    void theSameStreamGivesTheSameBitsAndAnotherOneOthers() throws Exception {
        ImageTextSamples samples = new ImageTextSamples(
                List.of(BREAST), reader(Optional.of(Augmentation.SYMMETRIC)), ImageRule.ANY_TWO, SentenceRule.SHUFFLED);
        Set<List<Object>> seen = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            TrainingPair one = draw(samples, seed);
            TrainingPair again = draw(samples, seed);
            assertThat(again.image()).isEqualTo(one.image());
            assertThat(again.view()).isEqualTo(one.view());
            assertThat(again.text()).isEqualTo(one.text());
            assertThat(again.secondText()).isEqualTo(one.secondText());
            assertThat(one.id()).isEqualTo("r.csv:2");
            assertThat(one.image()).hasSize(MemoryImages.SIZE.area());
            seen.add(List.of(Arrays.hashCode(one.image()), Arrays.hashCode(one.view()), words(one.text())));
        }
        assertThat(seen).hasSizeGreaterThan(15);
    }

    @Test
    void oneOfEachViewShowsTwoViewsAndAnyTwoAlsoTwoOfOneView() throws Exception {
        ImageTextSamples views = samples(ImageRule.ONE_OF_EACH_VIEW, SentenceRule.ALL);
        ImageTextSamples any = samples(ImageRule.ANY_TWO, SentenceRule.ALL);
        Set<Set<String>> ofViews = new HashSet<>();
        Set<Set<String>> ofAny = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            ofViews.add(shown(views, seed));
            ofAny.add(shown(any, seed));
        }
        assertThat(ofViews).containsExactlyInAnyOrder(Set.of("p1/cc1", "p1/mlo1"), Set.of("p1/cc2", "p1/mlo1"));
        assertThat(ofAny).contains(Set.of("p1/cc1", "p1/cc2")).hasSize(3);
    }

    private Set<String> shown(ImageTextSamples samples, long seed) throws IOException {
        images.reads().clear();
        draw(samples, seed);
        return Set.copyOf(images.reads());
    }

    @Test
    void textsAreSectionsOrTheirTranslationsInTheChosenForm() throws Exception {
        Set<String> all = new HashSet<>();
        Set<String> shuffled = new HashSet<>();
        Set<String> one = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            all.add(words(
                    draw(samples(ImageRule.ANY_TWO, SentenceRule.ALL), seed).text()));
            shuffled.add(words(draw(samples(ImageRule.ANY_TWO, SentenceRule.SHUFFLED), seed)
                    .secondText()));
            one.add(words(
                    draw(samples(ImageRule.ANY_TWO, SentenceRule.ONE), seed).text()));
        }
        assertThat(all).containsExactlyInAnyOrder("one a two b three c", "advice d", "translated", "other advice");
        assertThat(shuffled).contains("three c one a two b", "advice d").hasSize(6 + 3);
        assertThat(one)
                .containsExactlyInAnyOrder("one a", "two b", "three c", "advice d", "translated", "other advice");
    }

    @Test
    void validationIsAlwaysTheSameAndUnchanged() throws Exception {
        ImageTextSamples samples = new ImageTextSamples(
                List.of(BREAST),
                reader(Optional.of(Augmentation.SYMMETRIC)),
                ImageRule.ONE_OF_EACH_VIEW,
                SentenceRule.SHUFFLED);
        for (long seed = 0; seed < 5; seed++) {
            TrainingPair pair = samples.read(0, Phase.EVALUATION, SplitMix64.stream(seed, "validation"));
            assertThat(pair.image()).isEqualTo(MemoryImages.of("p1", "cc1"));
            assertThat(pair.view()).isEqualTo(MemoryImages.of("p1", "mlo1"));
            assertThat(words(pair.text())).isEqualTo("one a two b three c");
            assertThat(words(pair.secondText())).isEqualTo("advice d");
        }
    }

    @Test
    void imagesOfAPairAreChangedEachByItself() throws Exception {
        ReportedBreast single = new ReportedBreast(
                "r.csv:9",
                "p1",
                new BreastRecord(
                        List.of("cc1"),
                        List.of("cc1"),
                        List.of(),
                        BREAST.record().texts(),
                        BREAST.record().translations()));
        ImageTextSamples samples = new ImageTextSamples(
                List.of(single),
                reader(Optional.of(Augmentation.SYMMETRIC)),
                ImageRule.ONE_OF_EACH_VIEW,
                SentenceRule.ALL);
        int different = 0;
        for (long seed = 0; seed < 20; seed++) {
            TrainingPair pair = draw(samples, seed);
            different += Arrays.equals(pair.image(), pair.view()) ? 0 : 1;
        }
        assertThat(different).isGreaterThan(14);
    }

    private static LabelledImage labelled(String patient, String image, Side side, View view, String... findings) {
        return new LabelledImage(
                patient,
                image,
                side,
                view,
                Set.of(findings),
                OptionalInt.empty(),
                Optional.empty(),
                List.of(),
                image.charAt(0));
    }

    private ImageLabelSamples labels(List<LabelledImage> all) {
        return new ImageLabelSamples(
                "v.csv",
                all,
                reader(Optional.empty()),
                new ReportGenerator(ReportGrammar.vinDr(Vocabulary.REFERENCE, NoFindingSentences.ALL)));
    }

    @Test
    void labelsBecomeReportsOfTheViewThatIsShown() throws Exception {
        ImageLabelSamples samples = labels(List.of(
                labelled("p1", "a", Side.RIGHT, View.CC, "Mass"),
                labelled("p1", "b", Side.RIGHT, View.MLO),
                labelled("p1", "c", Side.LEFT, View.CC, "Mass"),
                labelled("p2", "d", Side.LEFT, View.CC),
                labelled("p2", "e", Side.LEFT, View.OTHER),
                labelled("p2", "f", Side.LEFT, View.MLO, "Nipple Retraction", "Mass")));
        assertThat(samples.size()).as("breasts with both views").isEqualTo(2);
        for (long seed = 0; seed < 30; seed++) {
            TrainingPair pair = samples.read(0, Phase.TRAINING, SplitMix64.stream(seed, "sample"));
            boolean ccFirst = Arrays.equals(pair.image(), MemoryImages.of("p1", "a"));
            assertThat(ccFirst ? pair.view() : pair.image()).isEqualTo(MemoryImages.of("p1", "b"));
            String ofCc = words(ccFirst ? pair.text() : pair.secondText());
            assertThat(ofCc).containsPattern("there is a (\\w+ )?mass in the .*right breast");
            assertThat(words(ccFirst ? pair.secondText() : pair.text())).doesNotContain("nipple");
        }
        TrainingPair fixed = samples.read(1, Phase.EVALUATION, SplitMix64.stream(1, "validation"));
        assertThat(fixed.id()).isEqualTo("v.csv:" + (int) 'd');
        assertThat(words(fixed.text())).isEqualTo("no mammographic evidence of malignancy");
        assertThat(words(fixed.secondText()))
                .startsWith("there is a mass in the left breast")
                .contains("there is a new nipple retraction in the left breast");
    }

    @Test
    void joinedSamplesAreOneAfterTheOther() throws Exception {
        ImageTextSamples reports = samples(ImageRule.ANY_TWO, SentenceRule.ALL);
        ImageLabelSamples labels = labels(
                List.of(labelled("p1", "a", Side.RIGHT, View.CC, "Mass"), labelled("p1", "b", Side.RIGHT, View.MLO)));
        JoinedSamples joined = new JoinedSamples(List.of(reports, labels, reports));
        assertThat(joined.size()).isEqualTo(3);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(joined.read(i, Phase.EVALUATION, SplitMix64.stream(1, "x")).id());
        }
        assertThat(ids).containsExactly("r.csv:2", "v.csv:97", "r.csv:2");
        assertThatThrownBy(() -> joined.read(3, Phase.EVALUATION, SplitMix64.stream(1, "x")))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}

package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.zeroshot.ZeroShotScore;

class ZeroShotQuestionTest {
    private static final List<PromptClass> MASS =
            List.of(new PromptClass("no mass", List.of("no mass")), new PromptClass("mass", List.of("mass")));

    private static ModelProbe demo;

    @BeforeAll
    static void open() throws IOException {
        demo = ModelProbe.open(MammoClip.BUILTIN_DEMO, ComputeDevice.CPU);
    }

    @AfterAll
    static void close() {
        demo.close();
    }

    private static List<Embedding> randomImages(int count) {
        Random random = new Random(11);
        List<Embedding> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] direction = new float[128];
            for (int k = 0; k < direction.length; k++) {
                direction[k] = (float) random.nextGaussian();
            }
            images.add(Embedding.normalize(direction));
        }
        return images;
    }

    @Test
    void theScoreOrdersImagesAsTheDifferenceOfCosinesDoes() {
        ZeroShotQuestion question = ZeroShotQuestion.of(demo, MASS);
        Embedding negative = demo.text("no mass").embedding();
        Embedding positive = demo.text("mass").embedding();
        List<Embedding> images = randomImages(200);

        List<Embedding> byScore = new ArrayList<>(images);
        byScore.sort(Comparator.comparingDouble(
                image -> question.answer(image).classes().get(1).score()));
        List<Embedding> byDifference = new ArrayList<>(images);
        byDifference.sort(Comparator.comparingDouble(image -> image.cosine(positive) - image.cosine(negative)));
        List<Embedding> byScaled = new ArrayList<>(images);
        byScaled.sort(Comparator.comparingDouble(
                image -> question.answer(image).classes().get(1).scaledScore()));

        assertThat(byScore).isEqualTo(byDifference);
        assertThat(byScaled).isEqualTo(byDifference);
        for (Embedding image : images) {
            ZeroShotAnswer.ClassScore mass = question.answer(image).classes().get(1);
            assertThat(mass.score())
                    .isCloseTo(ZeroShotScore.ofCosines(image.cosine(negative), image.cosine(positive)), within(1e-12));
        }
    }

    @Test
    void softmaxIsTheReferencesWithAndWithoutTheTemperature() {
        JsonNode root = GoldenFile.read("text-b2.json").root();
        JsonNode similarity = root.get("similarity");
        for (int image = 0; image < 2; image++) {
            double[] cosines = {
                similarity.get("cosine").get(image).get(0).asDouble(),
                similarity.get("cosine").get(image).get(1).asDouble()
            };
            JsonNode expected =
                    similarity.get("zero_shot_softmax_of_cosine_prompts_0_1").get(image);
            double[] scores = ZeroShotQuestion.softmax(cosines, 1);
            assertThat(scores[0]).isCloseTo(expected.get(0).asDouble(), within(1e-7));
            assertThat(scores[1]).isCloseTo(expected.get(1).asDouble(), within(1e-7));
            double difference = similarity.get("logits").get(image).get(1).asDouble()
                    - similarity.get("logits").get(image).get(0).asDouble();
            double[] scaled = ZeroShotQuestion.softmax(
                    cosines, root.get("logit_scale_exp").asDouble());
            assertThat(Math.log(scaled[1] / scaled[0])).isCloseTo(difference, within(1e-4));
        }
        assertThat(ZeroShotQuestion.softmax(new double[] {1000, 999}, 1000)).containsExactly(1, 0);
    }

    @Test
    void anEnsembleIsTheMeanDirectionOfItsPhrases() {
        List<PromptClass> ensemble = List.of(
                new PromptClass("no", List.of("no mass", "without mass")),
                new PromptClass("yes", List.of("mass", "a mass", "mass")));
        ZeroShotQuestion question = ZeroShotQuestion.of(demo, ensemble);
        for (Embedding image : randomImages(5)) {
            double sum = image.cosine(demo.text("no mass").embedding())
                    + image.cosine(demo.text("without mass").embedding());
            double together = demo.text("no mass")
                    .embedding()
                    .cosine(demo.text("without mass").embedding());
            assertThat(question.answer(image).classes().get(0).cosine())
                    .isCloseTo(sum / Math.sqrt(2 + 2 * together), within(1e-6));
        }
        ZeroShotQuestion repeated = ZeroShotQuestion.of(
                demo,
                List.of(new PromptClass("no", List.of("no mass", "no mass")), new PromptClass("yes", List.of("mass"))));
        Embedding image = randomImages(1).get(0);
        assertThat(repeated.answer(image).classes().get(0).cosine())
                .isCloseTo(
                        ZeroShotQuestion.of(demo, MASS)
                                .answer(image)
                                .classes()
                                .get(0)
                                .cosine(),
                        within(1e-6));
    }

    @Test
    void densityIsTheClosestOfFourPhrases() {
        ZeroShotQuestion question = ZeroShotQuestion.of(demo, PromptClass.DENSITY);
        for (PromptClass category : PromptClass.DENSITY) {
            Embedding direction = demo.text(category.prompts().get(0)).embedding();
            ZeroShotAnswer answer = question.answer(direction);
            assertThat(answer.best().name()).isEqualTo(category.name());
            assertThat(answer.best().cosine()).isCloseTo(1, within(1e-6));
            assertThat(answer.classes().stream()
                            .mapToDouble(ZeroShotAnswer.ClassScore::score)
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void refusesWhatIsNoQuestion() {
        assertThatThrownBy(() -> ZeroShotQuestion.of(demo, MASS.subList(0, 1))).hasMessageContaining("1 classes");
        assertThatThrownBy(() -> ZeroShotQuestion.of(demo, Collections.nCopies(101, MASS.get(0))))
                .hasMessageContaining("101 classes");
        assertThatThrownBy(() -> ZeroShotQuestion.of(demo, List.of(MASS.get(0), MASS.get(0))))
                .hasMessage("class no mass is given twice");
        assertThatThrownBy(() -> new PromptClass("x", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PromptClass("x", List.of(" "))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PromptClass("x", Collections.nCopies(101, "a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PromptClass("a\nb", List.of("a"))).isInstanceOf(IllegalArgumentException.class);
    }
}

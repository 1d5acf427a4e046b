package org.mammoclip.mammoclip.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.evaluate.metric.RetrievalMetrics;

class RetrievalTest {
    /** A direction in the plane, in degrees. */
    private static Embedding at(double degrees) {
        double angle = Math.toRadians(degrees);
        return Embedding.of(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
    }

    private static double recallAt(int k, Retrieval retrieval) {
        return new RetrievalMetrics(retrieval.ranks()).recallAt(k, everyPairOnce(retrieval));
    }

    private static double meanRank(Retrieval retrieval) {
        return new RetrievalMetrics(retrieval.ranks()).meanRank(everyPairOnce(retrieval));
    }

    private static int[] everyPairOnce(Retrieval retrieval) {
        int[] weights = new int[retrieval.ranks().length];
        Arrays.fill(weights, 1);
        return weights;
    }

    @Test
    void ranksToyPairsByAngle() {
        List<Embedding> images = List.of(at(0), at(40), at(80), at(10));
        List<String> texts = List.of("zero", "thirty", "ninety", "sixty");
        List<Embedding> embedded = List.of(at(0), at(30), at(90), at(60));

        Retrieval retrieval = Retrieval.of(images, texts, embedded);

        assertThat(retrieval.ranks()).containsExactly(1, 1, 1, 3);
        assertThat(meanRank(retrieval)).isEqualTo(1.5);
        assertThat(recallAt(1, retrieval)).isEqualTo(0.75);
        assertThat(recallAt(2, retrieval)).isEqualTo(0.75);
        assertThat(recallAt(3, retrieval)).isEqualTo(1);
        assertThat(recallAt(5, retrieval)).isEqualTo(1);
    }

    @Test
    void aTextThatSeveralImagesShareStandsInTheListOnce() {
        List<Embedding> images = List.of(at(1), at(2), at(50), at(3));
        List<String> texts = List.of("near", "near", "far", "near");
        List<Embedding> embedded = List.of(at(0), at(0), at(60), at(0));

        Retrieval retrieval = Retrieval.of(images, texts, embedded);

        assertThat(retrieval.distinctTexts()).isEqualTo(2);
        assertThat(retrieval.ranks()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void aModelThatTellsNothingApartIsInTheMiddle() {
        List<Embedding> same = Collections.nCopies(9, at(20));
        List<String> texts = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");

        Retrieval retrieval = Retrieval.of(same, texts, same);

        assertThat(meanRank(retrieval)).isEqualTo(5);
        assertThat(recallAt(1, retrieval)).isZero();
        assertThat(recallAt(5, retrieval)).isEqualTo(1);
    }

    @Test
    void aTieWithOneOtherIsHalfAPlace() {
        assertThat(Retrieval.rank(new double[] {0.2, 0.7, 0.2, 0.1}, 0)).isEqualTo(2.5);
        assertThat(Retrieval.rank(new double[] {0.2, 0.7, 0.2, 0.1}, 1)).isEqualTo(1);
        assertThat(Retrieval.rank(new double[] {0.2, 0.7, 0.2, 0.1}, 3)).isEqualTo(4);
    }

    @Test
    void randomDirectionsFindTheirTextAsOftenAsChanceDoes() {
        Random random = new Random(7);
        List<Embedding> images = new ArrayList<>();
        List<Embedding> embedded = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            images.add(at(random.nextDouble() * 360));
            embedded.add(at(random.nextDouble() * 360));
            texts.add("text " + i);
        }
        Retrieval retrieval = Retrieval.of(images, texts, embedded);
        assertThat(meanRank(retrieval)).isCloseTo(200.5, within(20.0));
        assertThat(recallAt(100, retrieval)).isCloseTo(0.25, within(0.07));
        double before = 0;
        for (int k : new int[] {1, 5, 10, 15}) {
            assertThat(recallAt(k, retrieval)).isGreaterThanOrEqualTo(before);
            before = recallAt(k, retrieval);
        }
        assertThat(recallAt(400, retrieval)).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoListOfPairs() {
        List<Embedding> one = List.of(at(0));
        assertThatThrownBy(() -> Retrieval.of(one, List.of("a", "b"), one))
                .hasMessage("1 images, 2 texts and 1 text embeddings");
        assertThatThrownBy(() -> Retrieval.of(List.of(), List.of(), List.of())).hasMessageContaining("0 pairs");
        assertThatThrownBy(() -> Retrieval.of(
                        Collections.nCopies(Retrieval.MAX_PAIRS + 1, at(0)),
                        Collections.nCopies(Retrieval.MAX_PAIRS + 1, "a"),
                        Collections.nCopies(Retrieval.MAX_PAIRS + 1, at(0))))
                .hasMessageContaining("100001 pairs");
        assertThatThrownBy(() -> Retrieval.of(List.of(at(0), at(0)), List.of("a", "a"), List.of(at(0), at(1))))
                .hasMessageContaining("pair 1");
    }
}

package org.mammoclip.mammoclip.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.Embedding;

class RetrievalTest {
    /** A direction in the plane, in degrees. */
    private static Embedding at(double degrees) {
        double angle = Math.toRadians(degrees);
        return Embedding.of(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
    }

    @Test
    void ranksToyPairsByAngle() {
        List<Embedding> images = List.of(at(0), at(40), at(80), at(10));
        List<String> texts = List.of("zero", "thirty", "ninety", "sixty");
        List<Embedding> embedded = List.of(at(0), at(30), at(90), at(60));

        Retrieval retrieval = Retrieval.of(images, texts, embedded);

        assertThat(retrieval.ranks()).containsExactly(1, 1, 1, 3);
        assertThat(retrieval.meanRank()).isEqualTo(1.5);
        assertThat(retrieval.medianRank()).isEqualTo(1);
        assertThat(retrieval.recallAt(1)).isEqualTo(0.75);
        assertThat(retrieval.recallAt(2)).isEqualTo(0.75);
        assertThat(retrieval.recallAt(3)).isEqualTo(1);
        assertThat(retrieval.recallAt(5)).isEqualTo(1);
        assertThat(retrieval.recallAt(1, pair -> pair == 3)).isZero();
    }

    @Test
    void aTextThatSeveralImagesShareStandsInTheListOnce() {
        List<Embedding> images = List.of(at(1), at(2), at(50), at(3));
        List<String> texts = List.of("near", "near", "far", "near");
        List<Embedding> embedded = List.of(at(0), at(0), at(60), at(0));

        Retrieval retrieval = Retrieval.of(images, texts, embedded);

        assertThat(retrieval.pairs()).isEqualTo(4);
        assertThat(retrieval.distinctTexts()).isEqualTo(2);
        assertThat(retrieval.ranks()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void aModelThatTellsNothingApartIsInTheMiddle() {
        List<Embedding> same = Collections.nCopies(9, at(20));
        List<String> texts = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");

        Retrieval retrieval = Retrieval.of(same, texts, same);

        assertThat(retrieval.meanRank()).isEqualTo(5);
        assertThat(retrieval.recallAt(1)).isZero();
        assertThat(retrieval.recallAt(5)).isEqualTo(1);
    }

    @Test
    void aTieWithOneOtherIsHalfAPlace() {
        assertThat(Retrieval.rank(new double[] {0.2, 0.7, 0.2, 0.1}, 0)).isEqualTo(2.5);
        assertThat(Retrieval.rank(new double[] {0.2, 0.7, 0.2, 0.1}, 1)).isEqualTo(1);
        assertThat(Retrieval.rank(new double[] {0.2, 0.7, 0.2, 0.1}, 3)).isEqualTo(4);
    }

    @Test
    void randomDirectionsFindTheirTextAsOftenAsChanceDoes() {
        java.util.Random random = new java.util.Random(7);
        List<Embedding> images = new ArrayList<>();
        List<Embedding> embedded = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            images.add(at(random.nextDouble() * 360));
            embedded.add(at(random.nextDouble() * 360));
            texts.add("text " + i);
        }
        Retrieval retrieval = Retrieval.of(images, texts, embedded);
        assertThat(retrieval.meanRank()).isCloseTo(200.5, within(20.0));
        assertThat(retrieval.recallAt(100)).isCloseTo(0.25, within(0.07));
        double before = 0;
        for (int k : Retrieval.REFERENCE_CUTOFFS) {
            assertThat(retrieval.recallAt(k)).isGreaterThanOrEqualTo(before);
            before = retrieval.recallAt(k);
        }
        assertThat(retrieval.recallAt(400)).isEqualTo(1);
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
        Retrieval retrieval = Retrieval.of(one, List.of("a"), one);
        assertThatThrownBy(() -> retrieval.recallAt(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> retrieval.recallAt(1, pair -> false)).isInstanceOf(IllegalArgumentException.class);
    }
}

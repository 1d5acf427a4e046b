package org.mammoclip.mammoclip.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationUnitTest {
    /** One patient, two breasts, three images; the first image stands in two rows because it has two findings. */
    private final List<Observation> rows = List.of(
            new Observation("lcc", "p", "L", 0.8, true),
            new Observation("lcc", "p", "L", 0.8, false),
            new Observation("lmlo", "p", "L", 0.2, false),
            new Observation("rcc", "p", "R", 0.6, false));

    private List<Observation> of(EvaluationUnit unit, Combination images, Combination breasts) {
        return unit.of(rows, images, breasts);
    }

    @Test
    void rowsStayAsTheReferenceHasThem() {
        assertThat(of(EvaluationUnit.ROW, Combination.MEAN, Combination.MAX)).isEqualTo(rows);
    }

    @Test
    void anImageCountsOnceAndIsPositiveIfAnyRowIs() {
        assertThat(of(EvaluationUnit.IMAGE, Combination.MEAN, Combination.MAX))
                .containsExactly(new Observation("lcc", "p", "L", 0.8, true), rows.get(2), rows.get(3));
    }

    @Test
    void aBreastIsTheMeanOfItsImagesNotOfItsRows() {
        assertThat(of(EvaluationUnit.BREAST, Combination.MEAN, Combination.MAX))
                .containsExactly(new Observation("lcc", "p", "L", 0.5, true), rows.get(3));
        assertThat(of(EvaluationUnit.BREAST, Combination.MAX, Combination.MAX)
                        .get(0)
                        .score())
                .isEqualTo(0.8);
    }

    @Test
    void aPatientIsTheMaximumOfTheBreasts() {
        assertThat(of(EvaluationUnit.PATIENT, Combination.MEAN, Combination.MAX))
                .containsExactly(new Observation("rcc", "p", "R", 0.6, true));
        assertThat(of(EvaluationUnit.PATIENT, Combination.MEAN, Combination.MEAN)
                        .get(0)
                        .score())
                .isEqualTo(0.55);
    }

    @Test
    void imagesOfTheSameNameOfTwoPatientsAreTwo() {
        List<Observation> both =
                List.of(new Observation("1", "p", "L", 0.1, true), new Observation("1", "q", "L", 0.2, false));
        assertThat(EvaluationUnit.IMAGE.of(both, Combination.MEAN, Combination.MAX))
                .hasSize(2);
    }
}

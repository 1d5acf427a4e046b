package org.mammoclip.mammoclip.learn.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.data.LabelledImage;

class StepBudgetTest {
    @Test
    void fewImagesAreShownOften() {
        StepBudget budget = StepBudget.of(ToyCorpus.images("t", 5), 100, 8, 1);
        assertThat(budget.epochs()).isEqualTo(10);
        assertThat(budget.images()).hasSize(10 * 8);
        for (LabelledImage image : ToyCorpus.images("t", 5)) {
            assertThat(budget.images().stream().filter(image::equals)).hasSize(16);
        }
    }

    @Test
    void everyImageOfManyIsShown() {
        List<LabelledImage> all = ToyCorpus.images("t", 300);
        StepBudget budget = StepBudget.of(all, 100, 8, 1);
        assertThat(budget.epochs()).isEqualTo(2);
        assertThat(new HashSet<>(budget.images())).hasSize(300);
        assertThat(StepBudget.of(all, 10, 8, 1).images()).hasSize(80).doesNotHaveDuplicates();
        assertThat(StepBudget.of(all, 10, 8, 2).images())
                .as("another seed leaves out others")
                .isNotEqualTo(StepBudget.of(all, 10, 8, 1).images());
    }

    @Property(tries = 200)
    void stepsAreThoseOfTheBudgetWhateverTheFraction(
            @ForAll @IntRange(min = 1, max = 400) int images,
            @ForAll @IntRange(min = 1, max = 500) int steps,
            @ForAll @IntRange(min = 2, max = 32) int batch) {
        StepBudget budget = StepBudget.of(ToyCorpus.images("t", images), steps, batch, 3);
        assertThat(budget.images().size() % batch).isZero();
        int taken = budget.epochs() * (budget.images().size() / batch);
        assertThat(taken).isBetween(Math.max(1, steps - 9), steps);
    }
}

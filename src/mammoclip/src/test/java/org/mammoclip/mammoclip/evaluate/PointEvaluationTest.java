package org.mammoclip.mammoclip.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.HitRate;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.evaluate.metric.Point;
import org.mammoclip.mammoclip.evaluate.metric.PointCase;

class PointEvaluationTest {
    /** Lesions anywhere in a field of 100 x 100; the model is right with a given probability, else it points anywhere. */
    private static PointResult evaluate(double skill) {
        SplittableRandom random = new SplittableRandom(5);
        List<PointCase> images = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double x = 80 * random.nextDouble();
            double y = 80 * random.nextDouble();
            Box lesion = new Box(x, y, x + 20, y + 20);
            boolean right = random.nextDouble() < skill;
            Point point = right ? lesion.centre() : anywhere(random);
            images.add(new PointCase(
                    "i" + i,
                    "p" + i / 2,
                    i % 2 == 0 ? "L CC" : "L MLO",
                    List.of(lesion),
                    Optional.of(point),
                    List.of(Optional.of(anywhere(random))),
                    OptionalDouble.of(0.04)));
        }
        return PointEvaluation.run(
                        List.of(new PointQuestion(PointQuestion.Kind.MAP_MAXIMUM, images)), EvaluationSettings.DEFAULT)
                .get(0);
    }

    private static Point anywhere(SplittableRandom random) {
        return new Point(100 * random.nextDouble(), 100 * random.nextDouble());
    }

    private static Interval interval(MetricValue value) {
        return value.interval().orElseThrow();
    }

    @Test
    void aModelThatGuessesIsNotAboveChance() {
        PointResult guessing = evaluate(0);
        for (HitRate.Chance level : HitRate.Chance.values()) {
            Interval above = interval(guessing.chance(level).orElseThrow().difference());
            assertThat(above.low()).as(level.name()).isLessThan(0);
            assertThat(above.high()).as(level.name()).isGreaterThan(0);
        }
    }

    @Test
    void aModelThatSeesIsAboveEveryLevelOfChance() {
        PointResult seeing = evaluate(0.3);
        assertThat(seeing.images()).isEqualTo(400);
        assertThat(seeing.rate().value()).isCloseTo(0.33, within(0.05));
        assertThat(interval(seeing.rate()).low()).isLessThan(seeing.rate().value());
        for (HitRate.Chance level : HitRate.Chance.values()) {
            PointResult.Beside beside = seeing.chance(level).orElseThrow();
            assertThat(beside.difference().value())
                    .isCloseTo(seeing.rate().value() - beside.rate().value(), within(1e-12));
            assertThat(interval(beside.difference()).low()).as(level.name()).isGreaterThan(0.15);
        }
    }

    @Test
    void withoutImagesThereIsNoResult() {
        assertThat(PointEvaluation.run(
                        List.of(new PointQuestion(PointQuestion.Kind.BOX_CENTRE, List.of())),
                        EvaluationSettings.DEFAULT))
                .isEmpty();
    }
}

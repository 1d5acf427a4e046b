package org.mammoclip.mammoclip.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Four images of three patients, worked out by hand. */
class HitRateTest {
    private static final Box LEFT = new Box(0, 0, 10, 10);
    private static final Box RIGHT = new Box(50, 0, 60, 10);
    private static final Optional<Point> IN_LEFT = Optional.of(new Point(5, 5));
    private static final Optional<Point> IN_RIGHT = Optional.of(new Point(55, 5));
    private static final Optional<Point> NOWHERE = Optional.empty();

    private static PointCase image(
            String name, String patient, String kind, Box truth, Optional<Point> point, Optional<Point> other) {
        return new PointCase(
                name, patient, kind, List.of(truth), point, List.of(other, NOWHERE), OptionalDouble.of(0.1));
    }

    private final List<PointCase> images = List.of(
            image("1", "p", "L CC", LEFT, IN_LEFT, IN_LEFT),
            image("2", "q", "L CC", LEFT, IN_LEFT, IN_RIGHT),
            image("3", "q", "L CC", RIGHT, IN_LEFT, IN_RIGHT),
            image("4", "r", "R CC", RIGHT, NOWHERE, NOWHERE));
    private final int[] once = {1, 1, 1, 1};

    @Test
    void aBoxHoldsItsLeftAndUpperEdgesOnly() {
        assertThat(LEFT.contains(new Point(0, 0))).isTrue();
        assertThat(LEFT.contains(new Point(9.99, 9.99))).isTrue();
        assertThat(LEFT.contains(new Point(10, 5))).isFalse();
        assertThat(LEFT.contains(new Point(5, 10))).isFalse();
        assertThat(LEFT.contains(new Point(-0.1, 5))).isFalse();
        assertThat(RIGHT.centre()).isEqualTo(new Point(55, 5));
        assertThatThrownBy(() -> new Point(Double.NaN, 0)).hasMessageContaining("finite");
    }

    @Test
    void pointingNowhereIsAMiss() {
        assertThat(HitRate.of(images).rate(once)).isEqualTo(0.5);
        assertThat(HitRate.of(images).rate(new int[] {2, 0, 1, 0})).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(HitRate.of(images).rate(new int[4])).isNaN();
    }

    @Test
    void everyTrueBoxOfAnImageCounts() {
        PointCase two =
                new PointCase("1", "p", "L CC", List.of(LEFT, RIGHT), IN_RIGHT, List.of(), OptionalDouble.empty());
        assertThat(HitRate.of(List.of(two)).rate(new int[] {1})).isEqualTo(1);
    }

    @Test
    void otherFindingsOfTheSameImageAreAveraged() {
        // One of the two others hits in images 1 and 3: (1/2 + 0 + 1/2 + 0) / 4.
        HitRate hits = HitRate.of(images);
        assertThat(hits.chance(HitRate.Chance.OTHER_FINDING, once)).isEqualTo(0.25);
        assertThat(hits.has(HitRate.Chance.OTHER_FINDING)).isTrue();
    }

    @Test
    void imagesOfOtherPatientsAreOfTheSameKindWhereThereIsOne() {
        // 1: those of q, both at the left, hit. 2: that of p hits. 3: that of p misses.
        // 4 has no other of its kind: all three point to the left and miss its lesion at the right.
        HitRate hits = HitRate.of(images);
        assertThat(hits.chance(HitRate.Chance.OTHER_IMAGE, once)).isEqualTo(0.5);
        assertThat(hits.chance(HitRate.Chance.OTHER_IMAGE, new int[] {0, 0, 1, 1}))
                .isZero();
    }

    @Test
    void aPlaceInTheBreastHitsAsOftenAsTheLesionIsLarge() {
        assertThat(HitRate.of(images).chance(HitRate.Chance.BREAST, once)).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void whatIsNotKnownIsNotDefined() {
        PointCase alone = new PointCase("1", "p", "", List.of(LEFT), IN_LEFT, List.of(), OptionalDouble.empty());
        HitRate hits = HitRate.of(List.of(alone));
        for (HitRate.Chance level : HitRate.Chance.values()) {
            assertThat(hits.has(level)).as(level.name()).isFalse();
            assertThat(hits.chance(level, new int[] {1})).isNaN();
        }
        assertThatThrownBy(() -> new PointCase("1", "p", "", List.of(), IN_LEFT, List.of(), OptionalDouble.empty()))
                .hasMessageContaining("no true box");
    }
}

package org.mammoclip.mammoclip.evaluate.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Three images, worked out by hand: two lesions in the first, one in the second, none in the third. */
class BoxMatchingTest {
    private static final Box A = new Box(0, 0, 10, 10);
    private static final Box B = new Box(20, 20, 40, 40);
    private static final Box C = new Box(5, 5, 15, 15);

    private static BoxCase.Found found(Box box, double score) {
        return new BoxCase.Found(box, score);
    }

    private final List<BoxCase> images = List.of(
            new BoxCase(
                    "1", "p", List.of(A, B), List.of(found(A, 0.9), found(new Box(0, 0, 10, 9), 0.8), found(B, 0.3))),
            new BoxCase("2", "q", List.of(C), List.of(found(A, 0.7))),
            new BoxCase("3", "q", List.of(), List.of(found(B, 0.5))));
    private final int[] once = {1, 1, 1};

    @Test
    void overlapIsIntersectionOverUnion() {
        assertThat(A.overlap(A)).isEqualTo(1);
        assertThat(A.overlap(C)).isCloseTo(25.0 / 175, within(1e-15));
        assertThat(A.overlap(B)).isZero();
        assertThatThrownBy(() -> new Box(1, 1, 1, 2)).hasMessageContaining("area");
    }

    @Test
    void aLesionIsHitOnceAndTheEnvelopeIsIntegrated() {
        // Surest first: hit (1/1), alarm (taken), alarm (overlap 1/7), alarm, hit (2/5); 3 lesions.
        BoxMatching matching = BoxMatching.of(images, 0.5);
        assertThat(matching.averagePrecision(once)).isCloseTo(1.0 / 3 * 1 + 1.0 / 3 * 0.4, within(1e-15));
    }

    @Test
    void aLowerOverlapFindsMore() {
        // hit, alarm, hit (2/3), alarm, hit (3/5)
        assertThat(BoxMatching.of(images, 0.14).averagePrecision(once))
                .isCloseTo((1 + 2.0 / 3 + 0.6) / 3, within(1e-15));
    }

    @Test
    void frocCountsAlarmsOverAllAndOverNormalImages() {
        FrocCurve curve = BoxMatching.of(images, 0.5).froc(once);
        assertThat(curve.points()).hasSize(5);
        FrocCurve.Point last = curve.points().get(4);
        assertThat(last.sensitivity()).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(last.alarmsPerImage()).isEqualTo(1);
        assertThat(last.alarmsPerNormalImage()).isEqualTo(1);
        assertThat(curve.sensitivityAt(0.125)).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(curve.sensitivityAt(1)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(new FrocCurve(List.of()).sensitivityAt(1)).isZero();
    }

    @Test
    void weightsRepeatImages() {
        BoxMatching weighted = BoxMatching.of(images, 0.5);
        List<BoxCase> twice = List.of(images.get(0), images.get(0), images.get(2));
        assertThat(weighted.averagePrecision(new int[] {2, 0, 1}))
                .isCloseTo(BoxMatching.of(twice, 0.5).averagePrecision(once), within(1e-12));
    }

    /** The definition, recall step by recall step: the best precision at this recall or beyond. */
    @Property
    void averagePrecisionIsTheAreaUnderTheBestPrecisionFromEachRecallOn(
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 3) Integer> kinds) {
        List<BoxCase> cases = new ArrayList<>();
        List<Boolean> hits = new ArrayList<>();
        int lesions = 0;
        for (int i = 0; i < kinds.size(); i++) {
            boolean lesion = kinds.get(i) < 3;
            boolean marked = kinds.get(i) > 0;
            boolean hit = kinds.get(i) == 1;
            lesions += lesion ? 1 : 0;
            if (marked) {
                hits.add(hit);
            }
            cases.add(new BoxCase(
                    "" + i,
                    "" + i,
                    lesion ? List.of(A) : List.of(),
                    marked ? List.of(found(hit ? A : B, 1.0 / (i + 1))) : List.of()));
        }
        double expected = 0;
        for (int from = 0; from < hits.size(); from++) {
            if (hits.get(from)) {
                double best = 0;
                for (int to = from; to < hits.size(); to++) {
                    long found =
                            hits.subList(0, to + 1).stream().filter(one -> one).count();
                    best = Math.max(best, (double) found / (to + 1));
                }
                expected += best / lesions;
            }
        }
        int[] all = new int[cases.size()];
        Arrays.fill(all, 1);
        double actual = BoxMatching.of(cases, 0.5).averagePrecision(all);
        if (lesions == 0) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void withoutLesionsThereIsNoPrecision() {
        BoxMatching matching = BoxMatching.of(images.subList(2, 3), 0.5);
        assertThat(matching.averagePrecision(new int[] {1})).isNaN();
        assertThat(matching.froc(new int[] {1}).points().get(0).sensitivity()).isNaN();
    }
}

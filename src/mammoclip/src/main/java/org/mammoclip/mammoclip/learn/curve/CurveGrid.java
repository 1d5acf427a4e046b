package org.mammoclip.mammoclip.learn.curve;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.learn.Target;

/**
 * Which trainings are done: every combination.
 *
 * @param targets what is learned
 * @param arms how
 * @param fractions of the training patients, above 0 and at most 1
 * @param seeds of the trainings
 */
public record CurveGrid(List<Target> targets, List<Arm> arms, List<Double> fractions, List<Long> seeds) {
    /** 1, 10, 50 and 100 %. */
    public static final List<Double> FRACTIONS = List.of(0.01, 0.1, 0.5, 1.0);

    public static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    public CurveGrid {
        targets = targets.stream().distinct().toList();
        arms = arms.stream().distinct().sorted().toList();
        fractions = fractions.stream().distinct().sorted().toList();
        seeds = seeds.stream().distinct().toList();
        if (targets.isEmpty() || arms.isEmpty() || fractions.isEmpty() || seeds.isEmpty()) {
            throw new IllegalArgumentException("a grid needs findings, ways of learning, fractions and seeds");
        }
    }

    /** Quick ones first; of the slow ones a whole curve with the first seed before any with the second. */
    List<CurveCell> cells() {
        List<CurveCell> cells = new ArrayList<>();
        for (boolean slow : new boolean[] {false, true}) {
            for (long seed : seeds) {
                for (double fraction : fractions) {
                    for (Target target : targets) {
                        for (Arm arm : arms) {
                            if (arm.isFineTuned() == slow) {
                                cells.add(new CurveCell(arm, target, fraction, seed));
                            }
                        }
                    }
                }
            }
        }
        return cells;
    }
}

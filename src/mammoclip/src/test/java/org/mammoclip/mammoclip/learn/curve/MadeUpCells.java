package org.mammoclip.mammoclip.learn.curve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.mammoclip.mammoclip.learn.Target;

/** Trains nothing: numbers that follow from the cell, so that every one of them can be told. */
final class MadeUpCells implements CellTrainer {
    static final Target MASS = new Target.Finding("Mass");
    static final Target DENSITY = new Target.Density();

    final List<CurveCell> trained = new ArrayList<>();
    private final List<String> tests;
    /** Fails once this many are trained. */
    int most = Integer.MAX_VALUE;

    MadeUpCells(String... tests) {
        this.tests = List.of(tests);
    }

    /** Larger for more labels, a pre-trained encoder, and a later seed. */
    static double value(CurveCell cell) {
        return 0.5 + 0.2 * cell.fraction() + (cell.arm().isPretrained() ? 0.1 : 0) + 0.01 * cell.seed();
    }

    @Override
    public List<LearningResult> train(CurveCell cell, Path folder) throws IOException {
        Files.writeString(folder.resolve("weights"), "half a model");
        if (trained.size() == most) {
            throw new IOException("no room on the disk");
        }
        trained.add(cell);
        List<LearningResult> results = new ArrayList<>();
        int images = (int) Math.round(1000 * cell.fraction());
        results.add(LearningResult.of(scope(cell, TRAINING, images), LABELS, images));
        if (cell.fraction() < 0.005) {
            return results;
        }
        for (String test : tests) {
            double value = value(cell) - (test.equals("B") ? 0.05 : 0);
            String metric = cell.target().isBinary() ? "auroc" : "accuracy";
            results.add(
                    LearningResult.of(scope(cell, test, 400), metric, value, new Interval(value - 0.04, value + 0.04)));
            results.add(LearningResult.of(scope(cell, test, 400), "brier", 0.2));
        }
        return results;
    }

    private static LearningResult.Scope scope(CurveCell cell, String split, int images) {
        return new LearningResult.Scope(
                cell.arm().key(), cell.target().title(), cell.fraction(), cell.seed(), split, images, images / 10);
    }
}

package org.mammoclip.mammoclip.learn.curve;

import java.util.List;
import java.util.OptionalInt;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;

/** What all cells say in the same way. */
final class CellResults {
    private CellResults() {}

    /** The cell's training images that have an answer. */
    static List<LabelledImage> part(CurveData data, CurveCell cell, FractionUnit unit) {
        return LabelledSet.fraction(data.labels().training(), cell.fraction(), cell.seed(), unit).stream()
                .filter(image -> cell.target().label(image).isPresent())
                .toList();
    }

    /** Counts what is learned from. */
    static LearningResult labels(CurveCell cell, List<LabelledImage> part) {
        return LearningResult.of(scope(cell, CellTrainer.TRAINING, part), CellTrainer.LABELS, part.size());
    }

    static LearningResult.Scope scope(CurveCell cell, String split, List<LabelledImage> images) {
        int positives = cell.target().isBinary()
                ? (int) images.stream().filter(image -> isPositive(cell, image)).count()
                : 0;
        return new LearningResult.Scope(
                cell.arm().key(), cell.target().title(), cell.fraction(), cell.seed(), split, images.size(), positives);
    }

    static boolean isPositive(CurveCell cell, LabelledImage image) {
        OptionalInt label = cell.target().label(image);
        return label.isPresent() && label.getAsInt() == 1;
    }

    /** The same result under the cell's way of learning. */
    static LearningResult named(CurveCell cell, LearningResult result) {
        LearningResult.Scope scope = result.scope();
        return new LearningResult(
                new LearningResult.Scope(
                        cell.arm().key(),
                        scope.finding(),
                        scope.fraction(),
                        scope.seed(),
                        scope.split(),
                        scope.images(),
                        scope.positives()),
                result.value());
    }
}

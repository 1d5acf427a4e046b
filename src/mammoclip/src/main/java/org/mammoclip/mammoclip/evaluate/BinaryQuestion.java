package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import java.util.OptionalDouble;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;

/**
 * A finding to be evaluated.
 *
 * @param key name in the result
 * @param title name for people
 * @param rows what was predicted, one per table row
 * @param validation rows of other patients on which thresholds are chosen; may be empty
 * @param modelThreshold the model's own operating point, if it has one
 * @param boxes one per image; empty if there are no boxes
 * @param points ways in which the model points at the finding; empty if it does not
 */
public record BinaryQuestion(
        String key,
        String title,
        List<Observation> rows,
        List<Observation> validation,
        OptionalDouble modelThreshold,
        List<BoxCase> boxes,
        List<PointQuestion> points) {
    public BinaryQuestion {
        rows = List.copyOf(rows);
        validation = List.copyOf(validation);
        boxes = List.copyOf(boxes);
        points = List.copyOf(points);
    }

    /** A finding at which nothing points. */
    public BinaryQuestion(
            String key,
            String title,
            List<Observation> rows,
            List<Observation> validation,
            OptionalDouble modelThreshold,
            List<BoxCase> boxes) {
        this(key, title, rows, validation, modelThreshold, boxes, List.of());
    }
}

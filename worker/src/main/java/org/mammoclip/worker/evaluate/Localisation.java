package org.mammoclip.worker.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;

/**
 * True and found boxes of one finding, in model pixels.
 *
 * @param cases one per image whose boxes are known; empty if there is nothing to compare
 * @param note what a reader should know
 */
record Localisation(List<BoxCase> cases, Optional<String> note) {
    /** The size for which tables give boxes of prepared pictures. */
    private static final RasterSize TABLE_SIZE = RasterSize.REFERENCE;

    static Localisation of(
            AskedFinding finding, List<LabelledRow> rows, Map<ImageKey, ImageScores> scored, RasterSize size) {
        Map<ImageKey, List<Box>> truth = new LinkedHashMap<>();
        Map<ImageKey, Boolean> unknown = new LinkedHashMap<>();
        for (LabelledRow row : rows) {
            ImageKey key = DatasetRows.keyOf(row);
            ImageScores scores = scored.get(key);
            if (scores == null) {
                continue;
            }
            List<Box> boxes = truth.computeIfAbsent(key, image -> new ArrayList<>());
            if (row.isPositive(finding.label())) {
                Optional<Box> box = inModel(row, scores, size);
                box.ifPresent(boxes::add);
                unknown.merge(key, box.isEmpty(), Boolean::logicalOr);
            }
        }
        String key = finding.definition().key();
        List<BoxCase> cases = new ArrayList<>();
        int left = 0;
        for (Map.Entry<ImageKey, List<Box>> image : truth.entrySet()) {
            if (Boolean.TRUE.equals(unknown.get(image.getKey()))) {
                left++;
                continue;
            }
            ImageScores scores = scored.get(image.getKey());
            List<BoxCase.Found> found =
                    scores == null ? List.of() : scores.boxes().getOrDefault(key, List.of());
            cases.add(new BoxCase(image.getKey().image(), image.getKey().patient(), image.getValue(), found));
        }
        boolean comparable = cases.stream().anyMatch(image -> !image.truth().isEmpty())
                && cases.stream().anyMatch(image -> !image.found().isEmpty());
        if (!comparable) {
            return new Localisation(
                    List.of(),
                    left == 0
                            ? Optional.empty()
                            : Optional.of("Boxes of " + key + " are not compared: where those of the table lie in the"
                                    + " prepared images is not known, or the model drew none."));
        }
        return new Localisation(
                cases,
                left == 0
                        ? Optional.empty()
                        : Optional.of(left + " image(s) are left out of the localisation of " + key
                                + ": where their boxes lie in the prepared image is not known."));
    }

    /** True boxes of an image, for its picture. */
    List<Box> truthOf(String patient, String image) {
        return cases.stream()
                .filter(one -> one.patient().equals(patient) && one.image().equals(image))
                .findFirst()
                .map(BoxCase::truth)
                .orElse(List.of());
    }

    private static Optional<Box> inModel(LabelledRow row, ImageScores scores, RasterSize size) {
        if (scores.sourceMap().isPresent()) {
            return row.sourceBox().flatMap(box -> scores.sourceMap().get().toModel(box, size));
        }
        double x = (double) size.columns() / TABLE_SIZE.columns();
        double y = (double) size.rows() / TABLE_SIZE.rows();
        return row.preparedBox().map(box -> new Box(box.left() * x, box.top() * y, box.right() * x, box.bottom() * y));
    }
}

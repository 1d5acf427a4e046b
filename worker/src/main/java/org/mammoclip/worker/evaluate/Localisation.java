package org.mammoclip.worker.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.PointQuestion;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.Point;
import org.mammoclip.mammoclip.evaluate.metric.PointCase;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;

/**
 * Where one finding is and where the model sees it, in model pixels.
 *
 * @param images one per image whose true boxes are known
 * @param points where the model points in those that have the finding
 * @param note what a reader should know
 */
record Localisation(List<BoxCase> images, List<PointQuestion> points, Optional<String> note) {
    /**
     * @param finding whose boxes the rows hold
     * @param model every finding of the model, also those without labels
     */
    static Localisation of(
            AskedFinding finding,
            List<FindingDefinition> model,
            List<LabelledRow> rows,
            Map<ImageKey, ImageScores> scored,
            RasterSize size) {
        Map<ImageKey, Truth> truth = new LinkedHashMap<>();
        for (LabelledRow row : rows) {
            ImageKey key = DatasetRows.keyOf(row);
            ImageScores scores = scored.get(key);
            if (scores == null) {
                continue;
            }
            Truth image = truth.computeIfAbsent(key, first -> new Truth(kind(row), scores));
            if (row.isPositive(finding.label())) {
                inModel(row, scores, size).ifPresentOrElse(image.boxes::add, () -> image.known = false);
            }
        }
        String key = finding.definition().key();
        List<BoxCase> cases = new ArrayList<>();
        int left = 0;
        for (Map.Entry<ImageKey, Truth> image : truth.entrySet()) {
            if (image.getValue().known) {
                cases.add(new BoxCase(
                        image.getKey().image(),
                        image.getKey().patient(),
                        List.copyOf(image.getValue().boxes),
                        image.getValue().scores.boxes().getOrDefault(key, List.of())));
            } else {
                left++;
            }
        }
        return new Localisation(cases, points(finding.definition(), model, truth), note(key, cases, left));
    }

    /** What is known about one image. */
    private static final class Truth {
        private final String kind;
        private final ImageScores scores;
        private final Set<Box> boxes = new LinkedHashSet<>();
        private boolean known = true;

        Truth(String kind, ImageScores scores) {
            this.kind = kind;
            this.scores = scores;
        }
    }

    private static String kind(LabelledRow row) {
        return row.laterality() + " " + row.view().toUpperCase(Locale.ROOT);
    }

    private static Optional<String> note(String key, List<BoxCase> cases, int left) {
        if (left == 0) {
            return Optional.empty();
        }
        return Optional.of(
                cases.stream().allMatch(image -> image.truth().isEmpty())
                        ? "Boxes of " + key
                                + " are not compared: where those of the table lie in the prepared images is"
                                + " not known."
                        : left + " image(s) are left out of the localisation of " + key
                                + ": where their boxes lie in the prepared image is not known.");
    }

    private static List<PointQuestion> points(
            FindingDefinition definition, List<FindingDefinition> model, Map<ImageKey, Truth> truth) {
        List<PointQuestion> questions = new ArrayList<>();
        for (PointQuestion.Kind kind : PointQuestion.Kind.values()) {
            if (PointedPlaces.answers(kind, definition)) {
                List<String> others = model.stream()
                        .filter(other -> PointedPlaces.answers(kind, other))
                        .map(FindingDefinition::key)
                        .filter(key -> !key.equals(definition.key()))
                        .toList();
                List<PointCase> images = new ArrayList<>();
                truth.forEach((key, image) -> {
                    if (image.known && !image.boxes.isEmpty()) {
                        images.add(pointed(key, image, kind, definition.key(), others));
                    }
                });
                questions.add(new PointQuestion(kind, images));
            }
        }
        return questions;
    }

    private static PointCase pointed(
            ImageKey key, Truth image, PointQuestion.Kind kind, String finding, List<String> others) {
        PointedPlaces places = image.scores.places();
        List<Box> boxes = List.copyOf(image.boxes);
        List<Optional<Point>> elsewhere =
                others.stream().map(other -> places.of(kind, other)).toList();
        return new PointCase(
                key.image(),
                key.patient(),
                image.kind,
                boxes,
                places.of(kind, finding),
                elsewhere,
                OptionalDouble.of(places.breast().shareIn(boxes)));
    }

    /** The images, if there is a true and a found box to compare at all. */
    List<BoxCase> cases() {
        boolean comparable = images.stream().anyMatch(image -> !image.truth().isEmpty())
                && images.stream().anyMatch(image -> !image.found().isEmpty());
        return comparable ? images : List.of();
    }

    /** True boxes of an image, for its picture. */
    List<Box> truthOf(String patient, String image) {
        return images.stream()
                .filter(one -> one.patient().equals(patient) && one.image().equals(image))
                .findFirst()
                .map(BoxCase::truth)
                .orElse(List.of());
    }

    private static Optional<Box> inModel(LabelledRow row, ImageScores scores, RasterSize size) {
        if (scores.sourceMap().isPresent()) {
            return row.sourceBox().flatMap(box -> scores.sourceMap().get().toModel(box, size));
        }
        double x = (double) size.columns() / scores.picture().columns();
        double y = (double) size.rows() / scores.picture().rows();
        return row.preparedBox().map(box -> new Box(box.left() * x, box.top() * y, box.right() * x, box.bottom() * y));
    }
}

package org.mammoclip.mammoclip.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is counted as one case. A unit is positive if any of its parts is.
 */
public enum EvaluationUnit {
    /** Every table row, as the reference evaluates VinDr: an image with two findings counts twice. */
    ROW("table rows") {
        @Override
        public List<Observation> of(List<Observation> rows, Combination images, Combination breasts) {
            return List.copyOf(rows);
        }
    },
    /** Every image once. */
    IMAGE("images") {
        @Override
        public List<Observation> of(List<Observation> rows, Combination images, Combination breasts) {
            return joined(rows, row -> row.patient() + "\n" + row.image(), Combination.MEAN);
        }
    },
    /** The images of a breast together, as the reference evaluates RSNA: the mean of their scores. */
    BREAST("breasts") {
        @Override
        public List<Observation> of(List<Observation> rows, Combination images, Combination breasts) {
            return joined(
                    IMAGE.of(rows, images, breasts), image -> image.patient() + "\n" + image.laterality(), images);
        }
    },
    /** The breasts of a patient together. */
    PATIENT("patients") {
        @Override
        public List<Observation> of(List<Observation> rows, Combination images, Combination breasts) {
            return joined(BREAST.of(rows, images, breasts), Observation::patient, breasts);
        }
    };

    private final String plural;

    EvaluationUnit(String plural) {
        this.plural = plural;
    }

    /** As in "4,000 images". */
    public String plural() {
        return plural;
    }

    /**
     * Joins rows to units, in the order in which they first occur.
     *
     * @param images how the images of a breast are combined
     * @param breasts how the breasts of a patient are combined
     */
    public abstract List<Observation> of(List<Observation> rows, Combination images, Combination breasts);

    private static List<Observation> joined(
            List<Observation> parts, Function<Observation, String> key, Combination combination) {
        Map<String, List<Observation>> wholes = new LinkedHashMap<>();
        for (Observation part : parts) {
            wholes.computeIfAbsent(key.apply(part), k -> new ArrayList<>()).add(part);
        }
        return wholes.values().stream().map(whole -> joined(whole, combination)).toList();
    }

    private static Observation joined(List<Observation> parts, Combination combination) {
        Observation strongest = parts.stream()
                .max(Comparator.comparingDouble(Observation::score))
                .orElseThrow();
        return new Observation(
                strongest.image(),
                strongest.patient(),
                strongest.laterality(),
                combination.of(parts.stream().mapToDouble(Observation::score)),
                parts.stream().anyMatch(Observation::positive));
    }
}

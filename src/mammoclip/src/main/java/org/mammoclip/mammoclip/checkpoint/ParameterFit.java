package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * How a file's parameters compare with what an architecture needs. The reference loads parts of a model leniently, which hides
 * mistakes; here everything must fit.
 *
 * @param missing needed and not in the file
 * @param unexpected in the file, and neither needed nor known to be of no use
 * @param misshapen in both with different shapes, as sentences
 */
record ParameterFit(List<String> missing, List<String> unexpected, List<String> misshapen) {
    private static final int MOST_NAMES = 10;

    /**
     * @param expected what the architecture needs
     * @param actual shapes in the file
     * @param ignored names that may be there and are of no use
     */
    static ParameterFit of(List<ParameterSpec> expected, Map<String, Shape> actual, Predicate<String> ignored) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        TreeSet<String> unexpected = new TreeSet<>(actual.keySet());
        unexpected.removeIf(ignored);
        for (ParameterSpec spec : expected) {
            Shape shape = actual.get(spec.name());
            unexpected.remove(spec.name());
            if (shape == null) {
                missing.add(spec.name());
            } else if (!shape.equals(spec.shape())) {
                misshapen.add(spec.name() + " has shape " + shape + ", the network expects " + spec.shape());
            }
        }
        return new ParameterFit(missing, List.copyOf(unexpected), misshapen);
    }

    boolean fits() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }

    /**
     * @param network what was expected, as in {@code efficientnet-b2}
     * @throws CheckpointMismatchException naming everything that does not fit, at most 10 names of each sort, and the counts
     */
    void require(String network) {
        if (!fits()) {
            throw new CheckpointMismatchException("the parameters do not fit " + network + ": " + describe());
        }
    }

    /** Counts, then names, at most 10 of each sort. */
    String describe() {
        StringBuilder text = new StringBuilder()
                .append(missing.size())
                .append(" missing, ")
                .append(unexpected.size())
                .append(" unexpected, ")
                .append(misshapen.size())
                .append(" of another shape");
        add(text, "missing", missing);
        add(text, "unexpected", unexpected);
        add(text, "of another shape", misshapen);
        return CheckpointFormatException.printable(text.toString());
    }

    private static void add(StringBuilder text, String sort, List<String> names) {
        if (!names.isEmpty()) {
            List<String> shown = names.subList(0, Math.min(MOST_NAMES, names.size()));
            text.append("; ").append(sort).append(": ").append(String.join(", ", shown));
            if (names.size() > MOST_NAMES) {
                text.append(" and ").append(names.size() - MOST_NAMES).append(" more");
            }
        }
    }
}

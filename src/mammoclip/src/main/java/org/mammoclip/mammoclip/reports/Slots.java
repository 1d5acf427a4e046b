package org.mammoclip.mammoclip.reports;

import java.util.ArrayList;
import java.util.List;

/** What sentences are built from: places, and the cartesian product of alternatives. */
final class Slots {
    static final List<String> POSITIONS = List.of(
            "",
            "upper",
            "lower",
            "inner",
            "outer",
            "upper outer",
            "upper inner",
            "lower outer",
            "lower inner",
            "subareolar");
    static final List<String> DEPTHS = List.of("", "anterior", "mid", "posterior");

    private Slots() {}

    /** "in the" position side "breast at" depth "depth", every position with every depth, the bare place first. */
    static List<String> locations(Side side, List<String> positions, List<String> depths) {
        List<String> locations = new ArrayList<>();
        for (String position : positions) {
            for (String depth : depths) {
                locations.add(words(
                        "in the", position, side.word(), "breast", depth.isEmpty() ? "" : "at " + depth + " depth"));
            }
        }
        return locations;
    }

    static List<String> locations(Side side) {
        return locations(side, POSITIONS, DEPTHS);
    }

    /** All sentences with one alternative from each slot, the last slot varying fastest. */
    @SafeVarargs
    static List<String> product(List<String>... slots) {
        List<String> sentences = List.of("");
        for (List<String> slot : slots) {
            List<String> longer = new ArrayList<>(sentences.size() * slot.size());
            for (String start : sentences) {
                for (String alternative : slot) {
                    longer.add(words(start, alternative));
                }
            }
            sentences = longer;
        }
        return sentences;
    }

    /** Nothing, or the word. */
    static List<String> maybe(String word) {
        return List.of("", word);
    }

    static List<String> only(String words) {
        return List.of(words);
    }

    /** The list with one of its sentences moved to the front. */
    static List<String> beginningWith(String first, List<String> sentences) {
        List<String> reordered = new ArrayList<>(sentences);
        if (!reordered.remove(first)) {
            throw new IllegalStateException("not in the grammar: " + first);
        }
        reordered.add(0, first);
        return reordered;
    }

    private static String words(String... parts) {
        StringBuilder joined = new StringBuilder();
        for (String part : parts) {
            if (!part.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : " ").append(part);
            }
        }
        return joined.toString();
    }
}

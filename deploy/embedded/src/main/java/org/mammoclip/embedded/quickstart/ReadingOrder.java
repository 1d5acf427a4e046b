package org.mammoclip.embedded.quickstart;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Which of the phantoms stands first, by the score of the finding that one of them has. */
final class ReadingOrder {
    /** The finding that the first of {@link Phantom#pair} has. */
    static final String FINDING = "mass";

    private ReadingOrder() {}

    /** A study and its place in the table, from 1. */
    private record Scored(int number, StudyRun run, double score) {}

    /**
     * @param runs all of the table
     * @return one line; empty unless two phantoms have a score
     */
    static String of(List<StudyRun> runs) {
        List<Scored> first = highestFirst(runs);
        if (first.size() < 2) {
            return "";
        }
        StringBuilder line = new StringBuilder("highest score for " + FINDING + ": ");
        for (int i = 0; i < first.size(); i++) {
            Scored one = first.get(i);
            line.append(i == 0 ? "" : ", then ")
                    .append(String.format(
                            Locale.ROOT,
                            "study %d (%.3f, truth: %s)",
                            one.number(),
                            one.score(),
                            one.run().truth()));
        }
        return line + "\n";
    }

    /** Whether the one with the mass stands first; true if there is nothing to compare. */
    static boolean isRight(List<StudyRun> runs) {
        List<Scored> first = highestFirst(runs);
        return first.size() < 2
                || (first.get(0).run().truth().contains(FINDING)
                        && first.get(0).score() > first.get(1).score());
    }

    private static List<Scored> highestFirst(List<StudyRun> runs) {
        return IntStream.range(0, runs.size())
                .filter(i -> !runs.get(i).truth().isEmpty())
                .mapToObj(i -> {
                    OptionalDouble score = runs.get(i).highestScore(FINDING);
                    return new Scored(i + 1, runs.get(i), score.orElse(Double.NaN));
                })
                .filter(one -> !Double.isNaN(one.score()))
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
    }
}

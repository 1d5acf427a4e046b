package org.mammoclip.mammoclip.reports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Writes a report from the labels of one view: one sentence for each finding that is there, one for each that is not. Sentences
 * are joined by blanks, without full stops, as cleaned reports are.
 */
public final class ReportGenerator {
    private final ReportGrammar grammar;

    public ReportGenerator(ReportGrammar grammar) {
        this.grammar = grammar;
    }

    /**
     * A report in random words and random order, for training.
     *
     * @param positives findings of the view, or {@link ReportGrammar#NO_FINDING}; not empty
     */
    public String random(Side side, Collection<String> positives, RandomGenerator random) {
        List<String> sentences = new ArrayList<>(sentences(side, positives, list -> Shuffle.pick(list, random)));
        Shuffle.inPlace(sentences, random);
        return String.join(" ", sentences);
    }

    /** The same report every time, for validation: first sentence of each list, findings in the order of the grammar. */
    public String first(Side side, Collection<String> positives) {
        return String.join(" ", sentences(side, positives, list -> list.get(0)));
    }

    private Set<String> sentences(Side side, Collection<String> positives, Function<List<String>, String> choice) {
        if (positives.isEmpty()) {
            throw new IllegalArgumentException(
                    "no label: a view without findings is \"" + ReportGrammar.NO_FINDING + "\"");
        }
        Set<String> sentences = new LinkedHashSet<>();
        for (String finding : inOrder(positives)) {
            sentences.add(choice.apply(grammar.sentences(finding, side).positive()));
        }
        if (positives.contains(ReportGrammar.NO_FINDING)) {
            return sentences;
        }
        for (String finding : grammar.findings()) {
            List<String> denials = grammar.sentences(finding, side).negative();
            if (!positives.contains(finding) && !denials.isEmpty()) {
                sentences.add(choice.apply(denials));
            }
        }
        return sentences;
    }

    /** The distinct positives, in the grammar's order; those it does not know stay, to be refused by name. */
    private Set<String> inOrder(Collection<String> positives) {
        Set<String> ordered = new LinkedHashSet<>(grammar.findings());
        ordered.retainAll(new LinkedHashSet<>(positives));
        ordered.addAll(positives);
        return ordered;
    }
}

package org.mammoclip.mammoclip.reports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sentences report or deny which finding in which breast. The reference's grammar for the labels of VinDr-Mammo is built in;
 * one for other labels is made from lists.
 */
public final class ReportGrammar {
    /** The label of a breast with nothing to report. */
    public static final String NO_FINDING = "No Finding";

    private final Map<String, SentenceLists> left;
    private final Map<String, SentenceLists> right;

    private ReportGrammar(Map<String, SentenceLists> left, Map<String, SentenceLists> right) {
        if (!left.keySet().equals(right.keySet())) {
            throw new IllegalArgumentException(
                    "findings of the left breast " + left.keySet() + ", of the right " + right.keySet());
        }
        if (!left.containsKey(NO_FINDING)) {
            throw new IllegalArgumentException("no sentences for \"" + NO_FINDING + "\"");
        }
        this.left = Collections.unmodifiableMap(new LinkedHashMap<>(left));
        this.right = Collections.unmodifiableMap(new LinkedHashMap<>(right));
    }

    /** The reference's grammar: ten findings and "No Finding". */
    public static ReportGrammar vinDr(Vocabulary vocabulary, NoFindingSentences noFinding) {
        Map<String, SentenceLists> left = spelt(new VinDrSentences(Side.LEFT).lists(noFinding), vocabulary);
        return new ReportGrammar(left, spelt(new VinDrSentences(Side.RIGHT).lists(noFinding), vocabulary));
    }

    /**
     * A grammar for other labels.
     *
     * @param left by finding in the order of the report, with {@link #NO_FINDING}
     * @param right the same findings
     */
    public static ReportGrammar of(Map<String, SentenceLists> left, Map<String, SentenceLists> right) {
        return new ReportGrammar(left, right);
    }

    /** All findings without {@link #NO_FINDING}, in the order of the report. */
    public List<String> findings() {
        return left.keySet().stream()
                .filter(finding -> !finding.equals(NO_FINDING))
                .toList();
    }

    /**
     * @throws IllegalArgumentException for a finding that this grammar has no sentences for
     */
    public SentenceLists sentences(String finding, Side side) {
        Map<String, SentenceLists> lists = side == Side.LEFT ? left : right;
        SentenceLists found = lists.get(finding);
        if (found == null) {
            throw new IllegalArgumentException("finding \"" + finding + "\" is none of " + lists.keySet());
        }
        return found;
    }

    private static Map<String, SentenceLists> spelt(Map<String, SentenceLists> lists, Vocabulary vocabulary) {
        Map<String, SentenceLists> spelt = new LinkedHashMap<>();
        lists.forEach((finding, sentences) -> spelt.put(
                finding,
                new SentenceLists(vocabulary.spell(sentences.positive()), vocabulary.spell(sentences.negative()))));
        return spelt;
    }
}

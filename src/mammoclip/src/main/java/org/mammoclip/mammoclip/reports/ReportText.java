package org.mammoclip.mammoclip.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A text that a model reads: the cleaned sentences of one section.
 *
 * @param sentences at least one, none blank
 */
public record ReportText(List<String> sentences) {
    public ReportText {
        sentences = List.copyOf(sentences);
        if (sentences.isEmpty() || sentences.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a text needs sentences, and no blank ones");
        }
    }

    /** What came back from a translation: lower-cased, cut at full stops, otherwise as it is. */
    static ReportText ofTranslation(String text) {
        List<String> sentences = new ArrayList<>();
        for (String sentence : text.toLowerCase(Locale.ROOT).split("(?<=\\.)\\s+")) {
            if (!sentence.isBlank()) {
                sentences.add(sentence.strip());
            }
        }
        return new ReportText(sentences);
    }

    /** All sentences, joined by a blank, without full stops of our own. */
    public String joined() {
        return String.join(" ", sentences);
    }

    /** The same sentences in random order. */
    public ReportText shuffled(RandomGenerator random) {
        List<String> order = new ArrayList<>(sentences);
        Shuffle.inPlace(order, random);
        return new ReportText(order);
    }
}

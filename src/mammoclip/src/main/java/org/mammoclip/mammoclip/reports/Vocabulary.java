package org.mammoclip.mammoclip.reports;

import java.util.ArrayList;
import java.util.List;

/** How the sentences are spelt. The reference has misspellings, which belong to what its models have read. */
public enum Vocabulary {
    /** As the reference writes: asymetry, indeterminant, round andoval, there are calcification, there is a increased. */
    REFERENCE,
    /** The same sentences in correct English. */
    CORRECTED;

    List<String> spell(List<String> sentences) {
        return this == REFERENCE
                ? sentences
                : sentences.stream().map(Vocabulary::correct).toList();
    }

    private static String correct(String sentence) {
        List<String> words = new ArrayList<>(List.of(sentence.replace("there is an new skin", "there is new skin")
                .replace("there is an increasing skin", "there is increasing skin")
                .split(" ")));
        for (int i = 0; i < words.size(); i++) {
            words.set(i, spelling(words.get(i)));
            boolean article = words.get(i).equals("a") || words.get(i).equals("an");
            if (article && i + 1 < words.size()) {
                words.set(i, "aeiou".indexOf(words.get(i + 1).charAt(0)) >= 0 ? "an" : "a");
            }
        }
        return String.join(" ", words);
    }

    private static String spelling(String word) {
        return switch (word) {
            case "asymetry" -> "asymmetry";
            case "indeterminant" -> "indeterminate";
            case "andoval" -> "and oval";
            case "calcification" -> "calcifications";
            default -> word;
        };
    }
}

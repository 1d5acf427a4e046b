package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Report sections as the reference prepares them: lower case, words and punctuation apart, sentences of fewer than three tokens and
 * full stops dropped. The side effect that decimals fall apart at their point is the reference's.
 */
public final class ReportText {
    private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int LEAST_TOKENS = 3;

    private ReportText() {}

    /** @return the section's sentences in one line; empty if nothing is left */
    public static String prepare(String section) {
        List<String> sentences = new ArrayList<>();
        for (String sentence : section.replaceAll("\\s+", " ").split("\\.")) {
            List<String> tokens = new ArrayList<>();
            Matcher matcher = TOKEN.matcher(sentence.replace('\uFFFD', ' ').toLowerCase(Locale.ROOT));
            while (matcher.find()) {
                String token = matcher.group().replaceAll("[^\\x00-\\x7F]", "");
                if (!token.isEmpty()) {
                    tokens.add(token);
                }
            }
            if (tokens.size() >= LEAST_TOKENS) {
                sentences.add(String.join(" ", tokens));
            }
        }
        return String.join(" ", sentences);
    }
}

package org.mammoclip.mammoclip.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reference's preparation of report text: sentences end at full stops, words are lower-cased, punctuation stands by itself,
 * what is not ASCII goes, and sentences of fewer than three tokens go. Decimals and abbreviations are cut at their dots; that is
 * how the released models have read them.
 */
public final class TextCleaning {
    private static final int FEWEST_TOKENS = 3;
    private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");
    private static final Pattern STOP = Pattern.compile("\\.[ ]*");

    private TextCleaning() {}

    /** Cleaned sentences of a findings section, possibly none. */
    public static List<String> findings(String section) {
        return sentences(section);
    }

    /** Cleaned sentences of an impression, where BI-RADS is one word. */
    public static List<String> impression(String section) {
        return sentences(section.replace("BI-RADS", "BIRADS"));
    }

    private static List<String> sentences(String section) {
        String line = LINE_BREAK.matcher(section).replaceAll(" ");
        List<String> sentences = new ArrayList<>();
        for (String sentence : STOP.split(line)) {
            List<String> tokens = tokens(sentence);
            if (tokens.size() >= FEWEST_TOKENS) {
                sentences.add(String.join(" ", tokens));
            }
        }
        return sentences;
    }

    private static List<String> tokens(String sentence) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sentence.replace('\uFFFD', ' ').toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String ascii = matcher.group()
                    .chars()
                    .filter(character -> character < 128)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            if (!ascii.isEmpty()) {
                tokens.add(ascii);
            }
        }
        return tokens;
    }
}

package org.mammoclip.mammoclip.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The sentences of a section that may be about one breast: all but those that name the other side only. A report that speaks of both
 * breasts in turn becomes two texts that differ, as its images do.
 */
public final class SideSentences {
    private static final Pattern STOP = Pattern.compile("(?<=[.\\n])\\s*");
    private static final Pattern LEFT = Pattern.compile("(?i)\\bleft\\b");
    private static final Pattern RIGHT = Pattern.compile("(?i)\\bright\\b");
    private static final Pattern BOTH = Pattern.compile("(?i)\\b(both|bilateral|bilaterally|either|each)\\b");

    private SideSentences() {}

    /** A section as written, without the sentences about the other breast. */
    public static String of(String section, Side side) {
        Pattern own = side == Side.LEFT ? LEFT : RIGHT;
        Pattern other = side == Side.LEFT ? RIGHT : LEFT;
        List<String> kept = new ArrayList<>();
        for (String sentence : STOP.split(section)) {
            boolean otherOnly = other.matcher(sentence).find()
                    && !own.matcher(sentence).find()
                    && !BOTH.matcher(sentence).find();
            if (!otherOnly && !sentence.isBlank()) {
                kept.add(sentence.strip());
            }
        }
        return String.join(" ", kept);
    }
}

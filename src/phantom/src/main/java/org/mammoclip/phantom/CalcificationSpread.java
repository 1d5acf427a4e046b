package org.mammoclip.phantom;

/** Distribution of suspicious calcifications (BI-RADS lexicon). */
public enum CalcificationSpread {
    GROUPED("grouped"),
    LINEAR("linear"),
    SEGMENTAL("segmental");

    private final String words;

    CalcificationSpread(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}

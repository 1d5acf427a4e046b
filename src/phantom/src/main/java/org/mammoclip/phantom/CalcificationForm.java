package org.mammoclip.phantom;

/** Morphology of suspicious calcifications (BI-RADS lexicon). */
public enum CalcificationForm {
    PUNCTATE("punctate"),
    AMORPHOUS("amorphous"),
    PLEOMORPHIC("fine pleomorphic"),
    FINE_LINEAR("fine linear branching");

    private final String words;

    CalcificationForm(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}

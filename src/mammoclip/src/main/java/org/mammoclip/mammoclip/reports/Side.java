package org.mammoclip.mammoclip.reports;

/** Which breast, as a report says it. */
public enum Side {
    LEFT("left"),
    RIGHT("right");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    /** {@code left} or {@code right}. */
    public String word() {
        return word;
    }
}

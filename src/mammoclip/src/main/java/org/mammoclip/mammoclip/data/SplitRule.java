package org.mammoclip.mammoclip.data;

import java.util.OptionalInt;

/** Which patients of a table are for what. */
public sealed interface SplitRule {
    /** All rows are for one purpose, whatever the table says: a table of its own for the test. */
    record Everything(Split split) implements SplitRule {}

    /**
     * By the column {@code fold}. Where there is a column {@code split}, its test and validation rows stay what they are.
     *
     * @param validation this fold validates
     * @param test this fold tests; empty if the column {@code split} says so, or nothing is tested
     */
    record Folds(int validation, OptionalInt test) implements SplitRule {
        public Folds {
            if (test.isPresent() && test.getAsInt() == validation) {
                throw new IllegalArgumentException("fold " + validation + " cannot be for both validation and test");
            }
        }
    }

    /**
     * Test and validation rows as the column {@code split} says, if there is one; without validation rows there, a share of the
     * patients who are left. Who it is follows from seed and patient alone, so that another table, or more patients, change no
     * one's split.
     *
     * @param validation expected share of patients, above 0 and below 1
     * @param seed another seed chooses others
     */
    record Share(double validation, long seed) implements SplitRule {
        public Share {
            if (!(validation > 0 && validation < 1)) {
                throw new IllegalArgumentException(
                        "share of validation patients must be above 0 and below 1, not " + validation);
            }
        }
    }

    /** A fifth of the patients validates. */
    static SplitRule usual(long seed) {
        return new Share(0.2, seed);
    }
}

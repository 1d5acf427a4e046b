package org.mammoclip.mammoclip.data;

/** Which sentences of a section a training sample shows. */
public enum SentenceRule {
    /** All, as written: what the reference's code does. */
    ALL,
    /** All, in random order: what its paper says. Sections that were cleaned elsewhere have no sentences any more. */
    SHUFFLED,
    /** One, at random: for the baseline loss of the comparison models. */
    ONE
}

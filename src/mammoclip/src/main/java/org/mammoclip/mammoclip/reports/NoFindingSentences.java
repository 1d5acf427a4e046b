package org.mammoclip.mammoclip.reports;

/** What a breast without findings may be called. */
public enum NoFindingSentences {
    /** Four general statements, three distinct ({@code prompts.json} of the newer reference code). */
    FOUR,
    /** All that denies a mass, a calcification or a distortion: 1300 ({@code prompts_all.json}, what the paper's model was trained with). */
    ALL
}

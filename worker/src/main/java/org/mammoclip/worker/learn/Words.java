package org.mammoclip.worker.learn;

import java.util.Locale;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.data.SplitRule;

/** What cards and messages call things. */
public final class Words {
    private Words() {}

    /** {@code training}, {@code validation} or {@code test}. */
    public static String of(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    /** How patients came to their split. */
    public static String of(SplitRule rule) {
        if (rule instanceof SplitRule.Folds folds) {
            return "by patient: fold " + folds.validation() + " validates"
                    + (folds.test().isPresent() ? ", fold " + folds.test().getAsInt() + " tests" : "")
                    + ", and what the column split says is for the test";
        }
        if (rule instanceof SplitRule.Share share) {
            return "by patient: the column split where it names test or validation, else a share of "
                    + share.validation() + " validates, chosen by seed " + share.seed();
        }
        return "all rows are for one split: " + of(((SplitRule.Everything) rule).split());
    }
}

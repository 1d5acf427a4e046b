package org.mammoclip.schema.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What the decision table made of one instance, in its words.
 *
 * @param code for example STD_VIEW, EXCLUDE_SPOT_MAG
 * @param slot label of the view it can fill, for example LCC; null: none
 * @param candidate whether it may be analysed, so that it fills or opens a revision
 * @param reason for people, no patient data, at most 400 characters (longer is cut)
 */
public record RecordedDecision(String code, @Nullable String slot, boolean candidate, String reason) {
    public RecordedDecision {
        Checks.matches(code, "[A-Z0-9_]{1,40}", "decision code");
        if (slot != null) {
            Checks.matches(slot, "[A-Z0-9]{1,8}", "slot");
        }
        reason = Checks.text(reason, 400);
    }
}

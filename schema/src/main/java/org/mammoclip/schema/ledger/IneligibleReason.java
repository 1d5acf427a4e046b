package org.mammoclip.schema.ledger;

/**
 * Why a study is not scored.
 *
 * @param code permanent, for example MISSING_VIEWS, DIAGNOSTIC, NO_MAMMOGRAM
 * @param text for people, no patient data, at most 400 characters (longer is cut)
 */
public record IneligibleReason(String code, String text) {
    /** A later revision was complete before this one was scored. */
    public static final IneligibleReason SUPERSEDED =
            new IneligibleReason("SUPERSEDED", "a later revision was assembled before this one was scored");

    public IneligibleReason {
        Checks.matches(code, "[A-Z0-9_]{1,40}", "reason code");
        text = Checks.text(text, 400);
    }
}

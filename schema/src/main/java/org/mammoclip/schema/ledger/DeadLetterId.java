package org.mammoclip.schema.ledger;

/**
 * Names one dead letter, as operators type it.
 *
 * @param value {@code study:UID/REVISION}, {@code delivery:NUMBER} or {@code announcement:UUID}
 */
public record DeadLetterId(String value) {
    public DeadLetterId {
        Checks.matches(
                value,
                "study:[0-9.]{1,64}/[0-9]{1,9}|delivery:[0-9]{1,18}|announcement:[0-9a-f-]{36}",
                "dead letter id");
    }
}

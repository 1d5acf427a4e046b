package org.mammoclip.schema.ledger;

/**
 * Names a file in the spool. Made by us, never from anything read from the wire.
 *
 * @param value 1 to 80 of lower case letters, digits, underscore, hyphen
 */
public record SpoolId(String value) implements Comparable<SpoolId> {
    public SpoolId {
        Checks.matches(value, "[a-z0-9_-]{1,80}", "spool id");
    }

    @Override
    public int compareTo(SpoolId other) {
        return value.compareTo(other.value);
    }
}

package org.mammoclip.schema.ledger;

/** What kind of object we made; the order of the constants is the order in which they are sent. */
public enum OutputKind {
    SECONDARY_CAPTURE,
    MAMMOGRAPHY_CAD_SR,
    TID1500_SR
}

package org.mammoclip.mammogram;

/**
 * One image chosen for scoring.
 *
 * @param header the attributes kept of it
 * @param slot side and view, as {@code select} resolved them
 * @param tile whether it shows only a part of a large breast (Partial View YES), so that the slot takes the maximum over
 *     its tiles
 */
public record Mammogram(InstanceHeader header, Slot slot, boolean tile) {
    public InstanceReference source() {
        return header.reference();
    }
}

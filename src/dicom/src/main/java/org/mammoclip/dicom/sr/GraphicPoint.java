package org.mammoclip.dicom.sr;

/**
 * A point of an image in pixels with sub-pixel resolution: 0\0 is the top left corner of the top left pixel, whose
 * centre is 0.5\0.5 (PS3.3 C.18.6).
 *
 * @param column to the right, finite, not negative
 * @param row downwards, finite, not negative
 */
public record GraphicPoint(float column, float row) {
    /** @throws InvalidContentException if a coordinate is negative or not finite */
    public GraphicPoint {
        if (!(column >= 0 && row >= 0 && Float.isFinite(column) && Float.isFinite(row))) {
            throw new InvalidContentException("graphic data are finite and not negative (PS3.3 C.18.6)");
        }
    }
}

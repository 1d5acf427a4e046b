package org.mammoclip.mammoclip;

/**
 * A place of a finding in an image, in pixels of the {@link ModelImage}: columns to the right, rows downwards, 0 at the outer edge of
 * the first pixel.
 *
 * @param score in [0, 1]; what it means depends on the origin
 */
public record FoundBox(double left, double top, double right, double bottom, double score, BoxOrigin origin) {
    public FoundBox {
        if (!(left >= 0 && top >= 0 && right > left && bottom > top)
                || Double.isInfinite(right)
                || Double.isInfinite(bottom)) {
            throw new IllegalArgumentException(
                    "box from " + left + "," + top + " to " + right + "," + bottom + " has no area in the image");
        }
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("box score out of [0, 1]: " + score);
        }
    }
}

package org.mammoclip.mammoclip.factor;

/**
 * A place where a heat map stands out, in pixels of the image: (0, 0) is the top left corner of the top left pixel, so a box around one
 * pixel is one pixel wide.
 *
 * @param left smaller column edge
 * @param top smaller row edge
 * @param right larger column edge
 * @param bottom larger row edge
 * @param score the greatest value of the map inside, in (0, 1], where 1 is the strongest place of this map: it cannot be compared with
 *     another map's and says nothing about how likely the finding is
 */
public record MapBox(double left, double top, double right, double bottom, double score) {
    public MapBox {
        if (!(right > left && bottom > top) || !Double.isFinite(right - left + bottom - top)) {
            throw new IllegalArgumentException(
                    "a box needs finite edges and an area, not " + left + ", " + top + ", " + right + ", " + bottom);
        }
        if (!(score > 0 && score <= 1)) {
            throw new IllegalArgumentException("a box with score " + score);
        }
    }
}

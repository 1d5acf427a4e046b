package org.mammoclip.mammoclip.loss;

/**
 * A box that a detector should find, in pixels of its input.
 *
 * @param left smaller column
 * @param right larger column, above {@code left}
 * @param top smaller row
 * @param bottom larger row, above {@code top}
 * @param classIndex from 0
 */
public record TargetBox(double left, double top, double right, double bottom, int classIndex) {
    public TargetBox {
        if (!(right > left) || !(bottom > top) || !Double.isFinite(right - left) || !Double.isFinite(bottom - top)) {
            throw new IllegalArgumentException("box " + left + "," + top + " to " + right + "," + bottom
                    + ": finite, right of its left and below its top");
        }
        if (classIndex < 0) {
            throw new IllegalArgumentException("class " + classIndex + ": classes count from 0");
        }
    }
}

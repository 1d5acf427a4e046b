package org.mammoclip.mammoclip.augment;

/** The smallest upright box around points. */
final class Hull {
    private double left = Double.POSITIVE_INFINITY;
    private double top = Double.POSITIVE_INFINITY;
    private double right = Double.NEGATIVE_INFINITY;
    private double bottom = Double.NEGATIVE_INFINITY;

    void add(double x, double y) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
    }

    PixelBox box() {
        return new PixelBox(left, top, right, bottom);
    }
}

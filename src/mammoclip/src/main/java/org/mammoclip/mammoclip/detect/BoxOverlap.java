package org.mammoclip.mammoclip.detect;

/** Intersection over union of two boxes given by their edges in pixels. */
public final class BoxOverlap {
    private BoxOverlap() {}

    /** @return in [0, 1]; 0 if they do not meet or both are empty */
    public static double of(Detection a, Detection b) {
        double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        if (!(width > 0 && height > 0)) {
            return 0;
        }
        double shared = width * height;
        return shared / (area(a) + area(b) - shared);
    }

    private static double area(Detection box) {
        return (box.right() - box.left()) * (box.bottom() - box.top());
    }
}

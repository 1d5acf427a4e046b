package org.mammoclip.dicom.testkit;

/**
 * A lesion drawn into a {@link SyntheticImage}: the ground truth.
 *
 * @param kind what was drawn
 * @param column centre in the stored pixel grid, 0 is the left edge of the leftmost pixel (as SCOORD has it)
 * @param row centre, 0 is the upper edge of the topmost pixel
 * @param radius of a circle around everything that was drawn, in pixels
 */
public record Lesion(Kind kind, double column, double row, double radius) {
    public Lesion {
        if (!(column >= 0 && row >= 0 && radius > 0)) {
            throw new IllegalArgumentException("a lesion lies inside the image");
        }
    }

    /** What a synthetic lesion looks like. */
    public enum Kind {
        /** A lobulated bright mass, 10 to 20 mm. */
        MASS,
        /** 8 to 16 bright specks within about 12 mm. */
        CALCIFICATION_CLUSTER
    }
}

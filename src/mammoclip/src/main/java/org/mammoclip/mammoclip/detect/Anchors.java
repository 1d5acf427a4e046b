package org.mammoclip.mammoclip.detect;

/**
 * The boxes the detector starts from: on each of five levels and in each cell nine boxes around the cell's centre, three shapes
 * (height to width 0.5, 1, 2) of three sizes (1, 2^(1/3), 2^(2/3) times four strides). Row-major over cells, levels from fine to
 * coarse. 49,104 for an image of 512x512. Immutable, thread-safe.
 */
public final class Anchors {
    /** Boxes per cell. */
    static final int PER_CELL = 9;

    /** Levels of the pyramid. */
    static final int LEVELS = 5;

    /** Stride of the finest level in pixels, for the published backbones. */
    static final int FINEST_STRIDE = 8;

    private static final double[] RATIOS = {0.5, 1, 2};
    private static final double SIZE_IN_STRIDES = 4;

    private final float[] corners;

    private Anchors(float[] corners) {
        this.corners = corners;
    }

    /** For the published backbones, whose levels have strides of 8 to 128. */
    public static Anchors of(int rows, int columns) {
        return of(rows, columns, FINEST_STRIDE);
    }

    /**
     * @param rows height of the image in pixels
     * @param columns width of the image in pixels
     * @param finestStride pixels per cell of the first level; each further level doubles it
     */
    static Anchors of(int rows, int columns, int finestStride) {
        if (rows < 1 || columns < 1 || finestStride < 1) {
            throw new IllegalArgumentException(
                    "anchors for an image of " + rows + "x" + columns + " with stride " + finestStride);
        }
        int total = 0;
        for (int level = 0; level < LEVELS; level++) {
            int stride = finestStride << level;
            total = Math.addExact(total, Math.multiplyExact(cells(rows, stride), cells(columns, stride)));
        }
        float[] corners = new float[Math.multiplyExact(total, PER_CELL * 4)];
        int next = 0;
        for (int level = 0; level < LEVELS; level++) {
            int stride = finestStride << level;
            double[] shapes = shapes(stride);
            for (int row = 0; row < cells(rows, stride); row++) {
                for (int column = 0; column < cells(columns, stride); column++) {
                    double x = (column + 0.5) * stride;
                    double y = (row + 0.5) * stride;
                    for (int shape = 0; shape < shapes.length; shape += 2) {
                        corners[next++] = (float) (x - shapes[shape] / 2);
                        corners[next++] = (float) (y - shapes[shape + 1] / 2);
                        corners[next++] = (float) (x + shapes[shape] / 2);
                        corners[next++] = (float) (y + shapes[shape + 1] / 2);
                    }
                }
            }
        }
        return new Anchors(corners);
    }

    /** @param corners left, top, right, bottom of every box; handed over */
    static Anchors ofCorners(float[] corners) {
        return new Anchors(corners);
    }

    private static int cells(int side, int stride) {
        return (side + stride - 1) / stride;
    }

    /** Width and height of the nine boxes of a level. */
    private static double[] shapes(int stride) {
        double[] shapes = new double[PER_CELL * 2];
        int next = 0;
        for (double ratio : RATIOS) {
            for (int third = 0; third < 3; third++) {
                double side = SIZE_IN_STRIDES * stride * Math.pow(2, third / 3.0);
                double width = Math.sqrt(side * side / ratio);
                shapes[next++] = width;
                shapes[next++] = width * ratio;
            }
        }
        return shapes;
    }

    /** How many boxes. */
    public int count() {
        return corners.length / 4;
    }

    /** Smaller column edge in pixels; may lie outside the image, like all edges. */
    float left(int anchor) {
        return corners[4 * anchor];
    }

    /** Smaller row edge in pixels. */
    float top(int anchor) {
        return corners[4 * anchor + 1];
    }

    /** Larger column edge in pixels. */
    float right(int anchor) {
        return corners[4 * anchor + 2];
    }

    /** Larger row edge in pixels. */
    float bottom(int anchor) {
        return corners[4 * anchor + 3];
    }

    /** A copy: left, top, right, bottom of every box. */
    public float[] toArray() {
        return corners.clone();
    }
}

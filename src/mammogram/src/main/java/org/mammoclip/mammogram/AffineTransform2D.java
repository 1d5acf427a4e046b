package org.mammoclip.mammogram;

/**
 * A map between the pixel grids of two images: column' = a column + b row + c, row' = d column + e row + f, points as in
 * {@link PixelPoint}. Always invertible.
 */
public record AffineTransform2D(double a, double b, double c, double d, double e, double f) {
    public static final AffineTransform2D IDENTITY = new AffineTransform2D(1, 0, 0, 0, 1, 0);

    /** @throws IllegalArgumentException if a coefficient is not finite or the map cannot be inverted */
    public AffineTransform2D {
        double determinant = a * e - b * d;
        if (!Double.isFinite(determinant) || determinant == 0 || !Double.isFinite(c) || !Double.isFinite(f)) {
            throw new IllegalArgumentException("a map between pixel grids is finite and invertible");
        }
    }

    public static AffineTransform2D scale(double columns, double rows) {
        return new AffineTransform2D(columns, 0, 0, 0, rows, 0);
    }

    public static AffineTransform2D translate(double columns, double rows) {
        return new AffineTransform2D(1, 0, columns, 0, 1, rows);
    }

    public PixelPoint apply(PixelPoint point) {
        return apply(point.column(), point.row());
    }

    public PixelPoint apply(double column, double row) {
        return new PixelPoint(a * column + b * row + c, d * column + e * row + f);
    }

    /** First this map, then the next one. */
    public AffineTransform2D then(AffineTransform2D next) {
        return new AffineTransform2D(
                next.a * a + next.b * d,
                next.a * b + next.b * e,
                next.a * c + next.b * f + next.c,
                next.d * a + next.e * d,
                next.d * b + next.e * e,
                next.d * c + next.e * f + next.f);
    }

    public AffineTransform2D inverse() {
        double determinant = a * e - b * d;
        return new AffineTransform2D(
                e / determinant,
                -b / determinant,
                (b * f - e * c) / determinant,
                -d / determinant,
                a / determinant,
                (d * c - a * f) / determinant);
    }
}

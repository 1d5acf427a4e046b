package org.mammoclip.mammoclip.augment;

import java.util.Optional;
import org.mammoclip.mammoclip.RasterSize;

/**
 * Scale, then shear, then rotation, all about the centre of the raster, then translation. What comes from outside is 0; bilinear.
 * The library that the reference uses fixes its own signs; here a positive rotation turns the content clockwise on the screen, a
 * positive shear moves lower rows to the right (x) or right columns down (y), a positive translation moves right or down.
 *
 * @param rotationDegrees about the centre
 * @param shearXDegrees between -60 and 60
 * @param shearYDegrees between -60 and 60
 * @param translateX in widths
 * @param translateY in heights
 * @param scaleX above 0
 * @param scaleY above 0
 */
public record AffineWarp(
        double rotationDegrees,
        double shearXDegrees,
        double shearYDegrees,
        double translateX,
        double translateY,
        double scaleX,
        double scaleY)
        implements Warp {
    /** Leaves everything where it is. */
    public static final AffineWarp IDENTITY = new AffineWarp(0, 0, 0, 0, 0, 1, 1);

    private static final double MAX_SHEAR = 60;

    public AffineWarp {
        if (!(scaleX > 0) || !(scaleY > 0) || Double.isInfinite(scaleX) || Double.isInfinite(scaleY)) {
            throw new IllegalArgumentException("scale " + scaleX + " and " + scaleY + " must be finite and above 0");
        }
        if (!(Math.abs(shearXDegrees) <= MAX_SHEAR) || !(Math.abs(shearYDegrees) <= MAX_SHEAR)) {
            throw new IllegalArgumentException(
                    "shear " + shearXDegrees + " and " + shearYDegrees + " must be between -60 and 60 degrees");
        }
        if (!Double.isFinite(rotationDegrees) || !Double.isFinite(translateX) || !Double.isFinite(translateY)) {
            throw new IllegalArgumentException("rotation or translation is not finite");
        }
        if (determinant(shearXDegrees, shearYDegrees) < 0.1) {
            throw new IllegalArgumentException("shear " + shearXDegrees + " and " + shearYDegrees
                    + " degrees together squash the image to a line");
        }
    }

    @Override
    public Raster apply(Raster image) {
        RasterSize size = image.size();
        Matrix inverse = forward(size).inverse();
        Sampler sampler = new Sampler(image);
        float[] moved = new float[size.area()];
        int i = 0;
        for (int row = 0; row < size.rows(); row++) {
            for (int column = 0; column < size.columns(); column++) {
                double x = column + 0.5;
                double y = row + 0.5;
                moved[i++] = sampler.zeroOutside(inverse.x(x, y), inverse.y(x, y));
            }
        }
        return Raster.wrap(size, moved);
    }

    @Override
    public Optional<PixelBox> apply(PixelBox box, RasterSize size) {
        Matrix forward = forward(size);
        Hull hull = new Hull();
        for (double x : new double[] {box.left(), box.right()}) {
            for (double y : new double[] {box.top(), box.bottom()}) {
                hull.add(forward.x(x, y), forward.y(x, y));
            }
        }
        return hull.box().within(size);
    }

    private Matrix forward(RasterSize size) {
        double shearX = StrictMath.tan(Math.toRadians(shearXDegrees));
        double shearY = StrictMath.tan(Math.toRadians(shearYDegrees));
        double cos = StrictMath.cos(Math.toRadians(rotationDegrees));
        double sin = StrictMath.sin(Math.toRadians(rotationDegrees));
        double xx = (cos - sin * shearY) * scaleX;
        double xy = (cos * shearX - sin) * scaleY;
        double yx = (sin + cos * shearY) * scaleX;
        double yy = (sin * shearX + cos) * scaleY;
        double centreX = size.columns() / 2.0;
        double centreY = size.rows() / 2.0;
        return new Matrix(
                xx,
                xy,
                centreX - xx * centreX - xy * centreY + translateX * size.columns(),
                yx,
                yy,
                centreY - yx * centreX - yy * centreY + translateY * size.rows());
    }

    private static double determinant(double shearXDegrees, double shearYDegrees) {
        return 1 - StrictMath.tan(Math.toRadians(shearXDegrees)) * StrictMath.tan(Math.toRadians(shearYDegrees));
    }

    private record Matrix(double xx, double xy, double x0, double yx, double yy, double y0) {
        double x(double x, double y) {
            return xx * x + xy * y + x0;
        }

        double y(double x, double y) {
            return yx * x + yy * y + y0;
        }

        Matrix inverse() {
            double determinant = xx * yy - xy * yx;
            double ixx = yy / determinant;
            double ixy = -xy / determinant;
            double iyx = -yx / determinant;
            double iyy = xx / determinant;
            return new Matrix(ixx, ixy, -ixx * x0 - ixy * y0, iyx, iyy, -iyx * x0 - iyy * y0);
        }
    }
}

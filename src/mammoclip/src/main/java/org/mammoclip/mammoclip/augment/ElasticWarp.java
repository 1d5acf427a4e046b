package org.mammoclip.mammoclip.augment;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.mammoclip.mammoclip.RasterSize;

/**
 * A smooth random displacement (Simard, Steinkraus, Platt 2003): each pixel takes its value from a place that is off by white noise
 * in [-1, 1), blurred by a Gaussian and multiplied by a strength. Bilinear; outside the image mirrored at the border pixel.
 */
public final class ElasticWarp implements Warp {
    private static final int BOX_SIDE_POINTS = 16;
    private static final int INVERSION_STEPS = 20;

    private final RasterSize size;
    private final float[] dx;
    private final float[] dy;

    private ElasticWarp(RasterSize size, float[] dx, float[] dy) {
        this.size = size;
        this.dx = dx;
        this.dy = dy;
    }

    /**
     * @param alpha strength in pixels before the blur takes most of it away, at least 0
     * @param sigma deviation of the blur in pixels, above 0 and at most 256
     */
    public static ElasticWarp draw(RasterSize size, double alpha, double sigma, RandomGenerator random) {
        requireStrength(alpha, sigma);
        return new ElasticWarp(size, field(size, alpha, sigma, random), field(size, alpha, sigma, random));
    }

    static void requireStrength(double alpha, double sigma) {
        if (!(alpha >= 0) || Double.isInfinite(alpha) || !(sigma > 0 && sigma <= 256)) {
            throw new IllegalArgumentException(
                    "alpha " + alpha + " must be at least 0, sigma " + sigma + " above 0 and at most 256");
        }
    }

    @Override
    public Raster apply(Raster image) {
        requireSize(image.size());
        Sampler sampler = new Sampler(image);
        float[] moved = new float[size.area()];
        for (int row = 0, i = 0; row < size.rows(); row++) {
            for (int column = 0; column < size.columns(); column++, i++) {
                moved[i] = sampler.mirrored(column + 0.5 + dx[i], row + 0.5 + dy[i]);
            }
        }
        return Raster.wrap(size, moved);
    }

    @Override
    public Optional<PixelBox> apply(PixelBox box, RasterSize of) {
        requireSize(of);
        Hull hull = new Hull();
        for (int i = 0; i <= BOX_SIDE_POINTS; i++) {
            double share = (double) i / BOX_SIDE_POINTS;
            double x = box.left() + share * (box.right() - box.left());
            double y = box.top() + share * (box.bottom() - box.top());
            addMoved(hull, x, box.top());
            addMoved(hull, x, box.bottom());
            addMoved(hull, box.left(), y);
            addMoved(hull, box.right(), y);
        }
        return hull.box().within(size);
    }

    /** Content at p moves to the q with {@code q + d(q) = p}: found by repeating {@code q = p - d(q)}. */
    private void addMoved(Hull hull, double x, double y) {
        double qx = x;
        double qy = y;
        for (int step = 0; step < INVERSION_STEPS; step++) {
            int column = (int) Math.max(0, Math.min(size.columns() - 1, Math.floor(qx)));
            int row = (int) Math.max(0, Math.min(size.rows() - 1, Math.floor(qy)));
            int at = row * size.columns() + column;
            qx = x - dx[at];
            qy = y - dy[at];
        }
        hull.add(qx, qy);
    }

    private void requireSize(RasterSize other) {
        if (!other.equals(size)) {
            throw new IllegalArgumentException("drawn for " + size + ", applied to " + other);
        }
    }

    private static float[] field(RasterSize size, double alpha, double sigma, RandomGenerator random) {
        float[] noise = new float[size.area()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (2 * random.nextDouble() - 1);
        }
        float[] field = GaussianBlur.of(noise, size, sigma);
        for (int i = 0; i < field.length; i++) {
            field[i] *= (float) alpha;
        }
        return field;
    }
}

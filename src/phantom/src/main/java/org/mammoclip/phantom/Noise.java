package org.mammoclip.phantom;

/**
 * Gradient noise (Perlin 1985) on an endless lattice: smooth, zero at lattice points, roughly within -1 and 1, and a pure function
 * of seed and place. A wavelength of one unit; callers divide their millimetres by the wavelength they want.
 */
final class Noise {
    private static final int DIRECTIONS = 64;
    private static final double[] COS = new double[DIRECTIONS];
    private static final double[] SIN = new double[DIRECTIONS];

    static {
        for (int i = 0; i < DIRECTIONS; i++) {
            COS[i] = StrictMath.cos(2 * Math.PI * (i + 0.5) / DIRECTIONS);
            SIN[i] = StrictMath.sin(2 * Math.PI * (i + 0.5) / DIRECTIONS);
        }
    }

    private final long seed;

    Noise(long seed) {
        this.seed = seed;
    }

    /** In the plane. */
    double at(double x, double y) {
        long ix = (long) Math.floor(x);
        long iy = (long) Math.floor(y);
        double fx = x - ix;
        double fy = y - iy;
        double u = fade(fx);
        double v = fade(fy);
        double top = mix(u, slope(ix, iy, fx, fy), slope(ix + 1, iy, fx - 1, fy));
        double bottom = mix(u, slope(ix, iy + 1, fx, fy - 1), slope(ix + 1, iy + 1, fx - 1, fy - 1));
        return 1.5 * mix(v, top, bottom);
    }

    /** In space. */
    double at(double x, double y, double z) {
        long iz = (long) Math.floor(z);
        double fz = z - iz;
        double w = fade(fz);
        // two planes whose gradients also have a third component
        return mix(w, plane(x, y, iz, fz), plane(x, y, iz + 1, fz - 1));
    }

    private double plane(double x, double y, long iz, double fz) {
        long ix = (long) Math.floor(x);
        long iy = (long) Math.floor(y);
        double fx = x - ix;
        double fy = y - iy;
        double u = fade(fx);
        double v = fade(fy);
        double top = mix(u, slope(ix, iy, iz, fx, fy, fz), slope(ix + 1, iy, iz, fx - 1, fy, fz));
        double bottom = mix(u, slope(ix, iy + 1, iz, fx, fy - 1, fz), slope(ix + 1, iy + 1, iz, fx - 1, fy - 1, fz));
        return 1.6 * mix(v, top, bottom);
    }

    private double slope(long ix, long iy, double fx, double fy) {
        int direction = (int) (hash(ix, iy, 0) >>> 58);
        return COS[direction] * fx + SIN[direction] * fy;
    }

    private double slope(long ix, long iy, long iz, double fx, double fy, double fz) {
        long hash = hash(ix, iy, iz + 1);
        int direction = (int) (hash >>> 58);
        double up = ((hash >>> 40 & 0xFF) - 127.5) / 127.5;
        double flat = Math.sqrt(1 - up * up);
        return flat * (COS[direction] * fx + SIN[direction] * fy) + up * fz;
    }

    private long hash(long ix, long iy, long iz) {
        long h = seed ^ (ix * 0x9E3779B97F4A7C15L) ^ (iy * 0xC2B2AE3D27D4EB4FL) ^ (iz * 0x165667B19E3779F9L);
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        h = (h ^ (h >>> 29)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 32);
    }

    private static double fade(double t) {
        return t * t * t * (t * (6 * t - 15) + 10);
    }

    private static double mix(double share, double a, double b) {
        return a + share * (b - a);
    }

    /** 0 below {@code low}, 1 above {@code high}, smooth between. */
    static double step(double low, double high, double x) {
        double t = Math.max(0, Math.min(1, (x - low) / (high - low)));
        return t * t * (3 - 2 * t);
    }
}

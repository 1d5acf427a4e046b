package org.mammoclip.mammoclip.verify;

import org.mammoclip.mammoclip.random.SplitMix64;

/**
 * Test images that need no file: two octaves of value noise in integers, so that any language makes the same bits from a key. The
 * image of key K and channel c has, at row y and column x, {@code (bil(K/coarse, 64) + 64 bil(K/fine, 8) - 2^24) 2^-22}, where
 * {@code bil} interpolates 12-bit lattice values drawn from SplitMix64 seeded with the FNV-1a hash of the key. Values lie in
 * [-4, 4); the three channels differ, so that a wrong channel order shows.
 */
public final class NoiseImage {
    private static final int COARSE = 64;
    private static final int FINE = 8;

    private NoiseImage() {}

    /**
     * @param rows 1 to 4096
     * @param columns 1 to 4096
     * @return 3 x rows x columns values, row-major
     */
    public static float[] of(String key, int rows, int columns) {
        if (rows < 1 || rows > 4096 || columns < 1 || columns > 4096) {
            throw new IllegalArgumentException("image of " + rows + "x" + columns + ": sides must be 1 to 4096");
        }
        long coarse = SplitMix64.seed(key + "/coarse");
        long fine = SplitMix64.seed(key + "/fine");
        float[] pixels = new float[3 * rows * columns];
        int i = 0;
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    long value = bilinear(coarse, COARSE, channel, y, x)
                            + COARSE * bilinear(fine, FINE, channel, y, x)
                            - (1L << 24);
                    pixels[i++] = value * 0x1p-22f;
                }
            }
        }
        return pixels;
    }

    private static long bilinear(long seed, int step, int channel, int y, int x) {
        int gy = y / step;
        int gx = x / step;
        long fy = y % step;
        long fx = x % step;
        return lattice(seed, channel, gy, gx) * (step - fy) * (step - fx)
                + lattice(seed, channel, gy, gx + 1) * (step - fy) * fx
                + lattice(seed, channel, gy + 1, gx) * fy * (step - fx)
                + lattice(seed, channel, gy + 1, gx + 1) * fy * fx;
    }

    private static long lattice(long seed, int channel, int gy, int gx) {
        return SplitMix64.draw(seed, ((long) channel * 4096 + gy) * 4096 + gx) >>> 52;
    }
}

package org.mammoclip.mammoclip.verify;

import java.nio.charset.StandardCharsets;

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
        long coarse = seed(key + "/coarse");
        long fine = seed(key + "/fine");
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

    /** FNV-1a, 64 bit, of the key's UTF-8 bytes. */
    public static long seed(String key) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Output number {@code i} (from 0) of SplitMix64 started at {@code seed}. */
    public static long draw(long seed, long i) {
        long z = seed + (i + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
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
        return draw(seed, ((long) channel * 4096 + gy) * 4096 + gx) >>> 52;
    }
}

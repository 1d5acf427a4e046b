package org.mammoclip.mammoclip.golden;

import java.nio.charset.StandardCharsets;

/**
 * The deterministic numbers behind the golden files: FNV-1a seeds, SplitMix64 draws, parameters as {@code base + scale * u} and
 * images as two octaves of integer value noise. The reference numbers were made from the same draws, so nothing big is stored.
 */
public final class GoldenScheme {
    private GoldenScheme() {}

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

    /** Uniform in [-0.5, 0.5), exact in float32. */
    public static float uniform(long seed, long i) {
        return ((draw(seed, i) >>> 40) - (1L << 23)) * 0x1p-24f;
    }

    /** {@code base + scale * u}, or {@code base + scale * |u|}, rounded after each step. */
    public static float[] parameter(String key, int size, float base, float scale, boolean absolute) {
        long seed = seed(key);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            float u = uniform(seed, i);
            values[i] = base + scale * (absolute ? Math.abs(u) : u);
        }
        return values;
    }

    /** The image of a key, three different channels, NCHW without the batch axis. */
    public static float[] image(String key, int rows, int columns) {
        long coarse = seed(key + "/coarse");
        long fine = seed(key + "/fine");
        float[] pixels = new float[3 * rows * columns];
        int i = 0;
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    long value =
                            bilinear(coarse, 64, channel, y, x) + 64L * bilinear(fine, 8, channel, y, x) - (1L << 24);
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
        return draw(seed, ((long) channel * 4096 + gy) * 4096 + gx) >>> 52;
    }
}

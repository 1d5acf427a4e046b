package org.mammoclip.mammoclip.golden;

import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.verify.NoiseImage;

/**
 * The deterministic numbers behind the golden files: FNV-1a seeds, SplitMix64 draws, parameters as {@code base + scale * u} and
 * images as two octaves of integer value noise. The reference numbers were made from the same draws, so nothing big is stored.
 */
public final class GoldenScheme {
    private GoldenScheme() {}

    public static long seed(String key) {
        return SplitMix64.seed(key);
    }

    /** Output number {@code i} (from 0) of SplitMix64 started at {@code seed}. */
    public static long draw(long seed, long i) {
        return SplitMix64.draw(seed, i);
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
        return NoiseImage.of(key, rows, columns);
    }
}

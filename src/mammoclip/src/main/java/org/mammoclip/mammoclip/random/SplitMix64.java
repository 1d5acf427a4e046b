package org.mammoclip.mammoclip.random;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * SplitMix64 (Steele, Lea, Flood 2014): a 64-bit counter in steps of the golden ratio behind a mixing function. A stream is named
 * by a seed and a path such as {@code ("augment", epoch, index)}, so that what sample 17 of epoch 3 sees depends neither on the
 * number of threads nor on a resume. Not cryptographic. Not thread-safe; streams are cheap, each user takes his own.
 */
public final class SplitMix64 implements RandomGenerator {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private long state;

    public SplitMix64(long seed) {
        this.state = seed;
    }

    /**
     * The stream of a purpose and numbered parts below one seed. Different paths give unrelated streams.
     *
     * @param purpose what the numbers are for
     * @param parts for example epoch and index
     */
    public static SplitMix64 stream(long seed, String purpose, long... parts) {
        long hash = mix(seed + GOLDEN_RATIO);
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
            hash = mix((hash ^ (b & 0xFF)) + GOLDEN_RATIO);
        }
        for (long part : parts) {
            hash = mix((hash ^ mix(part)) + GOLDEN_RATIO);
        }
        return new SplitMix64(hash);
    }

    /** The seed of a name: FNV-1a, 64 bit, of its UTF-8 bytes. */
    public static long seed(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Output number {@code index}, from 0, of the generator started at {@code seed}, without the ones before it. */
    public static long draw(long seed, long index) {
        return mix(seed + (index + 1) * GOLDEN_RATIO);
    }

    @Override
    public long nextLong() {
        state += GOLDEN_RATIO;
        return mix(state);
    }

    /** Uniform in [0, 1), 53 bits. */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in [0, bound); one draw, off from uniform by less than {@code bound / 2^32}. */
    @Override
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + " must be at least 1");
        }
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Normal with mean 0 and deviation 1 (Box and Muller, two draws). */
    @Override
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}

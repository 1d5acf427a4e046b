package org.mammoclip.mammoclip.factor;

/** Quantiles of values from 0 to 1, by counting the bits of floats, whose order is that of the numbers. */
final class UnitQuantile {
    private static final int LOW_BITS = 16;
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;

    private UnitQuantile() {}

    /**
     * Linear between the two values around position {@code quantile * (n - 1)} of the sorted values.
     *
     * @param values in [0, 1], at least one; not changed
     * @param quantile in [0, 1]
     */
    static double of(float[] values, double quantile) {
        double position = quantile * (values.length - 1);
        int below = (int) position;
        int[] high = new int[(Float.floatToIntBits(1) >>> LOW_BITS) + 1];
        for (float value : values) {
            high[Float.floatToIntBits(value) >>> LOW_BITS]++;
        }
        int left = below;
        int highBits = 0;
        while (left >= high[highBits]) {
            left -= high[highBits++];
        }
        int[] low = low(values, highBits);
        float lower = value(highBits, low, left);
        if (below + 1 == values.length) {
            return lower;
        }
        left++;
        if (left == high[highBits]) {
            left = 0;
            do {
                highBits++;
            } while (high[highBits] == 0);
            low = low(values, highBits);
        }
        float upper = value(highBits, low, left);
        return lower + (position - below) * (upper - lower);
    }

    /** How often each low half occurs among the values with that high half. */
    private static int[] low(float[] values, int highBits) {
        int[] low = new int[LOW_MASK + 1];
        for (float value : values) {
            int bits = Float.floatToIntBits(value);
            if (bits >>> LOW_BITS == highBits) {
                low[bits & LOW_MASK]++;
            }
        }
        return low;
    }

    /** The value at position {@code rank} (from 0) of those with that high half. */
    private static float value(int highBits, int[] low, int rank) {
        int left = rank;
        int lowBits = 0;
        while (left >= low[lowBits]) {
            left -= low[lowBits++];
        }
        return Float.intBitsToFloat(highBits << LOW_BITS | lowBits);
    }
}

package org.mammoclip.mammoclip.zeroshot;

/**
 * The map of one prompt: evidence per place, negative part cut off, scaled so that the strongest place is 1 and the weakest 0. A
 * map without any contrast is all 0.
 */
public final class LinearActivationMap {
    private LinearActivationMap() {}

    /**
     * @param evidence for each place the sum over channels of channel weight x feature, finite
     * @return values in [0, 1], same order
     */
    public static float[] scale(float[] evidence) {
        float min = Float.POSITIVE_INFINITY;
        float max = 0;
        for (float value : evidence) {
            min = Math.min(min, Math.max(0, value));
            max = Math.max(max, value);
        }
        float[] scaled = new float[evidence.length];
        float range = max - min;
        if (!(range > 0)) {
            return scaled;
        }
        for (int i = 0; i < evidence.length; i++) {
            scaled[i] = (Math.max(0, evidence[i]) - min) / range;
        }
        return scaled;
    }
}

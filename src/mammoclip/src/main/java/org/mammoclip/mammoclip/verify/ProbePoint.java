package org.mammoclip.mammoclip.verify;

/**
 * One comparison.
 *
 * @param where the case, as in {@code b2/input/224x160}, or {@code parameters}
 * @param name the layer, vector or parameter, as in {@code block.3}, {@code embedding} or {@code logit_scale}
 * @param deviation from the stored values
 * @param agrees whether it is within the tolerance
 */
public record ProbePoint(String where, String name, Deviation deviation, boolean agrees) {}

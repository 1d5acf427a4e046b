package org.mammoclip.mammoclip.factor;

/** Which projection answers for which channel and attribute. With a single attribute both are the same. */
public enum HeadLayout {
    /** As intended: attribute {@code k} sees every channel through its own projection. */
    PER_ATTRIBUTE,

    /**
     * As the published code executes it. The projections' outputs are joined along the channel axis and cut into rows of {@code K}
     * attributes again, so that row {@code i} of attribute {@code k} is projection {@code (K*i+k) / C} of channel {@code (K*i+k) %
     * C} ({@code C} channels). For comparison with published numbers only.
     */
    INTERLEAVED
}

package org.mammoclip.phantom;

/** How a make of machine shows the same breast: bits, polarity, contrast, sharpness, noise. */
public enum ScannerStyle {
    /** 12 bits, MONOCHROME2, balanced contrast, crisp. */
    A(12, false, 1.0, 1.0, 0.0, 0.55, 0.013),
    /** 14 bits, MONOCHROME1, softer: pixels leak into their neighbours, coarser noise. */
    B(14, true, 0.8, 0.86, 0.55, 0.0, 0.017),
    /** 10 bits, MONOCHROME2, hard contrast, edges strongly enhanced. */
    C(10, false, 1.28, 1.1, 0.3, 1.1, 0.010);

    final int bits;
    final boolean inverted;
    /** Exponent of the tone curve. */
    final double gamma;
    /** Gain before the curve saturates. */
    final double gain;
    /** Blur before enhancement, in pixels. */
    final double blur;
    /** How much of the difference to the surroundings is added again. */
    final double enhancement;
    /** Deviation of the noise at medium brightness. */
    final double noise;

    ScannerStyle(int bits, boolean inverted, double gamma, double gain, double blur, double enhancement, double noise) {
        this.bits = bits;
        this.inverted = inverted;
        this.gamma = gamma;
        this.gain = gain;
        this.blur = blur;
        this.enhancement = enhancement;
        this.noise = noise;
    }

    /** Bits stored. */
    public int bits() {
        return bits;
    }

    /** Whether images are stored as MONOCHROME1. */
    public boolean isInverted() {
        return inverted;
    }
}

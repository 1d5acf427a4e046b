package org.mammoclip.phantom;

import java.util.Optional;

/**
 * What exams are drawn from.
 *
 * @param seed other seeds are other women
 * @param rows of each image, 256 to 4096; columns are 13/16 of it
 * @param lesionShare probability that an exam has something to report, 0 to 1
 * @param signalToNoise brightness of lesions over the variation of the tissue around them, 0.1 to 20; 0.5 is hardly seen, 5 obvious
 * @param style of the machine; empty draws one for each woman
 * @param speckBrightness of a single suspicious calcification, where 1 is the span from black to white, 0.005 to 2
 */
public record PhantomSettings(
        long seed,
        int rows,
        double lesionShare,
        double signalToNoise,
        Optional<ScannerStyle> style,
        double speckBrightness) {
    /** What a speck adds for each unit of the signal-to-noise ratio, unless it is said otherwise. */
    private static final double SPECK_SHARE = 0.08;

    /** What the command uses when nothing else is said. */
    public static final PhantomSettings DEFAULT = new PhantomSettings(1, 1024, 0.5, 2.5, Optional.empty());

    public PhantomSettings {
        if (rows < 256 || rows > 4096) {
            throw new IllegalArgumentException("rows " + rows + ": 256 to 4096");
        }
        if (!(lesionShare >= 0 && lesionShare <= 1)) {
            throw new IllegalArgumentException("share of exams with lesions " + lesionShare + ": 0 to 1");
        }
        if (!(signalToNoise >= 0.1 && signalToNoise <= 20)) {
            throw new IllegalArgumentException("signal-to-noise ratio " + signalToNoise + ": 0.1 to 20");
        }
        if (!(speckBrightness >= 0.005 && speckBrightness <= 2)) {
            throw new IllegalArgumentException("brightness of a calcification " + speckBrightness + ": 0.005 to 2");
        }
    }

    /** With calcifications that are as bright as the signal-to-noise ratio makes them, 0.08 times it. */
    public PhantomSettings(
            long seed, int rows, double lesionShare, double signalToNoise, Optional<ScannerStyle> style) {
        this(seed, rows, lesionShare, signalToNoise, style, SPECK_SHARE * signalToNoise);
    }

    int columns() {
        return rows * 13 / 16;
    }
}

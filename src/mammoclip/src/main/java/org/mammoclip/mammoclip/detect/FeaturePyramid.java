package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;

/**
 * The neck: five maps of 256 channels, P3 to P7, each half the size of the one before. Unlike the usual pyramid every inner map goes
 * up by two before it is added, because C4 and C5 have the same stride and P3 is twice as fine as C3.
 */
final class FeaturePyramid {
    private static final int WIDTH = DetectorParameters.WIDTH;

    private final Convolution lateral5;
    private final Convolution out5;
    private final Convolution lateral4;
    private final Convolution out4;
    private final Convolution lateral3;
    private final Convolution out3;
    private final Convolution out6;
    private final Convolution out7;

    private FeaturePyramid(NDManager manager, ParameterSource source, PyramidTaps taps) {
        this.lateral5 = load(manager, source, "P5_1", taps.c5Channels(), 1, 1);
        this.out5 = load(manager, source, "P5_2", WIDTH, 3, 1);
        this.lateral4 = load(manager, source, "P4_1", taps.c4Channels(), 1, 1);
        this.out4 = load(manager, source, "P4_2", WIDTH, 3, 1);
        this.lateral3 = load(manager, source, "P3_1", taps.c3Channels(), 1, 1);
        this.out3 = load(manager, source, "P3_2", WIDTH, 3, 1);
        this.out6 = load(manager, source, "P6", taps.c5Channels(), 3, 2);
        this.out7 = load(manager, source, "P7_2", WIDTH, 3, 2);
    }

    static FeaturePyramid load(NDManager manager, ParameterSource source, PyramidTaps taps) {
        return new FeaturePyramid(manager, source, taps);
    }

    private static Convolution load(
            NDManager manager, ParameterSource source, String name, int in, int kernel, int stride) {
        return Convolution.load(manager, source, DetectorParameters.NECK + name, WIDTH, in, kernel, stride);
    }

    /**
     * @param maps closed by this call
     * @return P3 to P7, the caller's to close
     */
    List<NDArray> applyAndClose(PyramidMaps maps) {
        NDArray inner5 = lateral5.apply(maps.c5());
        NDArray p5 = out5.apply(inner5);
        NDArray inner4 = addTwiceAsLarge(lateral4.apply(maps.c4()), inner5);
        NDArray p4 = out4.apply(inner4);
        NDArray p3 = out3.applyAndClose(addTwiceAsLarge(lateral3.apply(maps.c3()), inner4));
        NDArray p6 = out6.apply(maps.c5());
        maps.close();
        NDArray p7 = out7.applyAndClose(Activation.relu(p6));
        return List.of(p3, p4, p5, p6, p7);
    }

    /** Both maps with every cell repeated in a square of two by two, added; closes them. */
    private static NDArray addTwiceAsLarge(NDArray a, NDArray b) {
        NDArray sum = twiceAsLarge(a);
        NDArray other = twiceAsLarge(b);
        sum.addi(other);
        other.close();
        a.close();
        b.close();
        return sum;
    }

    private static NDArray twiceAsLarge(NDArray x) {
        try (NDArray tall = x.repeat(2, 2)) {
            return tall.repeat(3, 2);
        }
    }
}

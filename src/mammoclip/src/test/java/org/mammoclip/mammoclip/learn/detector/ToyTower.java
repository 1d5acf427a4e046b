package org.mammoclip.mammoclip.learn.detector;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.random.SplitMix64;

/** The small tower with random weights whose features are of size 1, as those of one that has learned. */
final class ToyTower {
    static final EfficientNetArchitecture ARCHITECTURE = EfficientNetArchitecture.DEMO;

    private ToyTower() {}

    /** The gain of the batch norms is halved in until the features are neither large nor small. */
    static DetectorBackbone backbone() {
        double low = 0.1;
        double high = 2;
        for (int trial = 0; trial < 40; trial++) {
            double gain = (low + high) / 2;
            double size = features(gain);
            if (size > 0.5 && size < 2) {
                return new DetectorBackbone(ARCHITECTURE.name(), values(gain), "", "toy");
            }
            low = size < 1 ? gain : low;
            high = size < 1 ? high : gain;
        }
        throw new IllegalStateException("no gain gives features of size 1");
    }

    private static ParameterSource values(double gain) {
        List<ParameterSpec> specs = ARCHITECTURE.parameters();
        Map<String, Float> norms = new HashMap<>();
        for (ParameterSpec spec : specs) {
            if (spec.name().contains("_bn")) {
                boolean variance = spec.name().endsWith("running_var");
                norms.put(spec.name(), spec.name().endsWith("weight") ? (float) gain : variance ? 1 : 0);
            }
        }
        return new RandomParameters(3, specs, norms);
    }

    private static double features(double gain) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            EfficientNet tower = new EfficientNet(ARCHITECTURE.withDetectorPadding());
            tower.load(manager, values(gain), "");
            float[] noise = new float[3 * 64 * 64];
            SplitMix64 random = new SplitMix64(1);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) random.nextGaussian();
            }
            NDArray features = tower.features(manager.create(noise, new Shape(1, 3, 64, 64)), ActivationTap.NONE);
            return Math.sqrt(features.square().mean().getFloat());
        }
    }
}

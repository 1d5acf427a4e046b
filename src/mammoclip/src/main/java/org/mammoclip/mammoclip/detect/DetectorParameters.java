package org.mammoclip.mammoclip.detect;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/** Names and shapes of everything in a detector file, as the reference writes it. */
final class DetectorParameters {
    static final String BACKBONE = "efficientnet.";
    static final String NECK = "fpn.";
    static final String BOXES = "regressionModel.";
    static final String CLASSES = "classificationModel.";

    /** Channels of every map of the pyramid and of the heads. */
    static final int WIDTH = 256;

    /** Convolutions of a head before its output layer. */
    static final int HEAD_DEPTH = 4;

    private DetectorParameters() {}

    static List<ParameterSpec> list(EfficientNetArchitecture architecture, int classes) {
        PyramidTaps taps = PyramidTaps.of(architecture);
        List<ParameterSpec> specs = new ArrayList<>();
        architecture.parameters().forEach(spec -> specs.add(spec.prefixed(BACKBONE)));
        add(specs, NECK + "P5_1", WIDTH, taps.c5Channels(), 1);
        add(specs, NECK + "P5_2", WIDTH, WIDTH, 3);
        add(specs, NECK + "P4_1", WIDTH, taps.c4Channels(), 1);
        add(specs, NECK + "P4_2", WIDTH, WIDTH, 3);
        add(specs, NECK + "P3_1", WIDTH, taps.c3Channels(), 1);
        add(specs, NECK + "P3_2", WIDTH, WIDTH, 3);
        add(specs, NECK + "P6", WIDTH, taps.c5Channels(), 3);
        add(specs, NECK + "P7_2", WIDTH, WIDTH, 3);
        addHead(specs, BOXES, 4 * Anchors.PER_CELL);
        addHead(specs, CLASSES, classes * Anchors.PER_CELL);
        return List.copyOf(specs);
    }

    private static void addHead(List<ParameterSpec> specs, String prefix, int outputs) {
        for (int i = 1; i <= HEAD_DEPTH; i++) {
            add(specs, prefix + "conv" + i, WIDTH, WIDTH, 3);
        }
        add(specs, prefix + "output", outputs, WIDTH, 3);
    }

    private static void add(List<ParameterSpec> specs, String name, int out, int in, int kernel) {
        specs.add(ParameterSpec.weight(name + ".weight", out, in, kernel, kernel));
        specs.add(ParameterSpec.bias(name + ".bias", out));
    }
}

package org.mammoclip.mammoclip.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.MbConv;

/**
 * RetinaNet on its own copy of an image tower: neck of 256 channels, nine anchors per cell. The parameters do not tell which
 * padding the tower was trained with; both generations of detector files have the same names and shapes.
 *
 * @param preprocessing name of the preparation the parameters expect
 * @param image name of the image tower, see {@link EfficientNetArchitecture#named}
 * @param classes 1 to 100
 */
public record DetectorDescription(About about, String preprocessing, String image, int classes) implements Description {
    /** Prefix of the image tower's parameters in detector files. */
    public static final String IMAGE_PREFIX = "efficientnet.";

    static final String CLASSES_WEIGHT = "classificationModel.output.weight";
    static final int ANCHORS = 9;

    private static final int CHANNELS = 256;
    private static final int BOX_SIDES = 4;
    private static final int TRUNK = 4;
    private static final int MAX_CLASSES = 100;

    public DetectorDescription {
        About.require(About.isLine(preprocessing), "preprocessing must be one line of 1 to 200 characters");
        About.require(classes >= 1 && classes <= MAX_CLASSES, "classes must be 1 to " + MAX_CLASSES);
        EfficientNetArchitecture.named(image);
    }

    @Override
    public ModelKind kind() {
        return ModelKind.DETECTOR;
    }

    /** The image tower, with the padding of the classification encoder. */
    public EfficientNetArchitecture toImageArchitecture() {
        return EfficientNetArchitecture.named(image);
    }

    @Override
    public List<ParameterSpec> parameters() {
        EfficientNetArchitecture tower = toImageArchitecture();
        List<ParameterSpec> specs = new ArrayList<>();
        tower.parameters().forEach(spec -> specs.add(spec.prefixed(IMAGE_PREFIX)));
        addConvolution(specs, "fpn.P5_1", tower.headChannels(), CHANNELS, 1);
        addConvolution(specs, "fpn.P5_2", CHANNELS, CHANNELS, 3);
        addConvolution(specs, "fpn.P4_1", tower.lastChannels(), CHANNELS, 1);
        addConvolution(specs, "fpn.P4_2", CHANNELS, CHANNELS, 3);
        addConvolution(specs, "fpn.P3_1", channelsBeforeLastHalving(tower), CHANNELS, 1);
        addConvolution(specs, "fpn.P3_2", CHANNELS, CHANNELS, 3);
        addConvolution(specs, "fpn.P6", tower.headChannels(), CHANNELS, 3);
        addConvolution(specs, "fpn.P7_2", CHANNELS, CHANNELS, 3);
        addHead(specs, "regressionModel", ANCHORS * BOX_SIDES);
        addHead(specs, "classificationModel", ANCHORS * classes);
        return List.copyOf(specs);
    }

    /** The neck's finest input: the block before the side is halved for the last time (in B2 and B5 the end of stage 5). */
    private static int channelsBeforeLastHalving(EfficientNetArchitecture tower) {
        List<MbConv> blocks = tower.blocks();
        for (int i = blocks.size() - 1; i > 0; i--) {
            if (blocks.get(i).stride() > 1) {
                return blocks.get(i - 1).out();
            }
        }
        throw new IllegalArgumentException(tower.name() + " never halves the side after its stem");
    }

    private static void addHead(List<ParameterSpec> specs, String name, int outputs) {
        for (int layer = 1; layer <= TRUNK; layer++) {
            addConvolution(specs, name + ".conv" + layer, CHANNELS, CHANNELS, 3);
        }
        addConvolution(specs, name + ".output", CHANNELS, outputs, 3);
    }

    private static void addConvolution(List<ParameterSpec> specs, String name, int in, int out, int kernel) {
        specs.add(ParameterSpec.weight(name + ".weight", out, in, kernel, kernel));
        specs.add(ParameterSpec.bias(name + ".bias", out));
    }
}

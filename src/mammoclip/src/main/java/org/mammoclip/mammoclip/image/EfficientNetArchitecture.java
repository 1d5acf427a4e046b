package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * The shape of an EfficientNet: stem, blocks and head with their static padding. B2 and B5 are the two published towers; the
 * names in their checkpoints ({@code tf_efficientnetv2-detect}, {@code tf_efficientnet_b5_ns-detect}) are misleading, both are
 * plain EfficientNets.
 *
 * @param name as in {@code efficientnet-b2}
 * @param nominalSide side in pixels of the square image that the padding is computed for, whatever the real size
 * @param stemChannels channels after the stem (3x3, stride 2)
 * @param stemPadding of the stem
 * @param blocks in order
 * @param headChannels channels of the raw feature map and length of the pooled vector
 * @param dropConnect base rate at which residual branches are dropped in training
 */
public record EfficientNetArchitecture(
        String name,
        int nominalSide,
        int stemChannels,
        Padding stemPadding,
        List<MbConv> blocks,
        int headChannels,
        double dropConnect) {
    /** Epsilon of every batch norm. */
    public static final float BATCH_NORM_EPSILON = 1e-3f;

    static final int STEM_KERNEL = 3;
    static final int STEM_STRIDE = 2;

    /** Kernel, stride of the first block, expansion, channels, repeats. */
    private record Stage(int kernel, int stride, int expansion, int channels, int repeats) {}

    private static final List<Stage> BASE_STAGES = List.of(
            new Stage(3, 1, 1, 16, 1),
            new Stage(3, 2, 6, 24, 2),
            new Stage(5, 2, 6, 40, 2),
            new Stage(3, 2, 6, 80, 3),
            new Stage(5, 1, 6, 112, 3),
            new Stage(5, 2, 6, 192, 4),
            new Stage(3, 1, 6, 320, 1));
    private static final int BASE_STEM = 32;
    private static final int BASE_HEAD = 1280;

    /** EfficientNet-B2: 23 blocks, 1408 channels, padding for 260 pixels. */
    public static final EfficientNetArchitecture B2 = scaled("efficientnet-b2", 1.1, 1.2, 260);

    /** EfficientNet-B5: 39 blocks, 2048 channels, padding for 456 pixels. */
    public static final EfficientNetArchitecture B5 = scaled("efficientnet-b5", 1.6, 2.2, 456);

    /** A small member of the family for the demonstration model: 7 blocks, 256 channels, total stride 16. */
    public static final EfficientNetArchitecture DEMO = build(
            "efficientnet-demo",
            16,
            256,
            456,
            List.of(
                    new Stage(3, 1, 1, 8, 1),
                    new Stage(3, 2, 6, 16, 2),
                    new Stage(5, 2, 6, 32, 2),
                    new Stage(3, 2, 6, 64, 2)));

    /**
     * A smaller one that learns on a processor within an hour: 5 blocks, 256 channels, total stride 8, so that the map of an image
     * of 380x228 has 47x28 cells, nearly as many as those of the released models at 1520x912.
     */
    public static final EfficientNetArchitecture SMALL = build(
            "efficientnet-small",
            12,
            256,
            456,
            List.of(new Stage(5, 2, 1, 16, 1), new Stage(3, 2, 4, 32, 2), new Stage(3, 1, 4, 48, 2)));

    public EfficientNetArchitecture {
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("an EfficientNet has blocks");
        }
    }

    /**
     * @return the architecture of that name
     * @throws IllegalArgumentException naming the known ones
     */
    public static EfficientNetArchitecture named(String name) {
        List<EfficientNetArchitecture> known = List.of(B2, B5, DEMO, SMALL);
        for (EfficientNetArchitecture architecture : known) {
            if (architecture.name().equals(name)) {
                return architecture;
            }
        }
        throw new IllegalArgumentException("image architecture must be one of "
                + known.stream().map(EfficientNetArchitecture::name).toList() + ", not " + name);
    }

    private static EfficientNetArchitecture scaled(String name, double width, double depth, int nominalSide) {
        List<Stage> stages = new ArrayList<>();
        for (Stage base : BASE_STAGES) {
            stages.add(new Stage(
                    base.kernel(), base.stride(), base.expansion(), roundChannels(base.channels() * width), (int)
                            Math.ceil(base.repeats() * depth)));
        }
        return build(name, roundChannels(BASE_STEM * width), roundChannels(BASE_HEAD * width), nominalSide, stages);
    }

    /** Nearest multiple of 8, at least 8, and not below nine tenths of the wish. */
    private static int roundChannels(double wish) {
        int rounded = Math.max(8, (int) (wish + 4) / 8 * 8);
        return rounded < 0.9 * wish ? rounded + 8 : rounded;
    }

    /** Lays out the blocks; the running nominal side fixes each block's padding at construction. */
    private static EfficientNetArchitecture build(
            String name, int stem, int head, int nominalSide, List<Stage> stages) {
        int side = nominalSide;
        Padding stemPadding = Padding.same(STEM_KERNEL, STEM_STRIDE, side);
        side = (side + STEM_STRIDE - 1) / STEM_STRIDE;
        int in = stem;
        List<MbConv> blocks = new ArrayList<>();
        for (Stage stage : stages) {
            for (int repeat = 0; repeat < stage.repeats(); repeat++) {
                int stride = repeat == 0 ? stage.stride() : 1;
                Padding padding = Padding.same(stage.kernel(), stride, side);
                blocks.add(new MbConv(
                        blocks.size(),
                        stage.kernel(),
                        stride,
                        padding,
                        in,
                        in * stage.expansion(),
                        Math.max(1, in / 4),
                        stage.channels()));
                side = (side + stride - 1) / stride;
                in = stage.channels();
            }
        }
        return new EfficientNetArchitecture(name, nominalSide, stem, stemPadding, blocks, head, 0.2);
    }

    /**
     * The same network with the padding of the published detector: every layer pads as if its input had the nominal side, not the
     * side that is left at its depth. The parameters are the same, the features are not.
     */
    public EfficientNetArchitecture withDetectorPadding() {
        List<MbConv> padded = blocks.stream()
                .map(block -> block.withPadding(Padding.same(block.kernel(), block.stride(), nominalSide)))
                .toList();
        return new EfficientNetArchitecture(
                name, nominalSide, stemChannels, stemPadding, padded, headChannels, dropConnect);
    }

    /** The same network with another rate at which residual branches are dropped in training, in [0, 1). */
    public EfficientNetArchitecture withDropConnect(double rate) {
        return new EfficientNetArchitecture(name, nominalSide, stemChannels, stemPadding, blocks, headChannels, rate);
    }

    /** Channels of the last block, the input of the head convolution. */
    public int lastChannels() {
        return blocks.get(blocks.size() - 1).out();
    }

    /**
     * Shape of the raw feature map for an input.
     *
     * @param input {@code (N, 3, H, W)}
     * @return {@code (N, headChannels, h, w)}
     */
    public Shape featureShape(Shape input) {
        long rows = stemPadding.output(input.get(2), STEM_KERNEL, STEM_STRIDE);
        long columns = stemPadding.output(input.get(3), STEM_KERNEL, STEM_STRIDE);
        for (MbConv block : blocks) {
            rows = block.padding().output(rows, block.kernel(), block.stride());
            columns = block.padding().output(columns, block.kernel(), block.stride());
        }
        return new Shape(input.get(0), headChannels, rows, columns);
    }

    /** Every parameter under the reference's name, in the order of the layers. */
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.weight("_conv_stem.weight", stemChannels, 3, STEM_KERNEL, STEM_KERNEL));
        addBatchNorm(specs, "_bn0", stemChannels);
        for (MbConv block : blocks) {
            String prefix = block.prefix();
            if (block.expands()) {
                specs.add(ParameterSpec.weight(prefix + "_expand_conv.weight", block.expanded(), block.in(), 1, 1));
                addBatchNorm(specs, prefix + "_bn0", block.expanded());
            }
            specs.add(ParameterSpec.weight(
                    prefix + "_depthwise_conv.weight", block.expanded(), 1, block.kernel(), block.kernel()));
            addBatchNorm(specs, prefix + "_bn1", block.expanded());
            specs.add(ParameterSpec.weight(prefix + "_se_reduce.weight", block.squeezed(), block.expanded(), 1, 1));
            specs.add(ParameterSpec.bias(prefix + "_se_reduce.bias", block.squeezed()));
            specs.add(ParameterSpec.weight(prefix + "_se_expand.weight", block.expanded(), block.squeezed(), 1, 1));
            specs.add(ParameterSpec.bias(prefix + "_se_expand.bias", block.expanded()));
            specs.add(ParameterSpec.weight(prefix + "_project_conv.weight", block.out(), block.expanded(), 1, 1));
            addBatchNorm(specs, prefix + "_bn2", block.out());
        }
        specs.add(ParameterSpec.weight("_conv_head.weight", headChannels, lastChannels(), 1, 1));
        addBatchNorm(specs, "_bn1", headChannels);
        return List.copyOf(specs);
    }

    private static void addBatchNorm(List<ParameterSpec> specs, String name, long channels) {
        specs.add(ParameterSpec.of(name + ".weight", Parameter.Type.GAMMA, channels));
        specs.add(ParameterSpec.of(name + ".bias", Parameter.Type.BETA, channels));
        specs.add(ParameterSpec.of(name + ".running_mean", Parameter.Type.RUNNING_MEAN, channels));
        specs.add(ParameterSpec.of(name + ".running_var", Parameter.Type.RUNNING_VAR, channels));
    }
}

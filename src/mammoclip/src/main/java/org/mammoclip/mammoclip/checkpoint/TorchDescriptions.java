package org.mammoclip.mammoclip.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.checkpoint.torch.Dictionary;
import org.mammoclip.mammoclip.checkpoint.torch.PickledValue;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageNormalization;
import org.mammoclip.mammoclip.text.BertArchitecture;
import org.mammoclip.mammoclip.text.TextFamily;

/**
 * What a PyTorch file says it is: sizes from its tensors, a few fields from its configuration. Where a size cannot be told, that of the
 * released models is assumed, so that the comparison that follows names what is missing.
 */
final class TorchDescriptions {
    static final String PREPROCESSING = "mammo-clip-minmax-1";
    private static final String DETECTOR_PREPROCESSING = "mammo-clip-minmax-512-1";

    /** Misleading, but these are the names in released files. */
    private static final Map<String, EfficientNetArchitecture> CONFIGURED = Map.of(
            "tf_efficientnetv2-detect", EfficientNetArchitecture.B2,
            "tf_efficientnet_b5_ns-detect", EfficientNetArchitecture.B5);

    private static final List<EfficientNetArchitecture> TOWERS =
            List.of(EfficientNetArchitecture.B2, EfficientNetArchitecture.B5, EfficientNetArchitecture.DEMO);

    private static final String DETECTOR_PREFIX = "efficientnet.";
    private static final int ROWS = 1520;
    private static final int COLUMNS = 912;
    private static final int MAX_TOKENS = 256;
    private static final int EMBEDDING = 512;
    private static final int HEAD_WIDTH = 64;
    private static final int ANCHORS = 9;
    private static final int CELLS = 48 * 29;

    private TorchDescriptions() {}

    /**
     * @param root the whole file
     * @throws CheckpointFormatException if the configuration asks for something this version does not have
     */
    static Description of(StateDict state, Dictionary root, About about) throws CheckpointFormatException {
        try {
            return switch (state.kind()) {
                case CLIP -> clip(state, root, about);
                case CLASSIFIER ->
                    new ClassifierDescription(
                            about,
                            PREPROCESSING,
                            tower(state, ModelDescription.IMAGE_PREFIX).name(),
                            state.side("classifier.classification_head.weight", 0)
                                    .orElse(1));
                case DETECTOR ->
                    new DetectorDescription(
                            about,
                            DETECTOR_PREPROCESSING,
                            tower(state, DETECTOR_PREFIX).name(),
                            Math.max(
                                    1,
                                    state.side("classificationModel.output.weight", 0)
                                                    .orElse(0)
                                            / ANCHORS));
                case MAPPER ->
                    new MapperDescription(
                            about,
                            PREPROCESSING,
                            state.count("pool."),
                            state.side("pool.0.0.weight", 0).orElse(CELLS),
                            state.side("pool.0.2.weight", 0).orElse(EMBEDDING),
                            List.of());
            };
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException("the file describes no model of this version: " + e.getMessage(), e);
        }
    }

    private static EfficientNetArchitecture tower(StateDict state, String prefix) throws CheckpointFormatException {
        return byShape(state, prefix)
                .orElseThrow(() -> new CheckpointFormatException("no head convolution of "
                        + TOWERS.stream().map(EfficientNetArchitecture::name).toList() + " under " + prefix
                        + "_conv_head.weight; other image towers are not read"));
    }

    private static Optional<EfficientNetArchitecture> byShape(StateDict state, String prefix) {
        int channels = state.side(prefix + "_conv_head.weight", 0).orElse(0);
        return TOWERS.stream().filter(tower -> tower.headChannels() == channels).findFirst();
    }

    private static ModelDescription clip(StateDict state, Dictionary root, About about)
            throws CheckpointFormatException {
        String pooling =
                text(root, "config", "model", "text_encoder", "pooling").orElse("eos");
        if (!pooling.equals("eos")) {
            throw new CheckpointFormatException(
                    "the configuration pools texts by '" + pooling + "'; read are models that pool by 'eos'");
        }
        ImageNormalization reference = ImageNormalization.REFERENCE;
        BertArchitecture text = textTower(state);
        int tokens = (int) number(root, "config", "base", "text_max_length").orElse(MAX_TOKENS);
        return new ModelDescription(
                about.name(),
                about.version(),
                about.trained(),
                about.synthetic(),
                about.statement(),
                about.licence(),
                clipTower(state, root).name(),
                new ModelDescription.Preparation(
                        PREPROCESSING,
                        (int) number(root, "config", "base", "image_size_h").orElse(ROWS),
                        (int) number(root, "config", "base", "image_size_w").orElse(COLUMNS),
                        1,
                        (float) number(root, "config", "base", "mean").orElse(reference.mean()),
                        (float) number(root, "config", "base", "std").orElse(reference.deviation())),
                new ModelDescription.Text(
                        TextFamily.BERT.label(),
                        text.vocabulary(),
                        text.layers(),
                        text.hidden(),
                        text.heads(),
                        text.intermediate(),
                        text.positions(),
                        tokens,
                        true),
                state.side(ModelDescription.IMAGE_PROJECTION + ".projection.weight", 0)
                        .orElse(EMBEDDING));
    }

    private static EfficientNetArchitecture clipTower(StateDict state, Dictionary root)
            throws CheckpointFormatException {
        Optional<EfficientNetArchitecture> actual = byShape(state, ModelDescription.IMAGE_PREFIX);
        Optional<String> name = text(root, "config", "model", "image_encoder", "name");
        if (name.isEmpty()) {
            return actual.orElseGet(() -> EfficientNetArchitecture.B5);
        }
        EfficientNetArchitecture configured = CONFIGURED.get(name.get());
        if (configured == null) {
            throw new CheckpointFormatException("the configuration names the image tower '" + name.get()
                    + "'; read are " + CONFIGURED.keySet().stream().sorted().toList());
        }
        if (actual.isPresent() && !actual.get().equals(configured)) {
            throw new CheckpointMismatchException("the configuration names " + name.get() + ", which is "
                    + configured.name() + ", and the head convolution is that of "
                    + actual.get().name());
        }
        return configured;
    }

    /** Heads are 64 wide in every BERT; their number is nowhere in the tensors. */
    private static BertArchitecture textTower(StateDict state) {
        String prefix = ModelDescription.TEXT_PREFIX;
        BertArchitecture released = BertArchitecture.CLINICAL;
        int hidden = state.side(prefix + "embeddings.word_embeddings.weight", 1).orElse(0);
        if (hidden == 0 || hidden % HEAD_WIDTH != 0) {
            return released;
        }
        return new BertArchitecture(
                state.side(prefix + "embeddings.word_embeddings.weight", 0).orElse(released.vocabulary()),
                Math.max(1, state.count(prefix + "encoder.layer.")),
                hidden,
                hidden / HEAD_WIDTH,
                state.side(prefix + "encoder.layer.0.intermediate.dense.weight", 0)
                        .orElse(released.intermediate()),
                state.side(prefix + "embeddings.position_embeddings.weight", 0).orElse(released.positions()));
    }

    static Optional<String> text(Dictionary root, String... path) {
        return root.at(path)
                .filter(PickledValue.Text.class::isInstance)
                .map(value -> ((PickledValue.Text) value).value());
    }

    /** A finite number at a place; Booleans are none. */
    static OptionalDouble number(Dictionary root, String... path) {
        PickledValue value = root.at(path).orElse(PickledValue.Nothing.NONE);
        double number = value instanceof PickledValue.Whole whole
                ? whole.value().doubleValue()
                : value instanceof PickledValue.Real real ? real.value() : Double.NaN;
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}

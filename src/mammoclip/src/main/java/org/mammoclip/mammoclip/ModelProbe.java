package org.mammoclip.mammoclip;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.text.TextEncoder;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.mammoclip.text.TokenBatch;

/**
 * A model by hand: images, tensors, texts or token ids in, every stage of their embeddings out. It runs what the worker runs, so
 * that agreement here is agreement there.
 *
 * <p>Threads and memory as {@link MammoClip}: one thread, parameters outside the heap until {@link #close()}. Every image and every
 * text is its own forward pass.
 */
public final class ModelProbe implements AutoCloseable {
    /** Sides of a tensor: the network halves them five times. */
    public static final int MIN_SIDE = 32;

    public static final int MAX_SIDE = 4096;

    private final NDManager manager;
    private final ModelDescription description;
    private final TowerInput input;
    private final ImageEncoder encoder;
    private final LinearProjection imageProjection;
    private final TextTokenizer tokenizer;
    private final TextEncoder texts;
    private final LinearProjection textProjection;
    private final ProbedModel model;

    private ModelProbe(NDManager manager, Checkpoint checkpoint) {
        this.manager = manager;
        this.description = checkpoint.description();
        EfficientNetArchitecture tower = description.toImageArchitecture();
        ModelDescription.Text text = description.text();
        int width = description.embedding();
        this.input = new TowerInput(description.preparation());
        this.encoder = ImageEncoder.load(manager, tower, checkpoint.parameters(), ModelDescription.IMAGE_PREFIX);
        this.imageProjection = LinearProjection.load(
                manager, checkpoint.parameters(), ModelDescription.IMAGE_PROJECTION, tower.headChannels(), width);
        this.tokenizer = text.toTokenizer(checkpoint.vocabulary());
        this.texts =
                TextEncoder.load(manager, text.toArchitecture(), checkpoint.parameters(), ModelDescription.TEXT_PREFIX);
        this.textProjection = LinearProjection.load(
                manager, checkpoint.parameters(), ModelDescription.TEXT_PROJECTION, text.hidden(), width);
        this.model = describe(checkpoint);
        manager.cap();
    }

    private ProbedModel describe(Checkpoint checkpoint) {
        double logitScale;
        try (NDArray scale = checkpoint.parameters().read(manager, ModelDescription.LOGIT_SCALE, new Shape())) {
            logitScale = Math.exp(scale.toFloatArray()[0]);
        }
        ModelDescription.Preparation preparation = description.preparation();
        Device device = manager.getDevice();
        return new ProbedModel(
                description.name(),
                description.version(),
                description.image(),
                checkpoint.sha256(),
                description.statement(),
                new RasterSize(preparation.rows(), preparation.columns()),
                preparation.version(),
                description.text().maxTokens(),
                description.text().vocabulary(),
                description.embedding(),
                logitScale,
                device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu");
    }

    /**
     * @param checkpoint {@link MammoClip#BUILTIN_DEMO} or the path of a pre-training checkpoint
     * @throws org.mammoclip.mammoclip.checkpoint.CheckpointFormatException if it is none this version reads, saying what is accepted
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the device is not there
     */
    public static ModelProbe open(String checkpoint, ComputeDevice device) throws IOException {
        try (Checkpoint opened = NamedModel.checkpoint(checkpoint)) {
            return open(opened, device);
        }
    }

    /**
     * @param checkpoint may be closed afterwards
     * @throws IllegalArgumentException if the device is not there
     */
    public static ModelProbe open(Checkpoint checkpoint, ComputeDevice device) throws IOException {
        return NamedModel.onDevice(device, manager -> new ModelProbe(manager, checkpoint));
    }

    public ProbedModel model() {
        return model;
    }

    /**
     * A prepared image: averaged if the model asks for it, scaled to 0..1, standardised, encoded.
     *
     * @throws IllegalArgumentException if it has another size than {@link ProbedModel#input}, is constant or not finite
     * @throws NonFiniteScoreException if the network's vector has no direction
     */
    public EmbeddingStages image(ModelImage image) {
        if (!image.size().equals(model.input())) {
            throw new IllegalArgumentException("image of " + image.size() + ", the model takes " + model.input());
        }
        try (NDManager call = manager.newSubManager()) {
            return encode(input.load(call, input.reduce(image)));
        }
    }

    /**
     * A tensor that is already normalised; nothing is done to its values.
     *
     * @param nchw 1 x 3 x rows x columns values, row-major
     * @param size any with sides of {@link #MIN_SIDE} to {@link #MAX_SIDE}
     * @throws IllegalArgumentException if the number of values or a side does not fit
     * @throws NonFiniteScoreException if the network's vector has no direction
     */
    public EmbeddingStages tensor(float[] nchw, RasterSize size) {
        if (Math.min(size.rows(), size.columns()) < MIN_SIDE || Math.max(size.rows(), size.columns()) > MAX_SIDE) {
            throw new IllegalArgumentException("tensor of " + size + ": sides must be " + MIN_SIDE + " to " + MAX_SIDE);
        }
        if (nchw.length != 3 * size.area()) {
            throw new IllegalArgumentException(nchw.length + " values for a tensor of 1x3x" + size);
        }
        try (NDManager call = manager.newSubManager()) {
            NDArray tensor = call.create(nchw, new Shape(1, 3, size.rows(), size.columns()));
            return encode(ImageEncoder.channelsLast(tensor));
        }
    }

    private EmbeddingStages encode(NDArray images) {
        NDArray pooled = ImageEncoder.pooled(encoder.features(images));
        return new EmbeddingStages(
                pooled.toFloatArray(), imageProjection.apply(pooled).toFloatArray());
    }

    /**
     * The token ids of a text, special ones included.
     *
     * @throws IllegalArgumentException if it has more than 100000 characters
     */
    public int[] tokens(String text) {
        return tokenizer.encode(text);
    }

    /** The pieces behind token ids, for people. */
    public List<String> pieces(int[] tokens) {
        return tokenizer.pieces(tokens);
    }

    /**
     * One text by its token ids.
     *
     * @throws IllegalArgumentException if there is no id, an id is not in the vocabulary, or there are more than the network takes
     * @throws NonFiniteScoreException if the network's vector has no direction
     */
    public EmbeddingStages text(int[] tokens) {
        return texts(TokenBatch.of(List.of(tokens), 0)).get(0);
    }

    /** As {@link #text(int[])} for {@link #tokens}. */
    public EmbeddingStages text(String text) {
        return text(tokens(text));
    }

    /**
     * A padded batch in one pass, as Python users have it.
     *
     * @param ids texts x length token ids, row-major
     * @param mask texts x length, 1 for a token and 0 for padding; in each row all ones stand first
     * @return one per text, in order
     * @throws IllegalArgumentException if sizes do not fit, a mask has a gap, or an id is not in the vocabulary
     * @throws NonFiniteScoreException if the network's vector has no direction
     */
    public List<EmbeddingStages> texts(long[] ids, long[] mask, int length) {
        return texts(TokenBatch.masked(ids, mask, length));
    }

    private List<EmbeddingStages> texts(TokenBatch tokens) {
        if (tokens.texts() > MammoClip.MAX_BATCH) {
            throw new IllegalArgumentException(
                    "batch of " + tokens.texts() + " texts, at most " + MammoClip.MAX_BATCH + " are allowed");
        }
        try (NDManager call = manager.newSubManager()) {
            NDArray pooled = texts.encode(call, tokens);
            NDArray projected = textProjection.apply(pooled);
            List<EmbeddingStages> stages = new ArrayList<>();
            for (int text = 0; text < tokens.texts(); text++) {
                stages.add(new EmbeddingStages(
                        pooled.get(text).toFloatArray(), projected.get(text).toFloatArray()));
            }
            return List.copyOf(stages);
        }
    }

    /** Frees the parameters. A second call does nothing. */
    @Override
    public void close() {
        manager.close();
    }
}

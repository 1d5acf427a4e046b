package org.mammoclip.mammoclip;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.ImageNormalization;

/**
 * An opened Mammo-CLIP model: grey images in; scores, attribution maps and boxes of the findings asked out.
 *
 * <pre>{@code
 * try (MammoClip model = MammoClip.open("builtin:demo", ModelOptions.DEFAULT)) {
 *     List<ImageResult> results = model.score(List.of(ModelImage.ofGrey8(model.card().input(), pixels)));
 * }
 * }</pre>
 *
 * <p>Threads: not thread-safe, and best used from one thread for its whole life (the engine keeps state per thread). One
 * inference at a time already uses all cores; callers queue in front of it.
 *
 * <p>Memory: parameters live outside the Java heap until {@link #close()}. Every call frees what it allocated natively
 * before it returns.
 *
 * <p>Same image, same model, same machine settings: the same bits, whatever else is in the batch, because each image is its
 * own forward pass of every network. Another number of threads, processor or device may change the last digits.
 */
public final class MammoClip implements AutoCloseable {
    /** The name of the built-in demonstration model, trained on phantoms. */
    public static final String BUILTIN_DEMO = "builtin:demo";

    /** Most images or texts of one call. */
    public static final int MAX_BATCH = 64;

    private final ModelCard card;
    private final double logitScale;
    private final NDManager manager;
    private final TowerInput input;
    private final ClipTower clip;
    private final TextTower texts;
    private final List<FindingScorer> findings;
    private final @Nullable DensityScorer density;
    private final List<SentenceMapper> sentences;
    private boolean closed;

    private MammoClip(NDManager manager, Checkpoint checkpoint, ModelOptions options) throws IOException {
        this.manager = manager;
        this.input = new TowerInput(checkpoint.description().preparation());
        this.clip = ClipTower.load(manager, checkpoint, input, options.precision());
        this.texts = TextTower.load(manager, checkpoint);
        PartFiles files = new PartFiles(manager, checkpoint, clip, input, options.precision());
        FindingLoader loader = new FindingLoader(manager, clip, texts, files);
        this.findings = loader.findings(options.findings());
        this.density = loader.density(options.findings());
        this.sentences = options.sentences().stream().map(loader::sentence).toList();
        files.towers().forEach(tower -> tower.seal(manager));
        try (NDArray scale = checkpoint.parameters().read(manager, ModelDescription.LOGIT_SCALE, new Shape())) {
            this.logitScale = Math.exp(scale.toFloatArray()[0]);
        }
        this.card = describe(checkpoint, options.findings(), files.parts());
        manager.cap();
    }

    /**
     * @param checkpoint {@link #BUILTIN_DEMO}, or the path of a checkpoint folder or of a PyTorch file as the authors released it, with
     *     its {@code vocab.txt} beside it
     * @throws CheckpointFormatException if it is no checkpoint this version reads, saying what is accepted, or a finding names a
     *     file that does not fit, saying which
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the device asked for is not there, or not for the precision asked for
     */
    public static MammoClip open(String checkpoint, ModelOptions options) throws IOException {
        return open(NamedModel.checkpoint(checkpoint), options);
    }

    /** As {@link #open(String, ModelOptions)} for a file or folder. */
    public static MammoClip open(Path checkpoint, ModelOptions options) throws IOException {
        return open(NamedModel.checkpoint(checkpoint), options);
    }

    /** Builds the model and closes the checkpoint. */
    static MammoClip open(Checkpoint source, ModelOptions options) throws IOException {
        try (Checkpoint checkpoint = source) {
            return NamedModel.onDevice(options.device(), manager -> new MammoClip(manager, checkpoint, options));
        } catch (NonFiniteScoreException e) {
            throw new CheckpointFormatException("the parameters give no embedding for a prompt", e);
        }
    }

    private ModelCard describe(Checkpoint checkpoint, FindingSet set, List<ModelPart> parts) {
        ModelDescription description = checkpoint.description();
        ModelDescription.Preparation preparation = description.preparation();
        Device device = manager.getDevice();
        boolean warned = !description.trained() || description.synthetic();
        String statement = description.statement();
        for (ModelPart part : parts) {
            if (!warned && (!part.trained() || part.synthetic())) {
                statement = part.statement();
                warned = true;
            }
        }
        return new ModelCard(
                description.name(),
                description.version(),
                description.image(),
                checkpoint.sha256(),
                description.trained() && parts.stream().allMatch(ModelPart::trained),
                description.synthetic() || parts.stream().anyMatch(ModelPart::synthetic),
                statement,
                new RasterSize(preparation.rows(), preparation.columns()),
                clip.tower().grid(),
                preparation.version(),
                description.embedding(),
                device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu",
                set,
                parts);
    }

    /** What the model is; constant while it is open. */
    public ModelCard card() {
        return card;
    }

    /**
     * The learned factor on cosines, {@code exp(logit_scale)}: a temperature for those who want sharper softmax values. The
     * reference's zero-shot score does not use it, and neither does {@link FindingResult#rawScore()} unless the finding's prompts say so.
     */
    public double logitScale() {
        return logitScale;
    }

    /**
     * Scores images one after the other.
     *
     * @param batch at most {@link #MAX_BATCH} images of the card's input size
     * @return one result per image, in order
     * @throws IllegalArgumentException if there are more images or one has another size
     * @throws IllegalStateException if the model is closed
     */
    public List<ImageResult> score(List<ModelImage> batch) {
        requireOpen();
        requireBatch(batch.size());
        for (ModelImage image : batch) {
            if (!image.size().equals(card.input())) {
                throw new IllegalArgumentException("image of " + image.size() + ", the model takes " + card.input());
            }
        }
        List<ImageResult> results = new ArrayList<>();
        for (ModelImage image : batch) {
            results.add(score(image));
        }
        return List.copyOf(results);
    }

    private ImageResult score(ModelImage image) {
        float[] intensity = input.reduce(image);
        switch (ImageNormalization.defect(intensity)) {
            case CONSTANT -> {
                return new UnscoredImage(UnscoredImage.Reason.CONSTANT_IMAGE, "all pixels have the same value");
            }
            case NOT_FINITE -> {
                return new UnscoredImage(
                        UnscoredImage.Reason.NON_FINITE_IMAGE, "a pixel is NaN or the range of values is infinite");
            }
            case NONE -> {}
        }
        try (ImagePass pass = new ImagePass(manager, input, image, intensity)) {
            return scored(pass);
        } catch (NonFiniteScoreException | ArithmeticException e) {
            return new UnscoredImage(UnscoredImage.Reason.NON_FINITE_SCORE, String.valueOf(e.getMessage()));
        }
    }

    private ScoredImage scored(ImagePass pass) {
        Embedding embedding = clip.embed(pass.features(clip.tower()));
        List<Supplier<FindingResult>> answers = findings.stream()
                .map(finding -> finding.answer(pass, embedding))
                .toList();
        return new ScoredImage(
                embedding,
                answers.parallelStream().map(Supplier::get).toList(),
                density == null ? null : density.answer(pass),
                sentences.stream()
                        .map(sentence -> sentence.answer(pass, embedding))
                        .toList());
    }

    /**
     * Embeds texts: lower-cased or not as the checkpoint says, at most its maximum number of tokens (256), rest cut off.
     *
     * @param batch at most {@link #MAX_BATCH} texts
     * @return one embedding per text, in order
     * @throws IllegalArgumentException if there are more texts, or one is longer than 100000 characters
     * @throws IllegalStateException if the model is closed
     */
    public List<Embedding> embedTexts(List<String> batch) {
        requireOpen();
        requireBatch(batch.size());
        List<Embedding> embeddings = new ArrayList<>();
        for (String text : batch) {
            embeddings.add(texts.embed(manager, text));
        }
        return List.copyOf(embeddings);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    private static void requireBatch(int size) {
        if (size > MAX_BATCH) {
            throw new IllegalArgumentException("batch of " + size + ", at most " + MAX_BATCH + " are allowed");
        }
    }

    /** Frees the parameters. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        manager.close();
    }
}

package org.mammoclip.mammoclip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;

/**
 * An opened Mammo-CLIP model: grey images in, zero-shot scores and attribution maps out.
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
 * own forward pass. Another number of threads, processor or device may change the last digits.
 */
public final class MammoClip implements AutoCloseable {
    /** The name of the built-in untrained demonstration model. */
    public static final String BUILTIN_DEMO = "builtin:demo";

    private MammoClip() {}

    /**
     * @param checkpoint {@link #BUILTIN_DEMO} or the path of a checkpoint folder
     * @throws CheckpointFormatException if it is no checkpoint this version reads, saying what is accepted
     * @throws IOException if a file cannot be read
     */
    public static MammoClip open(String checkpoint, ModelOptions options) throws IOException {
        throw new CheckpointFormatException("not built yet: " + checkpoint);
    }

    /** As {@link #open(String, ModelOptions)} for a checkpoint folder. */
    public static MammoClip open(Path checkpoint, ModelOptions options) throws IOException {
        throw new CheckpointFormatException("not built yet: " + checkpoint);
    }

    /** What the model is; constant while it is open. */
    public ModelCard card() {
        throw new IllegalStateException("not built yet");
    }

    /**
     * Scores images one after the other.
     *
     * @param batch at most 64 images of the card's input size
     * @return one result per image, in order
     * @throws IllegalArgumentException if there are more than 64 images or one has another size
     * @throws IllegalStateException if the model is closed
     */
    public List<ImageResult> score(List<ModelImage> batch) {
        throw new IllegalStateException("not built yet");
    }

    /**
     * Embeds texts: lower-cased or not as the checkpoint says, at most its maximum number of tokens (256), rest cut off.
     *
     * @param texts at most 64 texts
     * @return one embedding per text, in order
     */
    public List<Embedding> embedTexts(List<String> texts) {
        throw new IllegalStateException("not built yet");
    }

    /** Frees the parameters. A second call does nothing. */
    @Override
    public void close() {}
}

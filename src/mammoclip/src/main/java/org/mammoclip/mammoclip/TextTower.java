package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.text.TextEncoder;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.mammoclip.text.TokenBatch;

/** Text side of a model: tokens, encoder, projection. Engine thread only. */
final class TextTower implements AutoCloseable {
    private final TextTokenizer tokenizer;
    private final TextEncoder encoder;
    private final LinearProjection projection;

    private TextTower(TextTokenizer tokenizer, TextEncoder encoder, LinearProjection projection) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.projection = projection;
    }

    /** Reads the parameters into {@code manager}. */
    static TextTower load(NDManager manager, Checkpoint checkpoint) {
        ModelDescription description = checkpoint.description();
        ModelDescription.Text text = description.text();
        LinearProjection projection = LinearProjection.load(
                manager,
                checkpoint.parameters(),
                ModelDescription.TEXT_PROJECTION,
                text.hidden(),
                description.embedding());
        TextEncoder encoder =
                TextEncoder.load(manager, text.toArchitecture(), checkpoint.parameters(), ModelDescription.TEXT_PREFIX);
        return new TextTower(text.toTokenizer(checkpoint.vocabulary()), encoder, projection);
    }

    /**
     * One text, without padding, so that its vector does not depend on other texts.
     *
     * @throws NonFiniteScoreException if the network's vector has no direction
     */
    Embedding embed(NDManager manager, String text) {
        try (NDManager call = manager.newSubManager()) {
            TokenBatch tokens = TokenBatch.of(List.of(tokenizer.encode(text)), 0);
            return Embedding.normalize(
                    projection.apply(encoder.encode(call, tokens)).toFloatArray());
        }
    }

    /** The common direction of phrases: the mean of their unit vectors, scaled to unit length. */
    Embedding direction(NDManager manager, List<String> phrases) {
        return Embedding.mean(
                phrases.stream().map(phrase -> embed(manager, phrase)).toList());
    }

    @Override
    public void close() {
        encoder.close();
    }
}

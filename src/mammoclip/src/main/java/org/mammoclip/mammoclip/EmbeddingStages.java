package org.mammoclip.mammoclip;

/**
 * An embedding and the two vectors on the way to it, for comparison with another implementation. Only the last one lives in the
 * joint space: pooled vectors of images and texts have different lengths and are never compared. Immutable, thread-safe.
 */
public final class EmbeddingStages {
    private final float[] pooled;
    private final float[] projection;
    private final Embedding embedding;

    /** The vectors are handed over, not copied. */
    EmbeddingStages(float[] pooled, float[] projection) {
        this.pooled = pooled;
        this.projection = projection;
        this.embedding = Embedding.normalize(projection);
    }

    /** A copy of the encoder's vector: the spatial mean of the feature map, or the last token's hidden state. */
    public float[] pooled() {
        return pooled.clone();
    }

    /** A copy of the linear head's vector, before it is divided by its norm. */
    public float[] projection() {
        return projection.clone();
    }

    /** The direction in the joint space. */
    public Embedding embedding() {
        return embedding;
    }
}

package org.mammoclip.mammoclip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image the model answered for.
 *
 * @param embedding the image in the joint space
 * @param findings one answer per finding of the card, in the card's order
 * @param density of the breast; null if the finding set does not ask for it
 * @param sentences one answer per sentence of the options, in their order
 */
public record ScoredImage(
        Embedding embedding,
        List<FindingResult> findings,
        @Nullable BreastDensity density,
        List<SentenceAttribution> sentences)
        implements ImageResult {
    public ScoredImage {
        findings = List.copyOf(findings);
        sentences = List.copyOf(sentences);
    }

    /** With findings only. */
    public ScoredImage(Embedding embedding, List<FindingResult> findings) {
        this(embedding, findings, null, List.of());
    }

    /**
     * @throws IllegalArgumentException if the model was not asked for that finding
     */
    public FindingResult finding(String key) {
        for (FindingResult finding : findings) {
            if (finding.definition().key().equals(key)) {
                return finding;
            }
        }
        throw new IllegalArgumentException("the model was not asked for finding " + key);
    }
}

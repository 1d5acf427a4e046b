package org.mammoclip.mammoclip;

import java.util.List;

/**
 * An image the model answered for.
 *
 * @param embedding the image in the joint space
 * @param findings one answer per finding of the card, in the card's order
 */
public record ScoredImage(Embedding embedding, List<FindingResult> findings) implements ImageResult {
    public ScoredImage {
        findings = List.copyOf(findings);
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

package org.mammoclip.mammoclip;

/**
 * Where in an image a free sentence finds its evidence. A map only: no score, no threshold, nothing to report.
 *
 * @param sentence as it was asked
 * @param cosine of the image and the sentence, in [-1, 1]
 * @param attribution FActOR with the attribute nearest to the sentence if a mapper is loaded, else the linear map
 */
public record SentenceAttribution(String sentence, double cosine, AttributionMap attribution) {
    public SentenceAttribution {
        if (sentence.isBlank() || !(Math.abs(cosine) <= 1)) {
            throw new IllegalArgumentException("a sentence and a cosine in [-1, 1]");
        }
    }
}

package org.mammoclip.mammogram.report;

import java.util.List;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.SourceAttribution;

/** What became of one image that was to be scored. */
public sealed interface ImageResult {
    Mammogram mammogram();

    /** @param attributions one per finding, with the finding's score in this image */
    record Scored(Mammogram mammogram, List<SourceAttribution> attributions) implements ImageResult {
        public Scored {
            attributions = List.copyOf(attributions);
            for (SourceAttribution attribution : attributions) {
                if (!attribution.source().equals(mammogram.source())) {
                    throw new IllegalArgumentException("attribution of another image");
                }
            }
        }
    }

    /** @param reason why there is no score, in a sentence without patient data */
    record Failed(Mammogram mammogram, String reason) implements ImageResult {}
}

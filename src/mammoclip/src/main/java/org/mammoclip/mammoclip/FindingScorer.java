package org.mammoclip.mammoclip;

import java.util.List;
import java.util.function.Supplier;

/** A finding with everything that answers it, loaded. Engine thread only. */
record FindingScorer(FindingDefinition definition, ScorePart source, MapPart map, BoxPart boxes) {
    /**
     * Runs what needs the engine. What is left, cutting boxes from a map, may run on any thread.
     *
     * @param embedding of the image
     * @throws NonFiniteScoreException or {@link ArithmeticException} if a network's answer is not finite
     */
    Supplier<FindingResult> answer(ImagePass pass, Embedding embedding) {
        ScorePart.Raw raw = source.score(pass, embedding);
        Calibration calibration = definition.calibration();
        double score = calibration.equals(Calibration.NONE) ? raw.score() : calibration.apply(raw.logit());
        AttributionMap attribution = map.map(pass);
        Supplier<List<FoundBox>> found = boxes.boxes(pass, attribution, score >= definition.threshold());
        return () -> new FindingResult(
                definition, score, raw.score(), raw.positiveCosine(), raw.negativeCosine(), attribution, found.get());
    }
}

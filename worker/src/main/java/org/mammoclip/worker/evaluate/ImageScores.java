package org.mammoclip.worker.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;

/**
 * What the model said about one image; everything an evaluation needs, and small enough to keep for a whole data set.
 *
 * @param pixelsSha256 of the grey values the model saw
 * @param scores by finding key
 * @param boxes by finding key, in model pixels
 * @param places where the model points
 * @param density answered class, 0 (A) to 3 (D); -1 if it was not asked
 * @param embedding of the image; empty if it is not needed
 * @param sourceMap from original to model pixels
 * @param picture whose pixels a table's {@code resized_*} columns are
 */
record ImageScores(
        String pixelsSha256,
        Map<String, Double> scores,
        Map<String, List<BoxCase.Found>> boxes,
        PointedPlaces places,
        int density,
        Optional<Embedding> embedding,
        Optional<SourceMap> sourceMap,
        RasterSize picture) {
    ImageScores {
        scores = Map.copyOf(scores);
        boxes = Map.copyOf(boxes);
    }
}

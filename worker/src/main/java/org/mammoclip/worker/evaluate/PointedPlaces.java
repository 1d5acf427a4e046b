package org.mammoclip.worker.evaluate;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.AttributionMap;
import org.mammoclip.mammoclip.AttributionSource;
import org.mammoclip.mammoclip.BoxSource;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.FindingResult;
import org.mammoclip.mammoclip.FoundBox;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.ScoreSource;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammoclip.evaluate.PointQuestion;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.Point;

/**
 * Where a model points in one image, whether it calls the finding present or not.
 *
 * @param maxima by finding key, in model pixels; a finding whose map is flat is not in it
 * @param centres by finding key, of the surest box; a finding without boxes is not in it
 * @param breast where the breast is
 */
record PointedPlaces(Map<String, Point> maxima, Map<String, Point> centres, BreastCells breast) {
    PointedPlaces {
        maxima = Map.copyOf(maxima);
        centres = Map.copyOf(centres);
    }

    static PointedPlaces of(ModelImage image, ScoredImage result) {
        Map<String, Point> maxima = new LinkedHashMap<>();
        Map<String, Point> centres = new LinkedHashMap<>();
        BitSet breast = image.breast();
        for (FindingResult finding : result.findings()) {
            String key = finding.definition().key();
            AttributionMap map = finding.attribution();
            if (!map.isFlat()) {
                maxima.put(key, strongest(map, image.size()));
            }
            List<FoundBox> boxes = finding.boxes();
            if (boxes.isEmpty() && !map.isFlat() && !hasDetector(finding.definition())) {
                boxes = map.regions(image.size(), breast);
            }
            if (!boxes.isEmpty()) {
                FoundBox surest = boxes.get(0);
                centres.put(key, new Box(surest.left(), surest.top(), surest.right(), surest.bottom()).centre());
            }
        }
        return new PointedPlaces(maxima, centres, BreastCells.of(image));
    }

    /** Between the centres of its cells a map is linear: it is strongest at the centre of one. */
    private static Point strongest(AttributionMap map, RasterSize size) {
        float[] values = map.toArray();
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        int columns = map.grid().columns();
        return new Point(
                (best % columns + 0.5) * size.columns() / columns,
                (best / columns + 0.5) * size.rows() / map.grid().rows());
    }

    Optional<Point> of(PointQuestion.Kind kind, String finding) {
        return Optional.ofNullable((kind == PointQuestion.Kind.MAP_MAXIMUM ? maxima : centres).get(finding));
    }

    /** Whether the model can point at a finding in this way at all. */
    static boolean answers(PointQuestion.Kind kind, FindingDefinition definition) {
        boolean map = !(definition.attribution() instanceof AttributionSource.None);
        return map || (kind == PointQuestion.Kind.BOX_CENTRE && hasDetector(definition));
    }

    private static boolean hasDetector(FindingDefinition definition) {
        Optional<BoxSource> boxes = definition.boxes();
        return boxes.isPresent() || definition.source() instanceof ScoreSource.Detector;
    }
}

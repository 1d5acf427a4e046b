package org.mammoclip.mammoclip;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.mammoclip.mammoclip.detect.Detection;

/** Where the boxes of a finding come from, loaded. */
sealed interface BoxPart {
    /**
     * @param map of the finding
     * @param present whether the finding's score reaches its threshold
     * @return strongest first, inside the image; what the supplier does needs no engine
     */
    Supplier<List<FoundBox>> boxes(ImagePass pass, AttributionMap map, boolean present);

    /** @param minimumScore weaker boxes are left out */
    record Detector(DetectorPart detector, int classIndex, double minimumScore) implements BoxPart {
        @Override
        public Supplier<List<FoundBox>> boxes(ImagePass pass, AttributionMap map, boolean present) {
            List<FoundBox> boxes = new ArrayList<>();
            for (Detection found : pass.detections(detector)) {
                if (found.classIndex() == classIndex && found.score() >= minimumScore) {
                    add(
                            boxes,
                            pass.size(),
                            found.left(),
                            found.top(),
                            found.right(),
                            found.bottom(),
                            found.score(),
                            BoxOrigin.DETECTOR);
                }
            }
            return () -> boxes;
        }
    }

    /** The regions where the map is strongest. Every map has a strongest place, so there are none for a finding that is not present. */
    record Map() implements BoxPart {
        @Override
        public Supplier<List<FoundBox>> boxes(ImagePass pass, AttributionMap map, boolean present) {
            if (!present || map.isFlat()) {
                return List::of;
            }
            BitSet breast = pass.breast();
            RasterSize size = pass.size();
            return () -> map.regions(size, breast);
        }
    }

    private static void add(
            List<FoundBox> boxes,
            RasterSize size,
            double left,
            double top,
            double right,
            double bottom,
            double score,
            BoxOrigin origin) {
        double insideLeft = Math.max(0, left);
        double insideTop = Math.max(0, top);
        double insideRight = Math.min(size.columns(), right);
        double insideBottom = Math.min(size.rows(), bottom);
        if (insideRight > insideLeft && insideBottom > insideTop) {
            boxes.add(new FoundBox(insideLeft, insideTop, insideRight, insideBottom, score, origin));
        }
    }
}

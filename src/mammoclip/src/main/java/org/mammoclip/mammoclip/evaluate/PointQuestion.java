package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import org.mammoclip.mammoclip.evaluate.metric.PointCase;

/**
 * One way in which a model points at a finding.
 *
 * @param kind what the place is
 * @param images those with the finding whose true boxes are known
 */
public record PointQuestion(Kind kind, List<PointCase> images) {
    /** What is taken as the place. */
    public enum Kind {
        /** The centre of the cell of the attribution map that is strongest; the first of equal ones. A flat map points nowhere. */
        MAP_MAXIMUM("map_maximum", "Strongest place of the map"),
        /** The centre of the surest box. */
        BOX_CENTRE("box_centre", "Centre of the surest box");

        private final String key;
        private final String title;

        Kind(String key, String title) {
            this.key = key;
            this.title = title;
        }

        /** Permanent name in results. */
        public String key() {
            return key;
        }

        /** Name for people. */
        public String title() {
            return title;
        }
    }

    public PointQuestion {
        images = List.copyOf(images);
    }
}

package org.mammoclip.mammoclip.evaluate.page;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.evaluate.PointResult;
import org.mammoclip.mammoclip.evaluate.metric.HitRate;

/** How often the model points at the lesion, beside chance. */
final class HitRateTable {
    private static final String EXPLANATION =
            "How often the place lies inside a marked lesion, among the images with the finding. Chance on the same"
                    + " images: a place drawn from the breast; where the model sees its other findings; where it sees this"
                    + " finding in images of other patients, of the same side and view. Small: intervals, and how far the"
                    + " model is above.";

    private HitRateTable() {}

    /** Nothing if there is nothing to show. */
    static String of(List<PointResult> hitRates) {
        if (hitRates.isEmpty()) {
            return "";
        }
        Html html = new Html();
        html.element("h3", "Pointing at the lesion, and what chance would reach")
                .element("p", EXPLANATION)
                .raw("<div class=\"scroll\"><table>\n");
        html.header(
                "Place", "Images", "Hit rate", "Chance: in the breast", "Chance: other finding", "Chance: other image");
        for (PointResult points : hitRates) {
            List<String> cells = new ArrayList<>();
            cells.add(points.kind().title());
            cells.add(Numbers.count(points.images()));
            cells.add(Numbers.withInterval(points.rate()));
            for (HitRate.Chance level : HitRate.Chance.values()) {
                cells.add(points.chance(level).map(HitRateTable::cell).orElse("\u2013"));
            }
            html.row(cells);
        }
        return html.raw("</table></div>\n").toString();
    }

    private static String cell(PointResult.Beside beside) {
        String difference = Numbers.difference(beside.difference().value());
        return Numbers.of(beside.rate().value()) + "\n"
                + beside.rate()
                        .interval()
                        .map(ends -> Numbers.of(ends.low()) + "\u2013" + Numbers.of(ends.high()) + "; ")
                        .orElse("")
                + "model " + difference
                + beside.difference()
                        .interval()
                        .map(ends ->
                                " (" + Numbers.difference(ends.low()) + " to " + Numbers.difference(ends.high()) + ")")
                        .orElse("");
    }
}

package org.mammoclip.mammoclip.evaluate.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.AnchorComparison;
import org.mammoclip.mammoclip.evaluate.BinaryResult;
import org.mammoclip.mammoclip.evaluate.BoxResult;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.Observation;
import org.mammoclip.mammoclip.evaluate.OperatingPoint;
import org.mammoclip.mammoclip.evaluate.metric.FrocCurve;

/** Everything the page says about one finding. */
final class FindingSection {
    private final BinaryResult result;
    private final String plural;
    private final String dataSet;
    private final CasePictures pictures;
    private final Html html = new Html();

    /** @param plural what the cases are, as in "images" */
    FindingSection(BinaryResult result, String plural, String dataSet, CasePictures pictures) {
        this.result = result;
        this.plural = plural;
        this.dataSet = dataSet;
        this.pictures = pictures;
    }

    @Override
    public String toString() {
        BinaryResult.Counts counts = result.counts();
        html.raw("<section class=\"finding\">").element("h2", result.title());
        html.element(
                "p",
                Numbers.count(counts.positives()) + " of " + Numbers.count(counts.units()) + " " + plural
                        + " have the finding (" + Numbers.percent((double) counts.positives() / counts.units())
                        + "), from " + Numbers.count(counts.patients()) + " patients"
                        + (counts.rows() == counts.units()
                                ? "."
                                : ", joined from " + Numbers.count(counts.rows()) + " table rows."));
        tiles();
        FindingPlots plots = new FindingPlots(result);
        plots.missing().ifPresent(reason -> html.element("p", reason));
        html.raw(plots.figures());
        operatingPoints();
        boxes();
        html.raw(HitRateTable.of(result.hitRates()));
        worst();
        published(html, "anchors-" + result.key(), AnchorComparison.of(dataSet, result));
        return html.raw("</section>\n").toString();
    }

    private void tiles() {
        html.raw("<dl class=\"tiles\">\n");
        for (MetricValue value : result.values()) {
            html.raw("<div><dt>")
                    .text(MetricNames.of(value.key()))
                    .raw("</dt><dd><b>")
                    .text(Numbers.of(value.value()))
                    .raw("</b><span>")
                    .text(Numbers.interval(value))
                    .raw("</span></dd></div>\n");
        }
        html.raw("</dl>\n");
    }

    private void operatingPoints() {
        if (result.points().isEmpty()) {
            html.raw("<p class=\"hint\">No operating point was given: add <code>--threshold</code>, or choose one on"
                    + " validation rows with <code>--choose</code>.</p>\n");
            return;
        }
        html.element("h3", "Operating points").raw("<div class=\"scroll\"><table>\n");
        html.header(
                "Point",
                "Threshold",
                "Sensitivity",
                "Specificity",
                "PPV",
                "NPV",
                "Accuracy",
                "Macro-F1",
                "True +",
                "False +",
                "False \u2212",
                "True \u2212");
        for (int i = 0; i < result.points().size(); i++) {
            OperatingPoint point = result.points().get(i);
            List<String> cells = new ArrayList<>();
            cells.add((i + 1) + "  " + point.name() + "\n" + point.origin());
            cells.add(Numbers.threshold(point.threshold()));
            for (String key : List.of("sensitivity", "specificity", "ppv", "npv", "accuracy", "macro_f1")) {
                cells.add(Numbers.withInterval(point.value(key)));
            }
            cells.add(Numbers.count(point.confusion().truePositives()));
            cells.add(Numbers.count(point.confusion().falsePositives()));
            cells.add(Numbers.count(point.confusion().falseNegatives()));
            cells.add(Numbers.count(point.confusion().trueNegatives()));
            html.row(cells);
        }
        html.raw("</table></div>\n");
    }

    private void boxes() {
        if (result.boxes().isEmpty()) {
            return;
        }
        BinaryResult.BoxCounts counts = result.boxCounts();
        html.element("h3", "Localisation")
                .element(
                        "p",
                        Numbers.count(counts.trueBoxes()) + " marked lesions in "
                                + Numbers.count(counts.positiveImages())
                                + " of " + Numbers.count(counts.images()) + " images; the model drew "
                                + Numbers.count(counts.foundBoxes())
                                + " boxes. The columns on the right: share of lesions found at that many false marks per"
                                + " image.")
                .raw("<div class=\"scroll\"><table>\n");
        List<String> heads = new ArrayList<>(List.of("Least overlap", "AP, all images", "AP, positive images"));
        FrocCurve.READING_POINTS.forEach(rate -> heads.add("at " + Axis.tickText(rate)));
        html.header(heads.toArray(String[]::new));
        for (BoxResult boxes : result.boxes()) {
            List<String> cells = new ArrayList<>();
            cells.add("IoU \u2265 " + boxes.overlap());
            cells.add(Numbers.withInterval(boxes.averagePrecision()));
            cells.add(Numbers.withInterval(boxes.averagePrecisionPositiveImages()));
            boxes.sensitivities().forEach(value -> cells.add(Numbers.withInterval(value)));
            html.row(cells);
        }
        html.raw("</table></div>\n");
    }

    /** Published values beside measured ones. */
    static void published(Html html, String id, List<AnchorComparison> comparisons) {
        Map<String, List<AnchorComparison>> byMetric = new LinkedHashMap<>();
        comparisons.forEach(
                comparison -> byMetric.computeIfAbsent(comparison.anchor().metric(), metric -> new ArrayList<>())
                        .add(comparison));
        byMetric.forEach((metric, some) -> {
            html.element("h3", "Published " + MetricNames.of(metric) + " beside this evaluation");
            html.raw("<div class=\"scroll\">")
                    .raw(AnchorChart.svg(id + "-" + metric, metric, ofTheMethod(some)))
                    .raw("</div>\n<details><summary>All published values, with differences and sources</summary>")
                    .raw("<div class=\"scroll\"><table>\n");
            html.header("Model", "Protocol", "Published", "This evaluation", "Difference", "Source");
            for (AnchorComparison one : some) {
                html.row(List.of(
                        one.anchor().model(),
                        one.anchor().protocol(),
                        Numbers.of(one.anchor().value()),
                        Numbers.withInterval(one.measured()),
                        Numbers.difference(one.difference()),
                        one.anchor().source()));
            }
            html.raw("</table></div></details>\n");
        });
    }

    /** Comparison models stand in the table only, unless there is nothing else. */
    private static List<AnchorComparison> ofTheMethod(List<AnchorComparison> all) {
        List<AnchorComparison> own = all.stream()
                .filter(one -> one.anchor().model().startsWith("Mammo-CLIP EN"))
                .toList();
        return own.isEmpty() ? all : own;
    }

    private void worst() {
        worst("False alarms with the highest scores", result.falsePositives());
        worst("Missed findings with the lowest scores", result.falseNegatives());
    }

    private void worst(String title, List<Observation> cases) {
        if (cases.isEmpty()) {
            return;
        }
        html.element("h3", title).raw("<div class=\"cases\">\n");
        for (Observation one : cases) {
            Optional<CasePictures.Picture> picture = pictures.of(result.key(), one);
            html.raw("<figure>");
            picture.ifPresent(shown -> {
                html.raw("<div class=\"pair\"><img alt=\"mammogram\" src=\""
                        + shown.image().address() + "\">");
                shown.map()
                        .ifPresent(map -> html.raw("<img alt=\"")
                                .text(shown.mapLabel())
                                .raw("\" src=\"" + map.address() + "\">"));
                html.raw("</div>");
            });
            html.raw("<figcaption><b>")
                    .text(Numbers.of(one.score()))
                    .raw("</b> ")
                    .text(one.image() + (one.laterality().isEmpty() ? "" : " " + one.laterality()));
            picture.filter(shown -> shown.map().isPresent())
                    .ifPresent(shown ->
                            html.raw("<br><small>").text(shown.mapLabel()).raw("</small>"));
            html.raw("</figcaption></figure>\n");
        }
        html.raw("</div>\n");
    }
}

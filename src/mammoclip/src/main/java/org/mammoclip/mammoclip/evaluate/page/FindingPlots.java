package org.mammoclip.mammoclip.evaluate.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.BinaryResult;
import org.mammoclip.mammoclip.evaluate.BoxResult;
import org.mammoclip.mammoclip.evaluate.OperatingPoint;
import org.mammoclip.mammoclip.evaluate.ScoreHistogram;
import org.mammoclip.mammoclip.evaluate.metric.CalibrationCurve;
import org.mammoclip.mammoclip.evaluate.metric.Confusion;
import org.mammoclip.mammoclip.evaluate.metric.FrocCurve;
import org.mammoclip.mammoclip.evaluate.metric.ScoreCurve;

/** The plots of one finding. */
final class FindingPlots {
    private static final double LEAST_ALARMS = 0.01;
    private static final int MAX_NAMES = 6;
    /** Room for words above and below the bars. */
    private static final double HEADROOM = 1.25;

    private final BinaryResult result;

    FindingPlots(BinaryResult result) {
        this.result = result;
    }

    private boolean hasBothClasses() {
        return result.counts().positives() > 0
                && result.counts().positives() < result.counts().units();
    }

    /** Every plot that this result has, as figures. */
    String figures() {
        Html html = new Html();
        html.raw("<div class=\"plots\">\n");
        if (hasBothClasses()) {
            figure(
                    html,
                    "ROC curve",
                    roc(),
                    "How many true findings are caught (sensitivity) for how many false alarms among normal cases.");
            figure(
                    html,
                    "Precision and recall",
                    precisionRecall(),
                    "How many of the cases called present are right. Dashed: calling everything present.");
        }
        result.calibration()
                .ifPresent(
                        curve -> figure(
                                html,
                                "Calibration",
                                calibration(curve),
                                "On the diagonal a score of 0.3 means a finding in 30 of 100 cases. Larger dots hold more cases."));
        figure(
                html,
                "Scores",
                histogram(),
                "Share of each class per score: with the finding upwards, without it downwards.");
        if (!result.boxes().isEmpty()) {
            figure(html, "FROC curve", froc(), "Share of the marked lesions found for how many false marks per image.");
        }
        return html.raw("</div>\n").toString();
    }

    private static void figure(Html html, String title, String svg, String caption) {
        html.raw("<figure>")
                .element("h4", title)
                .raw(svg)
                .element("figcaption", caption)
                .raw("</figure>\n");
    }

    private String id(String plot) {
        return plot + "-" + result.key();
    }

    private static double falseAlarmRate(Confusion confusion) {
        return 1 - confusion.specificity();
    }

    /** At most as many as fit into a corner. */
    private List<String> pointNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_NAMES, result.points().size()); i++) {
            names.add((i + 1) + "  " + result.points().get(i).name());
        }
        return names;
    }

    private String roc() {
        List<double[]> points = result.curve().points().stream()
                .map(ScoreCurve.Point::confusion)
                .map(confusion -> new double[] {falseAlarmRate(confusion), confusion.sensitivity()})
                .toList();
        Chart chart = new Chart(
                        id("roc"),
                        "ROC curve of " + result.title(),
                        Axis.share("1 \u2212 specificity"),
                        Axis.share("sensitivity"))
                .line("chance", List.of(new double[] {0, 0}, new double[] {1, 1}))
                .line("curve one", points);
        for (int i = 0; i < result.points().size(); i++) {
            Confusion confusion = result.points().get(i).confusion();
            chart.diamond(falseAlarmRate(confusion), confusion.sensitivity(), i + 1);
        }
        return chart.legend(true, true, pointNames()).svg();
    }

    private String precisionRecall() {
        List<double[]> points = new ArrayList<>();
        for (ScoreCurve.Point point : result.curve().points()) {
            Confusion confusion = point.confusion();
            if (!Double.isNaN(confusion.ppv())) {
                double before = points.isEmpty() ? 0 : points.get(points.size() - 1)[0];
                points.add(new double[] {before, confusion.ppv()});
                points.add(new double[] {confusion.sensitivity(), confusion.ppv()});
            }
        }
        double prevalence =
                (double) result.counts().positives() / result.counts().units();
        Chart chart = new Chart(
                        id("pr"),
                        "Precision and recall of " + result.title(),
                        Axis.share("recall (sensitivity)"),
                        Axis.share("precision (PPV)"))
                .line("chance", List.of(new double[] {0, prevalence}, new double[] {1, prevalence}))
                .line("curve one", points);
        for (int i = 0; i < result.points().size(); i++) {
            Confusion confusion = result.points().get(i).confusion();
            if (!Double.isNaN(confusion.ppv())) {
                chart.diamond(confusion.sensitivity(), confusion.ppv(), i + 1);
            }
        }
        return chart.legend(true, false, pointNames()).svg();
    }

    private String calibration(CalibrationCurve curve) {
        Chart chart = new Chart(
                        id("calibration"),
                        "Calibration of " + result.title(),
                        Axis.share("mean score"),
                        Axis.share("observed share with the finding"))
                .line("chance", List.of(new double[] {0, 0}, new double[] {1, 1}))
                .line(
                        "curve one thin",
                        curve.bins().stream()
                                .map(bin -> new double[] {bin.meanScore(), bin.observed()})
                                .toList());
        long most = curve.bins().stream()
                .mapToLong(CalibrationCurve.Bin::count)
                .max()
                .orElse(1);
        for (CalibrationCurve.Bin bin : curve.bins()) {
            chart.dot("fill-one", bin.meanScore(), bin.observed(), 3 + 6 * Math.sqrt((double) bin.count() / most));
        }
        return chart.svg();
    }

    private String histogram() {
        ScoreHistogram histogram = result.histogram();
        double positives = Math.max(1, sum(histogram.positives()));
        double negatives = Math.max(1, sum(histogram.negatives()));
        double top = 0.01;
        for (int i = 0; i < ScoreHistogram.BINS; i++) {
            top = Math.max(top, histogram.positives().get(i) / positives);
            top = Math.max(top, histogram.negatives().get(i) / negatives);
        }
        Axis scores = Axis.between("score", histogram.low(), histogram.high());
        Chart chart = new Chart(
                id("histogram"),
                "Scores of " + result.title() + ", with and without the finding",
                scores,
                Axis.between("share of the class", -HEADROOM * top, HEADROOM * top));
        double width = (histogram.high() - histogram.low()) / ScoreHistogram.BINS;
        for (int i = 0; i < ScoreHistogram.BINS; i++) {
            double from = histogram.low() + i * width;
            double with = histogram.positives().get(i) / positives;
            double without = histogram.negatives().get(i) / negatives;
            if (with > 0) {
                chart.bar("bar two", from, 0, from + width, with);
            }
            if (without > 0) {
                chart.bar("bar one", from, 0, from + width, -without);
            }
        }
        for (OperatingPoint point : result.points()) {
            if (point.threshold() >= histogram.low() && point.threshold() <= histogram.high()) {
                chart.line("threshold", List.of(new double[] {point.threshold(), -HEADROOM * top}, new double[] {
                    point.threshold(), HEADROOM * top
                }));
            }
        }
        return chart.legend(true, false, List.of("with the finding"))
                .legend(true, true, List.of("without the finding"))
                .svg();
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    private String froc() {
        double most = result.boxes().stream()
                .flatMap(boxes -> boxes.froc().points().stream())
                .mapToDouble(FrocCurve.Point::alarmsPerImage)
                .max()
                .orElse(1);
        double high = most > 1 ? 10 : 1;
        Axis alarms = new Axis(
                "false marks per image",
                LEAST_ALARMS,
                high,
                high > 1 ? List.of(0.01, 0.1, 1.0, 10.0) : List.of(0.01, 0.1, 1.0),
                true);
        Chart chart =
                new Chart(id("froc"), "FROC curve of " + result.title(), alarms, Axis.share("share of lesions found"));
        String[] styles = {"curve one", "curve two", "curve three"};
        String[] words = {"solid", "dashed", "dotted"};
        List<String> legend = new ArrayList<>();
        for (int i = 0; i < result.boxes().size(); i++) {
            BoxResult boxes = result.boxes().get(i);
            List<double[]> points = new ArrayList<>();
            points.add(new double[] {LEAST_ALARMS, 0});
            boxes.froc().points().stream()
                    .filter(point -> !Double.isNaN(point.sensitivity()))
                    .forEach(point -> points.add(new double[] {point.alarmsPerImage(), point.sensitivity()}));
            String style = styles[i % styles.length];
            chart.line(style, points);
            double[] last = points.get(points.size() - 1);
            legend.add(words[i % words.length] + ": IoU \u2265 " + boxes.overlap() + ", all marks "
                    + Numbers.percent(last[1]));
        }
        return chart.legend(false, false, legend).svg();
    }

    /** Whether the curve exists at all; without one class there is nothing to draw. */
    Optional<String> missing() {
        if (hasBothClasses()) {
            return Optional.empty();
        }
        return Optional.of("There is no ROC and no precision-recall curve: all cases are "
                + (result.counts().positives() == 0 ? "negative." : "positive."));
    }
}

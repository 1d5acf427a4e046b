package org.mammoclip.worker.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.mammoclip.mammoclip.evaluate.BinaryResult;
import org.mammoclip.mammoclip.evaluate.ClassResult;
import org.mammoclip.mammoclip.evaluate.EvaluationReport;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.PointResult;

/** The result of {@code evaluate} in a few lines. */
final class EvaluateSummary {
    private EvaluateSummary() {}

    static void print(PrintWriter out, EvaluationReport report, Path folder) {
        report.provenance().model().ifPresent(model -> {
            out.println("model    " + model.name() + " " + model.version() + ", sha256 "
                    + model.checkpointSha256().substring(0, 12));
            out.println("         " + model.statement());
        });
        for (BinaryResult result : report.findings()) {
            out.println("finding  " + result.key() + ": " + result.counts().positives() + " of "
                    + result.counts().units() + " "
                    + report.provenance().settings().unit().plural());
            result.values().forEach(value -> print(out, value));
            result.boxes()
                    .forEach(boxes -> print(
                            out,
                            new MetricValue(
                                    "ap@" + boxes.overlap(),
                                    boxes.averagePrecisionPositiveImages().value(),
                                    boxes.averagePrecisionPositiveImages().interval())));
            result.hitRates().forEach(points -> print(out, points));
        }
        for (ClassResult result : report.classes()) {
            out.println("classes  " + result.key());
            result.values().forEach(value -> print(out, value));
        }
        report.retrieval().ifPresent(result -> {
            out.println("reports  " + result.pairs() + " images, " + result.distinctTexts() + " texts");
            result.values().forEach(value -> print(out, value));
        });
        report.provenance().notes().forEach(note -> out.println("note     " + note));
        out.println("wrote    " + folder.resolve("evaluation.json"));
        out.println("wrote    " + folder.resolve("evaluation.html"));
        out.flush();
    }

    /** How often the model points at a lesion, and what chance reaches on the same images. */
    private static void print(PrintWriter out, PointResult points) {
        print(
                out,
                new MetricValue(
                        points.kind().key() + "_hits",
                        points.rate().value(),
                        points.rate().interval()));
        for (PointResult.Beside beside : points.chances()) {
            print(
                    out,
                    new MetricValue(
                            "  " + words(beside),
                            beside.rate().value(),
                            beside.rate().interval()));
        }
    }

    private static String words(PointResult.Beside beside) {
        return switch (beside.chance()) {
            case BREAST -> "chance in breast";
            case OTHER_FINDING -> "of other finding";
            case OTHER_IMAGE -> "of other image";
        };
    }

    private static void print(PrintWriter out, MetricValue value) {
        String interval = value.interval()
                .map(ends -> String.format(Locale.ROOT, "  %.3f to %.3f", ends.low(), ends.high()))
                .orElse("");
        String number = Double.isNaN(value.value()) ? "undefined" : String.format(Locale.ROOT, "%.3f", value.value());
        out.println(String.format(Locale.ROOT, "  %-20s %s%s", value.key(), number, interval));
    }
}

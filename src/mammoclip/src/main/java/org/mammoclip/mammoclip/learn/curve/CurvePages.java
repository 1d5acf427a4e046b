package org.mammoclip.mammoclip.learn.curve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.evaluate.page.Html;
import org.mammoclip.mammoclip.evaluate.page.PageFrame;

/**
 * A learning curve for people and programs: {@code results.json} (every number), {@code learning-curve.svg} (the figure), {@code
 * learning-curve.md} and {@code learning-curve.html} (figure, table, what it says). Files are replaced one by one.
 *
 * @param title of page and figure
 * @param statement what the data are and what the numbers are not
 * @param common what all cells have in common, by name
 */
public record CurvePages(String title, String statement, SortedMap<String, String> common) {
    public static final String FIGURE_FILE = "learning-curve.svg";
    public static final String MARKDOWN_FILE = "learning-curve.md";
    public static final String PAGE_FILE = "learning-curve.html";

    /** What the figure shows. */
    public static final String CAPTION =
            "Line: mean over the seeds. Band: worst to best seed. Dots: seeds. Thin bar: 95 % interval by"
                    + " patient, from the lowest end of a seed to the highest. Dashed: chance.";

    private static final List<String> HEAD =
            List.of("finding", "test", "labels", "training images (with)", "way of learning", "mean", "seeds", "95 %");

    /** Writes all files. */
    public void write(Path folder, List<LearningResult> results) throws IOException {
        LearningResults.write(folder, results);
        CurveSummary summary = CurveSummary.of(results);
        if (summary.points().isEmpty()) {
            return;
        }
        replace(folder.resolve(FIGURE_FILE), CurveFigure.svg(summary, title));
        replace(folder.resolve(MARKDOWN_FILE), markdown(summary));
        replace(folder.resolve(PAGE_FILE), html(summary));
    }

    private static void replace(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String markdown(CurveSummary summary) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(title).append("\n\n").append(statement).append("\n\n");
        text.append("![")
                .append(CAPTION)
                .append("](" + FIGURE_FILE + ")\n\n")
                .append(CAPTION)
                .append("\n\n");
        text.append("## What came out\n\n");
        CurveFindings.of(summary).forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("\n## All points\n\n")
                .append(line(HEAD))
                .append(line(HEAD.stream().map(cell -> "---").toList()));
        rows(summary).forEach(row -> text.append(line(row)));
        text.append("\n## How\n\n").append(line(List.of("what", "value"))).append(line(List.of("---", "---")));
        common.forEach((name, value) -> text.append(line(List.of(name, value))));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList())
                + " |\n";
    }

    private String html(CurveSummary summary) {
        Html html = new Html();
        PageFrame.begin(html, title, statement);
        html.raw("<section class=\"finding\"><div class=\"scroll\">\n")
                .raw(CurveFigure.svg(summary, title))
                .raw("</div>\n")
                .element("p", CAPTION);
        html.element("h2", "What came out").raw("<ul>\n");
        CurveFindings.of(summary).forEach(line -> html.element("li", line));
        html.raw("</ul>\n").element("h2", "All points").raw("<div class=\"scroll\"><table>\n");
        html.header(HEAD.toArray(String[]::new));
        rows(summary).forEach(html::row);
        html.raw("</table></div>\n").element("h2", "How").raw("<div class=\"scroll\"><table>\n");
        html.header("what", "value");
        for (Map.Entry<String, String> one : common.entrySet()) {
            html.row(List.of(one.getKey(), one.getValue()));
        }
        html.raw("</table></div>\n</section>\n");
        return PageFrame.end(html);
    }

    private static List<List<String>> rows(CurveSummary summary) {
        List<List<String>> rows = new ArrayList<>();
        for (String finding : summary.findings()) {
            for (String test : summary.tests()) {
                for (double fraction : summary.fractions()) {
                    for (Arm arm : Arm.values()) {
                        summary.point(arm, finding, fraction, test)
                                .ifPresent(point -> rows.add(row(point, summary.metric(finding))));
                    }
                }
            }
        }
        return rows;
    }

    private static List<String> row(CurvePoint point, String metric) {
        return List.of(
                point.finding(),
                point.test(),
                CurveCell.percent(point.fraction()),
                number("%.0f (%.1f)", point.trainingImages(), point.trainingPositives()),
                point.arm().title(),
                number("%.3f", point.mean()) + (metric.equals("auroc") ? "" : " " + metric),
                number("%.3f to %.3f", point.range().low(), point.range().high()),
                point.interval()
                        .map(ends -> number("%.3f to %.3f", ends.low(), ends.high()))
                        .orElse(""));
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package org.mammoclip.mammoclip.data.check;

import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.evaluate.page.Axis;
import org.mammoclip.mammoclip.evaluate.page.Chart;
import org.mammoclip.mammoclip.evaluate.page.Html;
import org.mammoclip.mammoclip.evaluate.page.Numbers;

/** The page's part about reports. */
final class TextSection {
    private final Html html;
    private final TextFigures texts;

    TextSection(Html html, TextFigures texts) {
        this.html = html;
        this.texts = texts;
    }

    void write() {
        if (texts.texts() == 0) {
            return;
        }
        String unit = texts.withTokens() ? "pieces" : "words";
        html.raw("<section>").element("h2", "Reports").raw("<dl class=\"tiles\">\n");
        tile("Median length", Numbers.count(texts.median()) + " " + unit, "longest " + Numbers.count(texts.longest()));
        tile("Different words", Numbers.count(texts.differentWords()), "");
        tile("Breasts with one section", Numbers.count(texts.oneSection()), "of " + Numbers.count(texts.breasts()));
        tile(
                "With another patient's words",
                Numbers.percent((double) texts.sameReports() / Math.max(1, texts.breasts())),
                Numbers.count(texts.differentReports()) + " different reports");
        if (texts.withTokens()) {
            tile("Words in one piece", Numbers.percent(texts.wholeWords()), "of running words");
            tile("Unknown words", Numbers.percent(texts.unknownWords()), "of running words");
        }
        html.raw("</dl>\n<div class=\"plots\"><figure>").raw(lengths(unit)).raw("<figcaption>");
        html.text(
                        texts.withTokens()
                                ? "Pieces of each section as the model reads it, both ends included; it reads "
                                        + texts.limit() + ", the dashed line."
                                : "Words of each section. Give --checkpoint to count the pieces that a model reads.")
                .raw("</figcaption></figure>\n<div>");
        common();
        html.raw("</div></div></section>\n");
    }

    private void common() {
        if (!texts.commonReports().isEmpty()) {
            html.element("h4", "The most frequent reports").raw("<ol class=\"reports\">\n");
            for (Map.Entry<String, Integer> report : texts.commonReports().entrySet()) {
                html.element("li", Numbers.count(report.getValue()) + " breasts: " + shortened(report.getKey()));
            }
            html.raw("</ol>\n<p class=\"hint\">Shown only if at least " + TextFigures.LEAST_PATIENTS
                    + " patients have the very same words.</p>\n");
        }
        if (!texts.unknown().isEmpty()) {
            html.element("h4", "Words the vocabulary cannot spell").raw("<p>");
            html.text(String.join(
                            ", ",
                            texts.unknown().entrySet().stream()
                                    .map(word -> word.getKey() + " (" + Numbers.count(word.getValue()) + ")")
                                    .toList()))
                    .raw("</p>\n");
        }
    }

    private static String shortened(String text) {
        int most = 240;
        return text.length() > most ? text.substring(0, most) + " ..." : text;
    }

    private String lengths(String unit) {
        int most =
                texts.lengths().values().stream().mapToInt(count -> count).max().orElse(1);
        int end = Math.max(texts.longest() + TextFigures.BIN, texts.withTokens() ? texts.limit() + TextFigures.BIN : 0);
        Chart chart = new Chart(
                "text-lengths",
                "Histogram of text lengths",
                Axis.between("length in " + unit, 0, end),
                Axis.between("texts", 0, most * 1.08));
        texts.lengths().forEach((from, count) -> chart.bar("bar one", from, 0, from + TextFigures.BIN, count));
        if (texts.withTokens()) {
            chart.line(
                    "threshold", List.of(new double[] {texts.limit(), 0}, new double[] {texts.limit(), most * 1.08}));
        }
        return chart.svg();
    }

    private void tile(String title, String number, String more) {
        html.raw("<div><dt>")
                .text(title)
                .raw("</dt><dd><b>")
                .text(number)
                .raw("</b><span>")
                .text(more)
                .raw("</span></dd></div>\n");
    }
}

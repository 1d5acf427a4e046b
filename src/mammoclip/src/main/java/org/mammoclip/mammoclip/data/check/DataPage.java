package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mammoclip.mammoclip.evaluate.page.Html;
import org.mammoclip.mammoclip.evaluate.page.Numbers;
import org.mammoclip.mammoclip.evaluate.page.PageFrame;

/** The page of a check, for the person who looks after the data. No script, no network; nothing of a patient but the tables' keys. */
public final class DataPage {
    private static final int SHOWN_AT_ONCE = 5;

    private final DataFigures figures;
    private final DataPictures pictures;
    private final CheckOrigin origin;
    private final Html html = new Html();

    private DataPage(DataFigures figures, DataPictures pictures, CheckOrigin origin) {
        this.figures = figures;
        this.pictures = pictures;
        this.origin = origin;
    }

    /** The whole document. */
    public static String of(DataFigures figures, DataPictures pictures, CheckOrigin origin) {
        return new DataPage(figures, pictures, origin).document();
    }

    private String document() {
        PageFrame.begin(html, origin.title(), "Contains pictures and keys of patients: keep it where the data is kept");
        verdict();
        glance();
        problems();
        tables();
        new DistributionSection(html, figures).write();
        new TextSection(html, figures.texts()).write();
        files();
        shots("A sample of exams", "Chosen by the keys alone, the same every time.", pictures.exams());
        shots("Images to look at", "The first of each kind of problem.", pictures.doubtful());
        shots(
                "The same picture under several names",
                "Equal in every pixel once prepared; worst groups first.",
                pictures.duplicates());
        method();
        return PageFrame.end(html);
    }

    private void verdict() {
        long errors = figures.count(Issue.Severity.ERROR);
        long warnings = figures.count(Issue.Severity.WARNING);
        html.raw("<p class=\"verdict " + (errors > 0 ? "bad" : "good") + "\"><b>")
                .text(
                        errors > 0
                                ? "Not ready: " + errors + (errors == 1 ? " problem" : " problems")
                                        + " would make training wrong"
                                : "Ready to train")
                .raw("</b> ")
                .text(warnings == 0 ? "" : warnings + (warnings == 1 ? " thing" : " things") + " to look at")
                .raw("</p>\n");
    }

    private void glance() {
        html.raw("<section>").element("h2", "At a glance").raw("<dl class=\"tiles\">\n");
        tile("Patients", Numbers.count(figures.patients()), "");
        if (figures.exams() != figures.patients()) {
            tile("Exams", Numbers.count(figures.exams()), "");
        }
        tile(
                "Breasts",
                Numbers.count(figures.breasts()),
                Numbers.count(figures.breastsWithBothViews()) + " with CC and MLO");
        tile(
                "Images",
                Numbers.count(figures.images()),
                figures.filesRead() == 0
                        ? "files not looked at"
                        : Numbers.count(figures.usable()) + " of " + Numbers.count(figures.filesRead())
                                + " can be used");
        if (figures.texts().breasts() > 0) {
            tile(
                    "Reports",
                    Numbers.count(figures.texts().breasts()),
                    Numbers.count(figures.texts().differentReports()) + " different");
        }
        tile("Same pictures", Numbers.count(figures.duplicates().size()), "under several names");
        html.raw("</dl></section>\n");
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

    private void problems() {
        html.raw("<section>").element("h2", "What to do");
        if (figures.problems().isEmpty()) {
            html.element("p", "Nothing was found.");
        }
        for (Problem problem : figures.problems()) {
            String severity = problem.issue().severity().name().toLowerCase(Locale.ROOT);
            html.raw("<article class=\"issue " + severity + "\"><h3><span class=\"severity\">")
                    .text(severity)
                    .raw("</span> ")
                    .text(problem.issue().title())
                    .raw("</h3>\n")
                    .element("p", problem.detail() + ".")
                    .raw("<p class=\"hint\">")
                    .text(problem.issue().mend())
                    .raw("</p>\n");
            places(problem);
            html.raw("</article>\n");
        }
        html.raw("</section>\n");
    }

    private void places(Problem problem) {
        if (problem.where().isEmpty()) {
            return;
        }
        long more = problem.count() - problem.where().size();
        html.raw("<details><summary>")
                .text(
                        more > 0
                                ? "the first " + problem.where().size() + " of " + Numbers.count(problem.count())
                                : "where")
                .raw("</summary><ul class=\"places\">\n");
        problem.where().forEach(place -> html.element("li", place));
        html.raw("</ul></details>\n");
    }

    private void tables() {
        html.raw("<section>").element("h2", "Tables").raw("<div class=\"scroll\"><table>\n");
        html.header("File", "What it is", "Rows", "With errors", "Split column", "Fold column");
        for (CheckedTable table : figures.tables()) {
            html.row(List.of(
                    table.name() + "\nSHA-256 "
                            + (table.sha256().isEmpty()
                                    ? "unknown"
                                    : table.sha256().substring(0, 16)),
                    table.kind().words(),
                    Numbers.count(table.rowsInFile()),
                    Numbers.count(table.badRows()),
                    table.splitColumn() ? "yes" : "no",
                    table.foldColumn() ? "yes" : "no"));
        }
        html.raw("</table></div>\n</section>\n");
    }

    private void files() {
        if (figures.filesRead() == 0) {
            return;
        }
        html.raw("<section>").element("h2", "Image files").raw("<div class=\"columns\">\n");
        counts("Kind of file", figures.forms());
        counts("Stored size, rows x columns", figures.sizes());
        counts("Noticed while preparing", figures.flags());
        html.raw("</div></section>\n");
    }

    private void counts(String title, Map<String, Integer> counts) {
        if (!counts.isEmpty()) {
            html.raw("<div>").element("h3", title).raw("<table>\n");
            counts.forEach((name, count) -> html.row(List.of(name, Numbers.count(count))));
            html.raw("</table></div>\n");
        }
    }

    private void shots(String title, String hint, List<DataPictures.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        html.raw("<section>")
                .element("h2", title)
                .raw("<p class=\"hint\">")
                .text(hint)
                .raw("</p>\n");
        html.raw("<div class=\"gallery\">\n");
        for (DataPictures.Row row : rows) {
            html.raw("<div class=\"shots\">").element("h4", row.title()).raw("<div class=\"strip\">\n");
            for (DataPictures.Shot shot : row.shots()) {
                html.raw("<figure><img alt=\"" + Html.escape(shot.caption()) + "\" src=\""
                                + shot.png().address() + "\"><figcaption>")
                        .text(shot.caption())
                        .raw("</figcaption></figure>\n");
            }
            html.raw("</div></div>\n");
        }
        html.raw("</div></section>\n");
    }

    private void method() {
        html.raw("<section>").element("h2", "How this was made").raw("<dl class=\"method\">\n");
        List<String[]> entries = new ArrayList<>();
        origin.notes().forEach(note -> entries.add(new String[] {"Note", note}));
        entries.add(new String[] {"Command", String.join(" ", origin.commandLine())});
        entries.add(new String[] {"Made by", "Mammo-CLIP Worker " + origin.codeVersion() + ", " + origin.createdAt()});
        entries.forEach(entry ->
                html.raw("<dt>").text(entry[0]).raw("</dt><dd>").text(entry[1]).raw("</dd>\n"));
        html.raw("</dl></section>\n");
    }
}

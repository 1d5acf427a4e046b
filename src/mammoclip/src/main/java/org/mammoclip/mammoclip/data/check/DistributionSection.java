package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.mammoclip.mammoclip.evaluate.page.Html;
import org.mammoclip.mammoclip.evaluate.page.Numbers;

/** The page's part about balance: labels and density by split and fold, age, BI-RADS, views. */
final class DistributionSection {
    private static final String[] DENSITIES = {"A", "B", "C", "D"};

    private final Html html;
    private final DataFigures figures;

    DistributionSection(Html html, DataFigures figures) {
        this.html = html;
        this.figures = figures;
    }

    void write() {
        if (figures.groups().isEmpty()) {
            return;
        }
        html.raw("<section>").element("h2", "Balance");
        for (CheckedTable table : figures.tables()) {
            List<GroupFigures> groups = figures.groups().stream()
                    .filter(group -> group.table().equals(table.name()))
                    .toList();
            if (!groups.isEmpty()) {
                labels(table, groups);
                densities(groups);
            }
        }
        html.raw("<div class=\"columns\">\n");
        Map<String, Integer> ages = new LinkedHashMap<>();
        figures.ages().forEach((decade, patients) -> ages.put(decade + "\u2013" + (decade + 9), patients));
        bars("Patients by age", ages);
        Map<String, Integer> birads = new LinkedHashMap<>();
        figures.birads().forEach((category, images) -> birads.put("BI-RADS " + category, images));
        bars("Images by BI-RADS", birads);
        Map<String, Integer> views = new LinkedHashMap<>();
        figures.views().forEach((view, images) -> views.put(view.isEmpty() ? "not stated" : view, images));
        bars("Images by view", views);
        html.raw("</div></section>\n");
    }

    private void labels(CheckedTable table, List<GroupFigures> groups) {
        html.element("h3", table.name()).raw("<div class=\"scroll\"><table>\n");
        List<String> heads = new ArrayList<>(List.of(""));
        groups.forEach(group -> heads.add(group.title()));
        html.header(heads.toArray(String[]::new));
        html.row(line("Patients", groups, group -> Numbers.count(group.patients())));
        html.row(line("Images", groups, group -> Numbers.count(group.images())));
        for (String label : table.labels()) {
            html.row(line(label.replace('_', ' '), groups, group -> {
                int positives = group.positives().getOrDefault(label, 0);
                return Numbers.count(positives) + "\n" + Numbers.percent((double) positives / group.images());
            }));
        }
        html.raw("</table></div>\n");
    }

    private static List<String> line(String title, List<GroupFigures> groups, Function<GroupFigures, String> cell) {
        List<String> cells = new ArrayList<>(List.of(title));
        groups.forEach(group -> cells.add(cell.apply(group)));
        return cells;
    }

    private void densities(List<GroupFigures> groups) {
        if (groups.get(0).densities().stream().allMatch(count -> count == 0)) {
            return;
        }
        html.raw("<div class=\"bars\" data-plot=\"density\">").element("h4", "Images by breast density, A to D");
        for (GroupFigures group : groups) {
            int all = group.densities().stream().mapToInt(count -> count).sum();
            html.raw("<div class=\"bar-row\"><span class=\"bar-name\">")
                    .text(group.title())
                    .raw("</span><span class=\"stack\">");
            for (int i = 0; i < DENSITIES.length; i++) {
                int count = group.densities().get(i);
                if (count > 0) {
                    html.raw("<span class=\"step-" + i + "\" style=\"width:" + percent(count, all) + "\" title=\"")
                            .text("density " + DENSITIES[i] + ": " + Numbers.count(count))
                            .raw("\">")
                            .text(20 * count > all ? DENSITIES[i] + " " + Numbers.count(count) : "")
                            .raw("</span>");
                }
            }
            html.raw("</span></div>\n");
        }
        html.raw("</div>\n");
    }

    private void bars(String title, Map<String, Integer> counts) {
        if (!counts.isEmpty()) {
            bars(html, title, counts);
        }
    }

    /** One bar a line, the longest as wide as there is room. */
    static void bars(Html html, String title, Map<String, Integer> counts) {
        int most = counts.values().stream().mapToInt(count -> count).max().orElse(1);
        html.raw("<div class=\"bars\">").element("h4", title);
        counts.forEach((name, count) -> html.raw("<div class=\"bar-row\"><span class=\"bar-name\">")
                .text(name)
                .raw("</span><span class=\"track\"><span class=\"fill\" style=\"width:" + percent(count, most)
                        + "\"></span></span><span class=\"bar-count\">")
                .text(Numbers.count(count))
                .raw("</span></div>\n"));
        html.raw("</div>\n");
    }

    private static String percent(int part, int whole) {
        return String.format(Locale.ROOT, "%.2f%%", whole == 0 ? 0 : 100.0 * part / whole);
    }
}

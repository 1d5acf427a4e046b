package org.mammoclip.mammoclip.card;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mammoclip.mammoclip.evaluate.MetricValue;

/** {@code model-card.md}: the card as people read it. Not thread-safe. */
final class CardMarkdown {
    private final StringBuilder text = new StringBuilder();

    private CardMarkdown() {}

    static String of(LearningCard card) {
        CardMarkdown page = new CardMarkdown();
        page.line("# " + CardText.escape(card.title())).line("");
        page.line(CardText.escape(card.statement())).line("");
        page.line("- Task: " + CardText.escape(card.task()));
        page.line("- Licence: " + CardText.escape(card.licence())).line("");
        page.results(card.results());
        page.figures(card.figures());
        page.data(card.data());
        page.origin(card.origin());
        page.settings(card.settings());
        page.limits(card.limits());
        return page.text.toString();
    }

    private CardMarkdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void header(List<String> cells) {
        row(cells);
        row(cells.stream().map(cell -> "---").toList());
    }

    private void results(List<LearningResult> results) {
        if (results.isEmpty()) {
            return;
        }
        line("## Results").line("");
        line("Values with their 95 % interval (bootstrap by patient) in brackets.")
                .line("");
        Map<String, List<LearningResult>> questions = new LinkedHashMap<>();
        for (LearningResult result : results) {
            String question = result.scope().finding() + ", " + result.scope().task();
            questions.computeIfAbsent(question, key -> new ArrayList<>()).add(result);
        }
        questions.forEach((question, own) -> {
            line("### " + CardText.escape(question)).line("");
            table(own);
            line("");
        });
    }

    /** One row per scope, one column per metric, both in the order in which they first occur. */
    private void table(List<LearningResult> results) {
        Set<String> metrics = new LinkedHashSet<>();
        Map<LearningResult.Scope, Map<String, MetricValue>> rows = new LinkedHashMap<>();
        for (LearningResult result : results) {
            metrics.add(result.value().key());
            rows.computeIfAbsent(result.scope(), scope -> new LinkedHashMap<>())
                    .put(result.value().key(), result.value());
        }
        List<String> head = new ArrayList<>(List.of("data", "labels", "seed", "images", "positive"));
        metrics.forEach(metric -> head.add(CardText.escape(metric)));
        header(head);
        rows.forEach((scope, values) -> {
            List<String> cells = new ArrayList<>(List.of(
                    CardText.escape(scope.split()),
                    percent(scope.fraction()),
                    String.valueOf(scope.seed()),
                    count(scope.images()),
                    scope.positives() == 0 ? "" : count(scope.positives())));
            for (String metric : metrics) {
                MetricValue value = values.get(metric);
                cells.add(value == null ? "" : number(value));
            }
            row(cells);
        });
    }

    private void figures(List<LearningCard.Figure> figures) {
        for (LearningCard.Figure figure : figures) {
            String caption = CardText.escape(figure.caption());
            line("![" + caption + "](" + figure.file() + ")").line("");
            line(caption).line("");
        }
    }

    private void data(LearningData data) {
        line("## Data").line("");
        line("Splits: " + CardText.escape(data.rule()) + ". No patient is in two.")
                .line("");
        Set<String> findings = new TreeSet<>();
        data.splits().forEach(split -> findings.addAll(split.positives().keySet()));
        List<String> head = new ArrayList<>(List.of("split", "patients", "images"));
        findings.forEach(finding -> head.add(CardText.escape(finding)));
        header(head);
        for (LearningData.SplitCount split : data.splits()) {
            List<String> cells = new ArrayList<>(
                    List.of(CardText.escape(split.name()), count(split.patients()), count(split.images())));
            for (String finding : findings) {
                cells.add(count(split.positives().getOrDefault(finding, 0)));
            }
            row(cells);
        }
        line("");
        for (LearningData.Table table : data.tables()) {
            line("- " + CardText.escape(table.name()) + ": " + count(table.rows()) + " rows"
                    + (table.skippedRows() == 0 ? "" : " (" + count(table.skippedRows()) + " bad rows left out)")
                    + ", SHA-256 `" + table.sha256() + "`");
        }
        line("- Tables and splits together: SHA-256 `" + data.sha256() + "`").line("");
    }

    private void origin(LearningOrigin origin) {
        line("## How to make it again").line("");
        line("```sh");
        origin.commands().forEach(this::line);
        line("```").line("");
        line("- Seed: " + origin.seed());
        line("- Code: " + CardText.escape(origin.codeVersion()));
        for (LearningOrigin.Model model : origin.models()) {
            line("- " + CardText.escape(model.role()) + ": " + CardText.escape(model.name()) + ", SHA-256 `"
                    + model.sha256() + "`");
        }
        line("");
    }

    private void settings(Map<String, String> settings) {
        if (settings.isEmpty()) {
            return;
        }
        line("## Settings").line("");
        header(List.of("setting", "value"));
        settings.forEach((name, value) -> row(List.of(CardText.escape(name), CardText.escape(value))));
        line("");
    }

    private void limits(List<String> limits) {
        if (limits.isEmpty()) {
            return;
        }
        line("## Limits").line("");
        limits.forEach(limit -> line("- " + CardText.escape(limit)));
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(double share) {
        double percent = Math.round(share * 10_000) / 100.0;
        return (percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent)) + " %";
    }

    /** Three decimals; a dash for what is not defined. */
    private static String number(MetricValue value) {
        if (!Double.isFinite(value.value())) {
            return "-";
        }
        return value.interval()
                .map(interval -> String.format(
                        Locale.ROOT, "%.3f (%.3f to %.3f)", value.value(), interval.low(), interval.high()))
                .orElseGet(() -> String.format(Locale.ROOT, "%.3f", value.value()));
    }
}

package org.mammoclip.embedded.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The table that a quickstart prints. */
final class ResultTable {
    private ResultTable() {}

    static String of(List<StudyRun> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("study", "entry", "truth", "state", "priority", "seconds", "finding", "left", "right"));
        TreeSet<String> notes = new TreeSet<>();
        for (int i = 0; i < runs.size(); i++) {
            StudyRun run = runs.get(i);
            JsonNode revision = run.revision();
            JsonNode seconds = revision.path("timings").path("lastImageToDeliveredSeconds");
            List<String> head = List.of(
                    Integer.toString(i + 1),
                    run.entry(),
                    run.truth().isEmpty() ? "-" : run.truth(),
                    run.state().isEmpty() ? "(unknown)" : run.state(),
                    revision.path("priority").asText(""),
                    seconds.isNumber() ? String.format(Locale.ROOT, "%.1f", seconds.asDouble()) : "-");
            Map<String, Map<String, String>> findings = findings(revision.path("findings"));
            boolean first = true;
            for (Map.Entry<String, Map<String, String>> finding : findings.entrySet()) {
                List<String> row = new ArrayList<>(first ? head : List.of("", "", "", "", "", ""));
                row.add(finding.getKey());
                row.add(finding.getValue().getOrDefault("LEFT", "-"));
                row.add(finding.getValue().getOrDefault("RIGHT", "-"));
                rows.add(row);
                first = false;
            }
            if (findings.isEmpty()) {
                List<String> row = new ArrayList<>(head);
                row.addAll(List.of("-", "-", "-"));
                rows.add(row);
                notes.add("study " + (i + 1) + ": " + run.summary());
            }
            String model = revision.path("model").path("description").asText("");
            if (!model.isEmpty()) {
                notes.add("model: " + model);
            }
        }
        StringBuilder text = new StringBuilder(format(rows));
        for (int i = 0; i < runs.size(); i++) {
            text.append("study ")
                    .append(i + 1)
                    .append(": ")
                    .append(runs.get(i).uid())
                    .append('\n');
        }
        text.append(ReadingOrder.of(runs));
        notes.forEach(note -> text.append(note).append('\n'));
        return text.append("* the score reaches its threshold; seconds: last image to acknowledgement by the PACS\n")
                .toString();
    }

    /** Score by laterality for every finding of a breast, with an asterisk if present. */
    private static Map<String, Map<String, String>> findings(JsonNode rows) {
        Map<String, Map<String, String>> findings = new LinkedHashMap<>();
        for (JsonNode row : rows) {
            if (row.path("sopInstanceUID").isNull() && !row.path("laterality").isNull()) {
                findings.computeIfAbsent(row.path("finding").asText(), name -> new LinkedHashMap<>())
                        .put(
                                row.path("laterality").asText(),
                                String.format(
                                                Locale.ROOT,
                                                "%.3f",
                                                row.path("score").asDouble())
                                        + (row.path("present").asBoolean() ? "*" : ""));
            }
        }
        return findings;
    }

    private static String format(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width =
                        rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(1);
                line.append(String.format(Locale.ROOT, "%-" + width + "s  ", row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}

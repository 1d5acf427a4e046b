package org.mammoclip.mammoclip.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Published results, from the resource {@code anchors.json}. */
public final class Anchors {
    private static final List<Anchor> ALL = read();

    private Anchors() {}

    /** All of them. */
    public static List<Anchor> all() {
        return ALL;
    }

    /** Those of one number; a finding that is a malignancy is compared with cancer. */
    public static List<Anchor> of(String dataSet, String task, String metric) {
        String known = task.equals("malignancy") ? "cancer" : task;
        return ALL.stream()
                .filter(anchor -> anchor.dataSet().equals(dataSet)
                        && anchor.task().equals(known)
                        && anchor.metric().equals(metric))
                .toList();
    }

    private static List<Anchor> read() {
        try (InputStream in = Anchors.class.getResourceAsStream("anchors.json")) {
            List<Anchor> anchors = new ArrayList<>();
            for (JsonNode table : new ObjectMapper().readTree(in).path("tables")) {
                for (JsonNode row : table.path("rows")) {
                    for (int i = 0; i < table.path("columns").size(); i++) {
                        add(anchors, table, row, i);
                    }
                }
            }
            return List.copyOf(anchors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(List<Anchor> anchors, JsonNode table, JsonNode row, int index) {
        JsonNode column = table.path("columns").get(index);
        JsonNode value = row.path("values").path(index);
        if (value.isNumber()) {
            anchors.add(new Anchor(
                    table.path("dataSet").asText(),
                    column.path("task").asText(),
                    column.path("metric").asText(),
                    row.path("model").asText(),
                    column.path("protocol").asText(),
                    value.asDouble(),
                    table.path("source").asText()));
        }
    }
}

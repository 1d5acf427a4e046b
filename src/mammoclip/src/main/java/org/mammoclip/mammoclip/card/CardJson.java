package org.mammoclip.mammoclip.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code model-card.json}: every field of the card; figures by file name and caption, their content stands in those files. */
final class CardJson {
    static final String FORMAT = "mammoclip-model-card-1";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private CardJson() {}

    /** UTF-8. */
    static byte[] of(LearningCard card) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("title", card.title());
        root.put("statement", card.statement());
        root.put("task", card.task());
        root.put("licence", card.licence());
        root.set("origin", JSON.valueToTree(card.origin()));
        root.set("data", JSON.valueToTree(card.data()));
        root.set("results", LearningResults.encode(card.results()));
        root.set("settings", JSON.valueToTree(card.settings()));
        root.set("limits", JSON.valueToTree(card.limits()));
        ArrayNode figures = root.putArray("figures");
        card.figures()
                .forEach(
                        figure -> figures.addObject().put("file", figure.file()).put("caption", figure.caption()));
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can be written", e);
        }
    }

    static LearningCard read(Path folder) throws IOException {
        Path file = folder.resolve(LearningCard.JSON_FILE);
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (!root.path("format").asText().equals(FORMAT)) {
                throw new IllegalArgumentException("its format is not " + FORMAT);
            }
            return new LearningCard(
                    text(root, "title"),
                    text(root, "statement"),
                    text(root, "task"),
                    text(root, "licence"),
                    JSON.treeToValue(field(root, "origin"), LearningOrigin.class),
                    JSON.treeToValue(field(root, "data"), LearningData.class),
                    LearningResults.decode(field(root, "results")),
                    JSON.convertValue(field(root, "settings"), new TypeReference<>() {}),
                    JSON.convertValue(field(root, "limits"), new TypeReference<>() {}),
                    figures(folder, field(root, "figures")));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static List<LearningCard.Figure> figures(Path folder, JsonNode list) throws IOException {
        List<LearningCard.Figure> figures = new ArrayList<>();
        for (JsonNode node : list) {
            // the name is checked before it becomes a path
            LearningCard.Figure named = new LearningCard.Figure(text(node, "file"), text(node, "caption"), "");
            String svg = Files.readString(folder.resolve(named.file()), StandardCharsets.UTF_8);
            figures.add(new LearningCard.Figure(named.file(), named.caption(), svg));
        }
        return figures;
    }

    private static JsonNode field(JsonNode root, String name) {
        JsonNode field = root.path(name);
        if (field.isMissingNode() || field.isNull()) {
            throw new IllegalArgumentException("field " + name + " is missing");
        }
        return field;
    }

    private static String text(JsonNode root, String name) {
        JsonNode field = field(root, name);
        if (!field.isTextual()) {
            throw new IllegalArgumentException("field " + name + " is no text");
        }
        return field.textValue();
    }
}

package org.mammoclip.mammoclip.verify;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object that knows its place, so that a message can name it. */
record ReferenceNode(String place, JsonNode node) {
    /** More values than this in one list are refused. */
    private static final int MAX_VALUES = 1 << 20;

    private static final int MAX_AXES = 8;

    static ReferenceNode root(JsonNode node) throws ReferenceFormatException {
        if (node == null || !node.isObject()) {
            throw new ReferenceFormatException("the file must be a JSON object");
        }
        return new ReferenceNode("", node);
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    ReferenceNode child(String key) throws ReferenceFormatException {
        JsonNode child = node.get(key);
        if (child == null || !child.isObject()) {
            throw wrong(key, "an object");
        }
        return new ReferenceNode(path(key), child);
    }

    /** All members, which must be objects, in the file's order. */
    Map<String, ReferenceNode> children() throws ReferenceFormatException {
        Map<String, ReferenceNode> children = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            children.put(member.getKey(), child(member.getKey()));
        }
        return children;
    }

    /** The objects of a list; none if it is absent. */
    List<ReferenceNode> optionalList(String key) throws ReferenceFormatException {
        List<ReferenceNode> list = new ArrayList<>();
        if (!has(key)) {
            return list;
        }
        if (!node.get(key).isArray()) {
            throw wrong(key, "a list");
        }
        for (JsonNode element : node.get(key)) {
            if (!element.isObject()) {
                throw wrong(key, "a list of objects");
            }
            list.add(new ReferenceNode(path(key) + "[" + list.size() + "]", element));
        }
        return list;
    }

    List<String> optionalTexts(String key) throws ReferenceFormatException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node.path(key)) {
            if (!element.isTextual()) {
                throw wrong(key, "a list of texts");
            }
            texts.add(element.asText());
        }
        return texts;
    }

    String text(String key) throws ReferenceFormatException {
        JsonNode text = node.get(key);
        String value = text == null || !text.isTextual() ? "" : text.asText();
        if (value.isBlank() || value.length() > 500 || value.codePoints().anyMatch(Character::isISOControl)) {
            throw wrong(key, "a line of 1 to 500 characters");
        }
        return value;
    }

    double number(String key) throws ReferenceFormatException {
        JsonNode number = node.get(key);
        if (number == null || !number.isNumber()) {
            throw wrong(key, "a number");
        }
        return number.asDouble();
    }

    Shape shape(String key) throws ReferenceFormatException {
        int[] axes = integers(key);
        if (axes.length > MAX_AXES) {
            throw wrong(key, "at most " + MAX_AXES + " axes");
        }
        long[] shape = new long[axes.length];
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] < 1) {
                throw wrong(key, "axes of at least 1");
            }
            shape[i] = axes[i];
        }
        return new Shape(shape);
    }

    int[] integers(String key) throws ReferenceFormatException {
        return integers(key, list(key));
    }

    private int[] integers(String key, JsonNode list) throws ReferenceFormatException {
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            if (!list.get(i).isInt()) {
                throw wrong(key, "whole numbers");
            }
            values[i] = list.get(i).asInt();
        }
        return values;
    }

    float[] floats(String key) throws ReferenceFormatException {
        return floats(key, list(key));
    }

    /** A list of lists of one length, which is at least 1. */
    float[][] rows(String key) throws ReferenceFormatException {
        JsonNode list = matrix(key);
        float[][] rows = new float[list.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = floats(key, list.get(i));
        }
        return rows;
    }

    /** As {@link #rows} with whole numbers. */
    int[][] integerRows(String key) throws ReferenceFormatException {
        JsonNode list = matrix(key);
        int[][] rows = new int[list.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = integers(key, list.get(i));
        }
        return rows;
    }

    private JsonNode matrix(String key) throws ReferenceFormatException {
        JsonNode list = list(key);
        for (JsonNode row : list) {
            if (!row.isArray() || row.isEmpty() || row.size() != list.get(0).size()) {
                throw wrong(key, "rows of equal length");
            }
        }
        return list;
    }

    private float[] floats(String key, JsonNode list) throws ReferenceFormatException {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            if (!list.get(i).isNumber()) {
                throw wrong(key, "numbers");
            }
            values[i] = (float) list.get(i).asDouble();
        }
        return values;
    }

    private JsonNode list(String key) throws ReferenceFormatException {
        JsonNode list = node.get(key);
        if (list == null || !list.isArray() || list.size() > MAX_VALUES) {
            throw wrong(key, "a list of at most " + MAX_VALUES + " values");
        }
        return list;
    }

    /** Says what should be at a key. */
    ReferenceFormatException wrong(String key, String expected) {
        return new ReferenceFormatException(path(key) + ": expected " + expected);
    }

    private String path(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }
}

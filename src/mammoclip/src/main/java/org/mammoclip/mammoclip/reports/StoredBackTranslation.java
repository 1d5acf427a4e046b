package org.mammoclip.mammoclip.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Back-translations made beforehand with any tool, since nothing is fetched at run time: a UTF-8 file of JSON lines, each {@code
 * {"text": "cleaned text", "translation": "the same in other words"}}. The file is read once; immutable afterwards.
 */
public final class StoredBackTranslation implements BackTranslation {
    /** More lines than any public collection of reports has sections. */
    public static final int MAX_LINES = 2_000_000;

    private final Path file;
    private final Map<String, String> translations;

    private StoredBackTranslation(Path file, Map<String, String> translations) {
        this.file = file;
        this.translations = translations;
    }

    /**
     * @throws IOException if the file cannot be read or a line is not as described; the message names file and line
     */
    public static StoredBackTranslation read(Path file) throws IOException {
        Map<String, String> translations = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (++number > MAX_LINES) {
                    throw new IOException(file + ": more than " + MAX_LINES + " lines");
                }
                if (!line.isBlank()) {
                    add(translations, json, line, file + " line " + number);
                }
            }
        }
        return new StoredBackTranslation(file, translations);
    }

    private static void add(Map<String, String> translations, ObjectMapper json, String line, String where)
            throws IOException {
        JsonNode entry;
        try {
            entry = json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException(where + " is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!entry.path("text").isTextual()
                || entry.path("translation").asText("").isBlank()) {
            throw new IOException(where + ": expected {\"text\": ..., \"translation\": ...}, both not empty");
        }
        String text = entry.get("text").asText();
        if (translations.putIfAbsent(text, entry.get("translation").asText()) != null) {
            throw new IOException(where + ": a text that an earlier line has translated already");
        }
    }

    /**
     * @throws IllegalArgumentException if the file lacks a text; the message gives its position, not its words
     */
    @Override
    public List<String> apply(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            if (!translations.containsKey(texts.get(i))) {
                throw new IllegalArgumentException("text " + i + " of " + texts.size() + " is not in " + file
                        + ": translate again, with the same cleaning");
            }
        }
        return texts.stream().map(translations::get).toList();
    }
}

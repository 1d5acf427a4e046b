package org.mammoclip.mammoclip.card;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a training left behind, for people and programs: {@code model-card.json} and {@code model-card.md} beside the model, with
 * its figures. Immutable. The same card gives the same bytes: there is no date in it.
 *
 * @param title name of what was learned
 * @param statement one sentence for people: what it is, and what it is not
 * @param task what it does, as in {@code linear probe: Mass}
 * @param licence of the parameters
 * @param origin how to make it again
 * @param data what it was learned from
 * @param results how good it is, with 95 % intervals by patient
 * @param settings of the training, as text by name
 * @param limits what it must not be used for, and what was not measured
 * @param figures in the order of the page
 */
public record LearningCard(
        String title,
        String statement,
        String task,
        String licence,
        LearningOrigin origin,
        LearningData data,
        List<LearningResult> results,
        SortedMap<String, String> settings,
        List<String> limits,
        List<Figure> figures) {
    public static final String JSON_FILE = "model-card.json";
    public static final String MARKDOWN_FILE = "model-card.md";

    /**
     * A picture beside the card.
     *
     * @param file name that ends with {@code .svg}, without a folder
     * @param caption what it shows
     * @param svg its content
     */
    public record Figure(String file, String caption, String svg) {
        public Figure {
            if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.svg")) {
                throw new IllegalArgumentException("a figure is a file name that ends with .svg, not '" + file + "'");
            }
            CardText.requireLine("caption of " + file, caption);
        }
    }

    public LearningCard {
        CardText.requireLine("title", title);
        CardText.requireLine("statement", statement);
        CardText.requireLine("task", task);
        CardText.requireLine("licence", licence);
        settings.forEach((name, value) -> {
            CardText.requireLine("name of a setting", name);
            CardText.requireLine("setting " + name, value);
        });
        limits.forEach(limit -> CardText.requireLine("a limit", limit));
        results = List.copyOf(results);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        limits = List.copyOf(limits);
        figures = List.copyOf(figures);
        Set<String> names = new HashSet<>();
        for (Figure figure : figures) {
            if (!names.add(figure.file())) {
                throw new IllegalArgumentException("two figures are called " + figure.file());
            }
        }
    }

    /** Writes card and figures into a folder, which is created if need be; files of these names are replaced one by one. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Figure figure : figures) {
            replace(folder.resolve(figure.file()), figure.svg().getBytes(StandardCharsets.UTF_8));
        }
        replace(folder.resolve(JSON_FILE), CardJson.of(this));
        replace(folder.resolve(MARKDOWN_FILE), CardMarkdown.of(this).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the card and the figures it names.
     *
     * @throws IOException if a file is missing or damaged, saying which and why
     */
    public static LearningCard read(Path folder) throws IOException {
        return CardJson.read(folder);
    }

    static void replace(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

package org.mammoclip.mammoclip.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where parameters came from, as far as the file they came in tells.
 *
 * @param sourceFile name of that file, without folders
 * @param sourceSha256 SHA-256 of its bytes
 * @param figures what it says of its training: {@code epoch}, {@code train_loss}, {@code auroc}, {@code accuracy}, {@code f1},
 *     {@code MAP}, {@code best_MAP}; only what is there and finite
 * @param configuration the fields kept of its configuration, as text, and what was computed for it at import; paths are never among
 *     them
 * @param importedBy version of the code that wrote our own format from it, empty while the file is read directly
 */
public record Provenance(
        String sourceFile,
        String sourceSha256,
        SortedMap<String, Double> figures,
        SortedMap<String, String> configuration,
        String importedBy) {
    private static final int MAX_FIELDS = 64;

    public Provenance {
        About.require(About.isLine(sourceFile), "source file must be one line of 1 to 200 characters");
        About.require(sourceSha256.matches("[0-9a-f]{64}"), "source digest must be SHA-256 in lower-case hexadecimal");
        About.require(
                figures.size() <= MAX_FIELDS && configuration.size() <= MAX_FIELDS,
                "more than " + MAX_FIELDS + " figures or configuration fields");
        About.require(
                figures.keySet().stream().allMatch(About::isLine)
                        && figures.values().stream().allMatch(Double::isFinite),
                "figures must be finite and their names one line");
        for (Map.Entry<String, String> field : configuration.entrySet()) {
            About.require(
                    About.isLine(field.getKey()) && About.isLine(field.getValue()),
                    "configuration fields must be one line of 1 to 200 characters");
        }
        About.require(importedBy.isEmpty() || About.isLine(importedBy), "importedBy must be one line");
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    }

    /** The same, written to our own format by that version of the code. */
    public Provenance importedBy(String codeVersion) {
        return new Provenance(sourceFile, sourceSha256, figures, configuration, codeVersion);
    }

    /** The same with more fields. */
    Provenance with(Map<String, String> fields) {
        SortedMap<String, String> all = new TreeMap<>(configuration);
        all.putAll(fields);
        return new Provenance(sourceFile, sourceSha256, figures, all, importedBy);
    }
}

package org.mammoclip.worker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.learn.factor.Attribute;
import picocli.CommandLine.Option;

/** What a mapper finds, in words. */
final class AttributeOptions {
    @Option(
            names = "--attribute",
            paramLabel = "NAME",
            description =
                    "An attribute of the mapper, in its order, by the finding's key; may be repeated (default: mass"
                            + " and suspicious_calcification, then those of --sentences).")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--sentences",
            paramLabel = "NAME=FILE",
            description = "Sentences that report the attribute, a text file in UTF-8 with one a line; may be repeated"
                    + " (default: the reference's, 486 for mass and 810 for suspicious_calcification).")
    Map<String, Path> sentences = new LinkedHashMap<>();

    boolean areGiven() {
        return !names.isEmpty() || !sentences.isEmpty();
    }

    /**
     * @throws IOException if a file cannot be used, saying where
     * @throws IllegalArgumentException if there are no sentences for an attribute, or it is given twice
     */
    List<Attribute> read() throws IOException {
        Set<String> asked = new LinkedHashSet<>();
        for (String name : names) {
            if (!asked.add(name)) {
                throw new IllegalArgumentException("--attribute " + name + " is given twice");
            }
        }
        if (asked.isEmpty()) {
            Attribute.REFERENCE.forEach(attribute -> asked.add(attribute.name()));
            asked.addAll(sentences.keySet());
        }
        for (String name : sentences.keySet()) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException("--sentences " + name + "=...: there is no --attribute " + name);
            }
        }
        List<Attribute> attributes = new ArrayList<>();
        for (String name : asked) {
            Path file = sentences.get(name);
            attributes.add(file == null ? Attribute.named(name) : Attribute.read(name, file));
        }
        return attributes;
    }
}

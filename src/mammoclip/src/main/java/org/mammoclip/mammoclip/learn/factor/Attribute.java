package org.mammoclip.mammoclip.learn.factor;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.mammoclip.mammoclip.reports.AttributeSentences;

/**
 * What a mapper learns to find, in words.
 *
 * @param name key of the finding, 1 to 63 of a-z, 0-9 and _, beginning with a letter, as in {@code suspicious_calcification}
 * @param sentences that report it, 1 to {@value #MAX_SENTENCES} of 1 to {@value #MAX_SENTENCE} characters; each counts once for every
 *     time it is there
 */
public record Attribute(String name, List<String> sentences) {
    /** Most sentences of an attribute. */
    public static final int MAX_SENTENCES = 10_000;

    /** Most characters of a sentence; a text of 256 tokens is shorter. */
    public static final int MAX_SENTENCE = 2000;

    /** The attributes of the published mapper, in its order. */
    public static final List<Attribute> REFERENCE = List.of(
            new Attribute("mass", AttributeSentences.mass()),
            new Attribute("suspicious_calcification", AttributeSentences.suspiciousCalcification()));

    public Attribute {
        sentences = List.copyOf(sentences);
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "the name of an attribute has 1 to 63 of a-z, 0-9 and _ and begins with a"
                            + " letter, as in suspicious_calcification; not '" + name + "'");
        }
        if (sentences.isEmpty() || sentences.size() > MAX_SENTENCES) {
            throw new IllegalArgumentException(
                    "attribute " + name + " has " + sentences.size() + " sentences, not 1 to " + MAX_SENTENCES);
        }
        for (String sentence : sentences) {
            if (sentence.isBlank() || sentence.length() > MAX_SENTENCE) {
                throw new IllegalArgumentException("a sentence of attribute " + name + " has " + sentence.length()
                        + " characters, not 1 to " + MAX_SENTENCE + ", or is blank");
            }
        }
    }

    /**
     * An attribute of the reference, with its sentences.
     *
     * @throws IllegalArgumentException if the reference has no sentences for it
     */
    public static Attribute named(String name) {
        return REFERENCE.stream()
                .filter(attribute -> attribute.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are no sentences for '" + name
                        + "', only for mass and suspicious_calcification; give a file with sentences that report it"));
    }

    /**
     * Reads sentences from a text file in UTF-8, one a line. Blank lines and those that begin with {@code #} are left out.
     *
     * @throws IOException if the file cannot be read, is not UTF-8, or has no usable sentences, saying where
     */
    public static Attribute read(String name, Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8 text: sentences of " + name + " are one a line", e);
        }
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String sentence = lines.get(i).strip();
            if (sentence.length() > MAX_SENTENCE) {
                throw new IOException(file + ":" + (i + 1) + ": a sentence of " + sentence.length()
                        + " characters, at most " + MAX_SENTENCE + " are allowed");
            }
            if (!sentence.isEmpty() && !sentence.startsWith("#")) {
                sentences.add(sentence);
            }
        }
        if (sentences.isEmpty() || sentences.size() > MAX_SENTENCES) {
            throw new IOException(file + " has " + sentences.size() + " sentences of " + name + ", not 1 to "
                    + MAX_SENTENCES + "; one a line, blank lines and lines with # do not count");
        }
        return new Attribute(name, sentences);
    }

    /** Over name and sentences, 64 lower-case hexadecimal digits. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n" + String.join("\n", sentences)).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

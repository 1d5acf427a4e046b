package org.mammoclip.worker.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the configuration file while it is read. Every accessor declares a key: it looks at the environment
 * first, then at the file, falls back to the default, and notes a problem instead of throwing, so that one run reports
 * all of them.
 */
final class Section {
    private final ConfigReader reader;
    private final String path;
    private final @Nullable MappingNode node;
    private final Set<String> declared = new LinkedHashSet<>();

    Section(ConfigReader reader, String path, @Nullable MappingNode node) {
        this.reader = reader;
        this.path = path;
        this.node = node;
    }

    /** The parser of a value text. */
    interface Parser<T> {
        /** @throws IllegalArgumentException if the text is no such value */
        T parse(String text);
    }

    <T> T value(String key, String type, T defaultValue, String shownDefault, Parser<T> parser, String description) {
        T parsed = optionalValue(key, type, shownDefault, parser, description);
        return parsed == null ? defaultValue : parsed;
    }

    /** A value that is null when it is left out. */
    <T> @Nullable T optional(String key, String type, Parser<T> parser, String description) {
        return optionalValue(key, type, "null", parser, description);
    }

    private <T> @Nullable T optionalValue(
            String key, String type, String shownDefault, Parser<T> parser, String description) {
        declare(key, type, shownDefault, description);
        Node child = child(key);
        String override = reader.override(full(key));
        String text = override != null ? override : scalar(key, child, type);
        if (text == null) {
            return null;
        }
        try {
            return parser.parse(text);
        } catch (IllegalArgumentException e) {
            String source = override != null ? ConfigReader.variable(full(key)) : reader.at(child);
            reader.problem(source, full(key), notA(text, type));
            return null;
        }
    }

    String string(String key, String defaultValue, String description) {
        return value(key, "text", defaultValue, defaultValue, text -> text, description);
    }

    /** A key that must be there. A missing one is a problem and the fallback is only there to go on reading. */
    <T> T required(String key, String type, T fallback, Parser<T> parser, String description) {
        boolean present = reader.override(full(key)) != null || child(key) != null;
        if (!present) {
            reader.problem(reader.at(node), full(key), "is missing; give " + type);
        }
        return value(key, type, fallback, "", parser, description);
    }

    int integer(String key, int defaultValue, int min, int max, String description) {
        return value(
                key,
                "a whole number from " + min + " to " + max,
                defaultValue,
                Integer.toString(defaultValue),
                text -> Texts.inRange(Integer.parseInt(text.strip()), min, max),
                description);
    }

    boolean flag(String key, boolean defaultValue, String description) {
        return value(key, "true or false", defaultValue, Boolean.toString(defaultValue), Texts::flag, description);
    }

    Duration duration(String key, Duration defaultValue, Duration min, Duration max, String description) {
        return value(
                key,
                "a duration such as 20ms, 60s, 5m, 2h or 7d, from " + Units.format(min) + " to " + Units.format(max),
                defaultValue,
                Units.format(defaultValue),
                text -> Texts.inRange(Units.duration(text), min, max),
                description);
    }

    /** A size in bytes. */
    long size(String key, long defaultValue, long min, long max, String description) {
        return value(
                key,
                "a size such as 512MiB or 4GiB, from " + Units.formatSize(min) + " to " + Units.formatSize(max),
                defaultValue,
                Units.formatSize(defaultValue),
                text -> Texts.inRange(Units.size(text), min, max),
                description);
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E defaultValue, String description) {
        return value(
                key,
                "one of " + Texts.words(type),
                defaultValue,
                Texts.word(defaultValue),
                text -> Texts.constant(type, text),
                description);
    }

    @Nullable
    Path path(String key, @Nullable Path defaultValue, String description) {
        Path parsed = optionalValue(
                key,
                "a file or folder path",
                defaultValue == null ? "null" : defaultValue.toString(),
                Path::of,
                description);
        return parsed == null ? defaultValue : parsed;
    }

    @Nullable
    URI uri(String key, String description) {
        return optionalValue(key, "an http or https address", "null", Texts::uri, description);
    }

    URI requiredUri(String key, String description) {
        return required(key, "an http or https address", URI.create("http://localhost"), Texts::uri, description);
    }

    /** A mapping that is always there, with defaults when the file leaves it out. */
    <T> T section(String key, Function<Section, T> read) {
        return read(full(key), mapping(key), read);
    }

    /** A mapping that is null when the file leaves it out or says null. */
    <T> @Nullable T optionalSection(String key, String description, Function<Section, T> read) {
        declare(key, "a section", "null", description);
        MappingNode mapping = mapping(key);
        boolean overridden = reader.hasOverrideBelow(full(key));
        if (mapping == null && !overridden) {
            document(full(key), read);
            return null;
        }
        return read(full(key), mapping, read);
    }

    private <T> T read(String fullPath, @Nullable MappingNode mapping, Function<Section, T> read) {
        Section section = new Section(reader, fullPath, mapping);
        T result = read.apply(section);
        section.rejectUnknownKeys();
        return result;
    }

    /** A list of mappings; an entry that is no mapping is a problem. */
    <T> List<T> list(String key, String description, Function<Section, T> read) {
        declare(key, "a list of sections", "[]", description);
        document(full(key) + "[]", read);
        List<T> result = new ArrayList<>();
        int index = 0;
        for (Node entry : sequence(key)) {
            String entryPath = full(key) + "[" + index++ + "]";
            if (entry instanceof MappingNode mapping) {
                result.add(read(entryPath, mapping, read));
            } else {
                reader.problem(reader.at(entry), entryPath, "expected keys and values");
            }
        }
        return result;
    }

    /** A list of texts, in the file as a YAML list, in the environment separated by commas. */
    <T> List<T> values(String key, String type, List<T> defaultValue, Parser<T> parser, String description) {
        declare(key, "a list, each " + type, defaultValue.toString(), description);
        String override = reader.override(full(key));
        List<String> texts = new ArrayList<>();
        if (override != null) {
            Arrays.stream(override.split(","))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .forEach(texts::add);
        } else if (child(key) == null) {
            return defaultValue;
        } else {
            for (Node entry : sequence(key)) {
                String text = scalar(key, entry, type);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        List<T> result = new ArrayList<>();
        for (String text : texts) {
            try {
                result.add(parser.parse(text));
            } catch (IllegalArgumentException e) {
                reader.problem(reader.at(child(key)), full(key), notA(text, type));
            }
        }
        return List.copyOf(result);
    }

    <E extends Enum<E>> List<E> choices(String key, Class<E> type, List<E> defaultValue, String description) {
        declare(
                key,
                "a list of " + Texts.words(type),
                defaultValue.stream().map(Texts::word).toList().toString(),
                description);
        return values(
                key, "one of " + Texts.words(type), defaultValue, text -> Texts.constant(type, text), description);
    }

    /** Free keys and values, handed on to a library. */
    Map<String, String> properties(String key, String description) {
        return named(key, "text", text -> text, description);
    }

    /** Values under names of the operator's choice, in the file's order. */
    <T> Map<String, T> named(String key, String type, Parser<T> parser, String description) {
        declare(key, "keys and values", "{}", description);
        Map<String, T> result = new LinkedHashMap<>();
        for (NodeTuple tuple : distinct(key, mapping(key))) {
            String name = nameOf(tuple);
            String text = scalar(key + "." + name, tuple.getValueNode(), type);
            if (text != null) {
                try {
                    result.put(name, parser.parse(text));
                } catch (IllegalArgumentException e) {
                    reader.problem(reader.at(tuple.getValueNode()), full(key + "." + name), notA(text, type));
                }
            }
        }
        return Collections.unmodifiableMap(result);
    }

    /** Mappings under names of the operator's choice, in the file's order; an entry that is no mapping is a problem. */
    <T> List<T> sections(String key, String description, BiFunction<String, Section, T> read) {
        declare(key, "sections by name", "{}", description);
        document(full(key) + ".NAME", section -> read.apply("name", section));
        List<T> result = new ArrayList<>();
        for (NodeTuple tuple : distinct(key, mapping(key))) {
            String name = nameOf(tuple);
            String entryPath = full(key) + "." + name;
            if (tuple.getValueNode() instanceof MappingNode mapping) {
                result.add(read(entryPath, mapping, section -> read.apply(name, section)));
            } else {
                reader.problem(reader.at(tuple.getValueNode()), entryPath, "expected keys and values");
            }
        }
        return result;
    }

    /** One of some words, or a mapping; null when the file leaves it out. */
    <T> @Nullable T wordOrSection(
            String key, Map<String, T> words, String shownDefault, String description, Function<Section, T> read) {
        String type = String.join(", ", words.keySet()) + " or a section";
        declare(key, type, shownDefault, description);
        document(full(key), read);
        Node child = child(key);
        if (child == null) {
            return null;
        }
        if (child instanceof MappingNode mapping) {
            return read(full(key), mapping, read);
        }
        String text = scalar(key, child, type);
        T word = text == null ? null : words.get(text);
        if (text != null && word == null) {
            reader.problem(reader.at(child), full(key), notA(text, type) + ConfigReader.nearest(text, words.keySet()));
        }
        return word;
    }

    /** Another file that is read together with this one: its problems stand beside ours. */
    <T> T file(T fallback, FileLoader<T> load) {
        try {
            return load.load();
        } catch (ConfigException e) {
            reader.add(e.problems());
            return fallback;
        }
    }

    /** Reads another file. */
    interface FileLoader<T> {
        T load() throws ConfigException;
    }

    /** Notes a problem that concerns several keys; an empty key is the section itself. */
    void problem(String key, String message) {
        Node child = child(key);
        String where = key.isEmpty() ? path : full(key);
        reader.problem(reader.at(child == null ? node : child), where.isEmpty() ? "(file)" : where, message);
    }

    /** Whether the file or the environment gives the key. */
    boolean has(String key) {
        return child(key) != null || reader.override(full(key)) != null;
    }

    void rejectUnknownKeys() {
        if (node == null) {
            return;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (NodeTuple tuple : node.getValue()) {
            String key = nameOf(tuple);
            if (!seen.add(key)) {
                reader.problem(reader.at(tuple.getKeyNode()), full(key), "is given twice");
            }
            if (!declared.contains(key)) {
                reader.problem(
                        reader.at(tuple.getKeyNode()),
                        full(key),
                        "unknown key" + ConfigReader.nearest(key, declared) + " (known here: "
                                + String.join(", ", declared) + ")");
            }
        }
    }

    /** Collects what an absent section would have declared; its problems are nobody's. */
    private <T> void document(String fullPath, Function<Section, T> read) {
        ConfigReader silent = new ConfigReader("", Map.of()) {
            @Override
            void document(KeyDoc key) {
                reader.document(key);
            }
        };
        T unused = read.apply(new Section(silent, fullPath, null));
    }

    private void declare(String key, String type, String shownDefault, String description) {
        declared.add(key);
        reader.document(
                new ConfigReader.KeyDoc(full(key).replaceAll("\\[\\d+]", "[]"), type, shownDefault, description));
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private @Nullable Node child(String key) {
        if (node != null) {
            for (NodeTuple tuple : node.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return tuple.getValueNode().getTag().equals(Tag.NULL) ? null : tuple.getValueNode();
                }
            }
        }
        return null;
    }

    private static String notA(String text, String type) {
        return "'" + text + "' is not " + type;
    }

    /** The entries of a mapping with free names; a name given twice is a problem. */
    private List<NodeTuple> distinct(String key, @Nullable MappingNode mapping) {
        List<NodeTuple> distinct = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (NodeTuple tuple : mapping == null ? List.<NodeTuple>of() : mapping.getValue()) {
            if (seen.add(nameOf(tuple))) {
                distinct.add(tuple);
            } else {
                reader.problem(reader.at(tuple.getKeyNode()), full(key + "." + nameOf(tuple)), "is given twice");
            }
        }
        return distinct;
    }

    private static String nameOf(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }

    private @Nullable MappingNode mapping(String key) {
        declared.add(key);
        Node child = child(key);
        if (child == null || child instanceof MappingNode) {
            return (MappingNode) child;
        }
        reader.problem(reader.at(child), full(key), "expected keys and values");
        return null;
    }

    private List<Node> sequence(String key) {
        Node child = child(key);
        if (child instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        if (child != null) {
            reader.problem(reader.at(child), full(key), "expected a list");
        }
        return List.of();
    }

    private @Nullable String scalar(String key, @Nullable Node child, String type) {
        if (child == null) {
            return null;
        }
        if (child instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        reader.problem(reader.at(child), full(key), "expected " + type);
        return null;
    }
}

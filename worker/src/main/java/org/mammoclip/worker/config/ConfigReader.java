package org.mammoclip.worker.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mammoclip.worker.config.ConfigException.Problem;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** What all sections of one reading share: the file's name, the environment, the problems and the keys seen so far. */
class ConfigReader {
    /** Environment variables that belong to the launcher, not to the configuration. */
    private static final Set<String> LAUNCHER_VARIABLES = Set.of("MAMMOCLIP_HOME", "MAMMOCLIP_JAVA_OPTS");

    static final String PREFIX = "MAMMOCLIP_";
    private static final int MAX_FILE_BYTES = 1 << 20;

    private final String fileName;
    private final Map<String, String> environment = new TreeMap<>();
    private final Set<String> usedVariables = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<KeyDoc> keys = new ArrayList<>();

    /**
     * One documented key.
     *
     * @param key dotted path, {@code []} after a list
     * @param type what it takes
     * @param defaultValue as written in YAML; empty when the key is required
     */
    record KeyDoc(String key, String type, String defaultValue, String description) {}

    ConfigReader(String fileName, Map<String, String> environment) {
        this.fileName = fileName;
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !LAUNCHER_VARIABLES.contains(name)) {
                this.environment.put(name, value);
            }
        });
    }

    /** Parses the file's structure; nothing in it is ever instantiated. */
    @Nullable
    MappingNode parse(Path file) throws ConfigException {
        return parse(content(file));
    }

    /** The bytes of the file, at most {@value #MAX_FILE_BYTES}. */
    byte[] content(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
            if (content.length > MAX_FILE_BYTES) {
                throw unreadable(fileName, "has more than " + MAX_FILE_BYTES + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw unreadable(fileName, "does not exist");
        } catch (IOException e) {
            throw unreadable(fileName, Files.isDirectory(file) ? "is a folder" : "cannot be read by this user");
        }
    }

    /** As {@link #parse(Path)} of the file's bytes. */
    @Nullable
    MappingNode parse(byte[] content) throws ConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MAX_FILE_BYTES);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(20);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                return null;
            }
            if (root instanceof MappingNode mapping) {
                return mapping;
            }
            throw unreadable(at(root), "expected keys and values, for example 'dataDir: /data'");
        } catch (CharacterCodingException e) {
            throw unreadable(fileName, "is not UTF-8");
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? fileName
                    : fileName + ":" + (e.getProblemMark().getLine() + 1);
            throw unreadable(line, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw unreadable(fileName, "not YAML: " + e.getMessage());
        }
    }

    private static ConfigException unreadable(String source, String message) {
        return new ConfigException(List.of(new Problem(source, "(file)", message)));
    }

    /** Adds what was found in another file. */
    void add(List<Problem> found) {
        problems.addAll(found);
    }

    String at(@Nullable Node node) {
        return node == null ? fileName : fileName + ":" + (node.getStartMark().getLine() + 1);
    }

    void problem(String source, String key, String message) {
        problems.add(new Problem(source, key, message));
    }

    /** The overriding value of a key, if its variable is set. */
    @Nullable
    String override(String path) {
        String name = variable(path);
        String value = environment.get(name);
        if (value != null) {
            usedVariables.add(name);
        }
        return value;
    }

    boolean hasOverrideBelow(String path) {
        String prefix = variable(path) + "_";
        return environment.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** {@code database.passwordFile} is overridden by {@code MAMMOCLIP_DATABASE_PASSWORD_FILE}. */
    static String variable(String path) {
        return PREFIX
                + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replace('.', '_')
                        .toUpperCase(java.util.Locale.ROOT);
    }

    void document(KeyDoc key) {
        if (keys.stream().noneMatch(k -> k.key().equals(key.key()))) {
            keys.add(key);
        }
    }

    /** The keys seen so far as a Markdown table. */
    String markdown() {
        return keys.stream()
                .map(k -> "| `" + k.key() + "` | " + k.type() + " | "
                        + (k.defaultValue().isEmpty() ? "required" : "`" + k.defaultValue() + "`") + " | "
                        + k.description() + " |")
                .collect(Collectors.joining("\n", "| key | takes | default | meaning |\n|---|---|---|---|\n", "\n"));
    }

    /** @throws ConfigException with everything found */
    void finish() throws ConfigException {
        for (String name : environment.keySet()) {
            if (!usedVariables.contains(name)) {
                List<String> known = keys.stream()
                        .map(k -> variable(k.key()))
                        .filter(v -> v.indexOf('[') < 0)
                        .toList();
                problem(name, "(environment)", "no key has this variable" + nearest(name, known));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** {@code "; did you mean 'x'?"} or nothing. */
    static String nearest(String word, Iterable<String> candidates) {
        String best = "";
        int bestDistance = Math.max(2, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance =
                    editDistance(word.toLowerCase(java.util.Locale.ROOT), candidate.toLowerCase(java.util.Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
    }

    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}

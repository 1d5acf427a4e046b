package org.mammoclip.worker.config;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.FindingSet;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * What is asked of every image, and what follows from the answers: the findings file. Immutable; valid once it exists.
 *
 * @param set what the model is asked
 * @param codes of findings that the file gives codes, by key
 * @param breast how the images of a breast become its score
 * @param exam how the breasts become the exam's score
 * @param prioritiseWhenAny any of these puts an exam first; empty: any finding at its threshold
 */
public record FindingsConfig(
        FindingSet set,
        Map<String, FindingCodes> codes,
        Fold breast,
        Fold exam,
        List<TriageCondition> prioritiseWhenAny) {
    /** The built-in findings of the reference's prompts. */
    public static final FindingsConfig DEFAULT =
            new FindingsConfig(FindingSet.DEFAULT, Map.of(), Fold.MAX, Fold.MAX, List.of());

    private static final int MAX_CONDITIONS = 100;
    private static final String VERSION_TYPE =
            "1 to " + FindingSet.MAX_VERSION + " letters, digits and other signs, no backslash";

    /** How several scores become one. */
    public enum Fold {
        MAX,
        MEAN
    }

    /**
     * A finding that puts an exam first.
     *
     * @param finding its key
     * @param atLeast the score from which on; null: its threshold
     */
    public record TriageCondition(String finding, @Nullable Double atLeast) {}

    public FindingsConfig {
        codes = Map.copyOf(codes);
        prioritiseWhenAny = List.copyOf(prioritiseWhenAny);
    }

    /**
     * Reads a findings file.
     *
     * @throws ConfigException naming every problem with file, line, key and allowed values
     */
    public static FindingsConfig load(Path file) throws ConfigException {
        Path name = file.getFileName();
        ConfigReader reader = new ConfigReader(name == null ? file.toString() : name.toString(), Map.of());
        byte[] content = reader.content(file);
        MappingNode root = reader.parse(content);
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
        Section section = new Section(reader, "", root);
        Draft draft = Draft.read(section, folder);
        section.rejectUnknownKeys();
        reader.finish();
        return draft.complete(sha256(content));
    }

    /** The reference of all keys as a Markdown table. */
    public static String referenceMarkdown() {
        ConfigReader reader = new ConfigReader("", Map.of());
        Draft unused = Draft.read(new Section(reader, "", null), Path.of("/"));
        return reader.markdown();
    }

    /** The file as far as it could be read; complete only if no problem was found. */
    private record Draft(
            String version,
            List<FindingSection> findings,
            @Nullable Path density,
            Fold breast,
            Fold exam,
            List<TriageCondition> triage) {
        record Folds(Fold breast, Fold exam) {}

        static Draft read(Section root, Path folder) {
            String version = root.required(
                    "version",
                    VERSION_TYPE,
                    "unnamed",
                    Draft::version,
                    "names these findings and thresholds in every output");
            Folds folds = root.section(
                    "aggregation",
                    inner -> new Folds(
                            inner.choice("breast", Fold.class, Fold.MAX, "how a breast's images become its score"),
                            inner.choice("exam", Fold.class, Fold.MAX, "how the breasts become the exam's score")));
            List<FindingSection> findings = root.sections(
                    "findings",
                    "1 to " + FindingSet.MAX_FINDINGS + " findings in output order",
                    (key, inner) -> FindingSection.read(key, inner, folder));
            int count = findings.size();
            if (count == 0 || count > FindingSet.MAX_FINDINGS) {
                root.problem("findings", count + " findings; give 1 to " + FindingSet.MAX_FINDINGS);
            }
            Path density = root.optionalSection(
                    "density",
                    "the breast's density, in results and the API",
                    inner -> inner.required(
                            "classifier",
                            "a path from this file's folder",
                            folder,
                            folder::resolve,
                            "a checkpoint with four outputs, for the categories A to D"));
            List<TriageCondition> triage =
                    triage(root, findings.stream().map(FindingSection::key).toList());
            return new Draft(version, findings, density, folds.breast(), folds.exam(), triage);
        }

        private static String version(String text) {
            if (text.isBlank()
                    || text.length() > FindingSet.MAX_VERSION
                    || text.chars().anyMatch(c -> c < ' ' || c == '\\')) {
                throw new IllegalArgumentException("no version");
            }
            return text;
        }

        private static List<TriageCondition> triage(Section root, List<String> known) {
            return root.section("triage", triage -> {
                List<TriageCondition> conditions = triage.list(
                        "prioritiseWhenAny",
                        "any of these puts an exam first; empty: any finding at its threshold",
                        condition -> {
                            String finding = condition.required(
                                    "finding", "the key of a finding above", "", text -> text, "a finding above");
                            if (!finding.isEmpty() && !known.contains(finding)) {
                                condition.problem(
                                        "finding", "there is no finding '" + finding + "'" + nearest(finding, known));
                            }
                            return new TriageCondition(
                                    finding,
                                    condition.optional(
                                            "atLeast",
                                            FindingSection.SCORE,
                                            FindingSection::score,
                                            "the calibrated score from which on; the finding's threshold if left out"));
                        });
                if (conditions.size() > MAX_CONDITIONS) {
                    triage.problem("prioritiseWhenAny", "more than " + MAX_CONDITIONS + " conditions");
                }
                return conditions;
            });
        }

        private static String nearest(String word, List<String> known) {
            return ConfigReader.nearest(word, known) + " (known here: " + String.join(", ", known) + ")";
        }

        FindingsConfig complete(String sha256) {
            List<FindingDefinition> definitions =
                    findings.stream().map(FindingSection::definition).toList();
            Map<String, FindingCodes> codes = new TreeMap<>();
            for (FindingSection finding : findings) {
                if (finding.codes() != null) {
                    codes.put(finding.key(), finding.codes());
                }
            }
            return new FindingsConfig(
                    new FindingSet(version, sha256, definitions, density), codes, breast, exam, triage);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

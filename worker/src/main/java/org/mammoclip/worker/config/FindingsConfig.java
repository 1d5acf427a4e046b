package org.mammoclip.worker.config;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammogram.finding.Aggregation;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.TriageRule;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * What is asked of every image, and what follows from the answers: the findings file. Immutable; valid once it exists.
 *
 * @param set what the model is asked
 * @param rules the same findings as reports state them, in the same order, and what follows from their scores
 */
public record FindingsConfig(FindingSet set, DecisionRules rules) {
    /** The built-in findings of the reference's prompts: the worst view counts, and any finding is read first. */
    public static final FindingsConfig DEFAULT = ofKnown(FindingSet.DEFAULT);

    private static final FindingsConfig DEMO = ofKnown(FindingSet.DEMO);

    private static final String VERSION_TYPE =
            "1 to " + FindingSet.MAX_VERSION + " letters, digits and other signs, no backslash";

    /** @throws IllegalArgumentException if the rules are about other findings than the model is asked for */
    public FindingsConfig {
        List<String> asked = set.findings().stream().map(FindingDefinition::key).toList();
        List<String> ruled =
                rules.thresholds().keySet().stream().map(Finding::key).toList();
        if (!asked.equals(ruled)) {
            throw new IllegalArgumentException("asked for " + asked + ", with rules for " + ruled);
        }
    }

    /**
     * What is asked when no findings file is named: {@link #DEFAULT}, for the demonstration model with its own thresholds.
     *
     * @param checkpoint {@code builtin:demo} or a path
     */
    public static FindingsConfig builtIn(String checkpoint) {
        return FindingSet.builtIn(checkpoint).equals(FindingSet.DEMO) ? DEMO : DEFAULT;
    }

    /**
     * Findings that the product knows, with its own codes; the worst view counts, and any finding at its threshold is read first.
     *
     * @throws IllegalArgumentException naming the finding that it does not know
     */
    public static FindingsConfig ofKnown(FindingSet set) {
        Map<Finding, Double> thresholds = new LinkedHashMap<>();
        for (FindingDefinition asked : set.findings()) {
            Finding finding = Finding.named(asked.key())
                    .orElseThrow(() -> new IllegalArgumentException("finding '" + asked.key()
                            + "' has no code in the reports; known are the VinDr findings and malignancy"));
            thresholds.put(finding, asked.threshold());
        }
        return new FindingsConfig(set, DecisionRules.of(thresholds));
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
            Aggregation aggregation,
            List<Condition> triage) {
        /** @param atLeast null: the finding's threshold */
        record Condition(String finding, @Nullable Double atLeast) {}

        static Draft read(Section root, Path folder) {
            String version = root.required(
                    "version",
                    VERSION_TYPE,
                    "unnamed",
                    Draft::version,
                    "names these findings and thresholds in every output");
            Aggregation aggregation = root.section(
                    "aggregation",
                    inner -> new Aggregation(
                            over(inner, "breast", "how a breast's images become its score; the reference: mean"),
                            over(inner, "exam", "how the breasts become the exam's score")));
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
            List<Condition> triage =
                    triage(root, findings.stream().map(FindingSection::key).toList());
            return new Draft(version, findings, density, aggregation, triage);
        }

        private static String version(String text) {
            if (text.isBlank()
                    || text.length() > FindingSet.MAX_VERSION
                    || text.chars().anyMatch(c -> c < ' ' || c == '\\')) {
                throw new IllegalArgumentException("no version");
            }
            return text;
        }

        private static Aggregation.Over over(Section section, String key, String description) {
            return section.choice(key, Aggregation.Over.class, Aggregation.Over.MAX, description);
        }

        private static List<Condition> triage(Section root, List<String> known) {
            return root.section("triage", triage -> {
                List<Condition> conditions = triage.list(
                        "prioritiseWhenAny",
                        "any of these puts an exam first; empty: any finding at its threshold",
                        condition -> {
                            String finding = condition.required(
                                    "finding", "the key of a finding above", "", text -> text, "a finding above");
                            if (!finding.isEmpty() && !known.contains(finding)) {
                                condition.problem(
                                        "finding", "there is no finding '" + finding + "'" + nearest(finding, known));
                            }
                            return new Condition(
                                    finding,
                                    condition.optional(
                                            "atLeast",
                                            FindingSection.SCORE,
                                            FindingSection::score,
                                            "the calibrated score from which on; the finding's threshold if left out"));
                        });
                if (conditions.size() > TriageRule.MAX_CONDITIONS) {
                    triage.problem("prioritiseWhenAny", "more than " + TriageRule.MAX_CONDITIONS + " conditions");
                }
                return conditions;
            });
        }

        private static String nearest(String word, List<String> known) {
            return ConfigReader.nearest(word, known) + " (known here: " + String.join(", ", known) + ")";
        }

        FindingsConfig complete(String sha256) {
            Map<Finding, Double> thresholds = new LinkedHashMap<>();
            Map<String, Finding> byKey = new LinkedHashMap<>();
            for (FindingSection finding : findings) {
                thresholds.put(finding.reported(), finding.definition().threshold());
                byKey.put(finding.key(), finding.reported());
            }
            List<TriageRule.Condition> conditions = new ArrayList<>();
            for (Condition condition : triage) {
                Finding finding = Objects.requireNonNull(byKey.get(condition.finding()));
                conditions.add(new TriageRule.Condition(
                        finding,
                        Objects.requireNonNullElseGet(
                                condition.atLeast(), () -> Objects.requireNonNull(thresholds.get(finding)))));
            }
            TriageRule rule = conditions.isEmpty() ? TriageRule.anyFinding(thresholds) : new TriageRule(conditions);
            return new FindingsConfig(
                    new FindingSet(
                            version,
                            sha256,
                            findings.stream().map(FindingSection::definition).toList(),
                            density),
                    new DecisionRules(thresholds, aggregation, rule));
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

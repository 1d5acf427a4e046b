package org.mammoclip.mammoclip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The findings a worker asks for, with their sources and operating points. All of it is data.
 *
 * @param thresholdsVersion names this set in every output, because a changed threshold changes what is called present; 1 to 24
 *     characters without backslash and control characters
 * @param sha256 of the file the set was read from, 64 lower-case hexadecimal digits; travels with every result
 * @param findings 1 to 32 findings with distinct keys, in output order
 * @param density a classifier with four outputs for the density categories A to D of every image; null: density is not asked
 */
public record FindingSet(
        String thresholdsVersion,
        String sha256,
        List<FindingDefinition> findings,
        @Nullable Path density) {
    /** Most findings of a set. */
    public static final int MAX_FINDINGS = 32;

    /** Most characters of a thresholds version: it must fit the reports. */
    public static final int MAX_VERSION = 24;

    /**
     * Mass and suspicious calcification with the reference's VinDr prompts. A threshold of 0.5 means that the image is
     * closer to the positive phrase than to the negative one; it is not an operating point found on data.
     */
    public static final FindingSet DEFAULT = FindingSet.of(
            "default-1",
            List.of(
                    FindingDefinition.ofPrompts("mass", "Mass", "no mass", "mass", 0.5),
                    FindingDefinition.ofPrompts(
                            "suspicious_calcification",
                            "Suspicious calcification",
                            "no suspicious calcification",
                            "suspicious calcification",
                            0.5)));

    /**
     * The same two findings for {@code builtin:demo}, asked in the words of the reports that it has read; thresholds that maximise
     * sensitivity plus specificity on its validation phantoms. They say nothing about patients.
     */
    public static final FindingSet DEMO = FindingSet.of(
            "demo-2",
            List.of(
                    demo("mass", "Mass", "mass", 0.50236),
                    demo(
                            "suspicious_calcification",
                            "Suspicious calcification",
                            "suspicious calcifications",
                            0.50129)));

    public FindingSet {
        findings = List.copyOf(findings);
        if (thresholdsVersion.isBlank()
                || thresholdsVersion.length() > MAX_VERSION
                || thresholdsVersion.chars().anyMatch(c -> c < ' ' || c == '\\')) {
            throw new IllegalArgumentException("a thresholds version has 1 to " + MAX_VERSION
                    + " characters without backslash or control characters");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
        }
        if (findings.isEmpty() || findings.size() > MAX_FINDINGS) {
            throw new IllegalArgumentException(findings.size() + " findings: 1 to " + MAX_FINDINGS + " are allowed");
        }
        Set<String> keys = new HashSet<>();
        for (FindingDefinition finding : findings) {
            if (!keys.add(finding.key())) {
                throw new IllegalArgumentException("finding " + finding.key() + " is given twice");
            }
        }
    }

    /** A set that does not ask for density. */
    public FindingSet(String thresholdsVersion, String sha256, List<FindingDefinition> findings) {
        this(thresholdsVersion, sha256, findings, null);
    }

    private static FindingDefinition demo(String key, String title, String words, double threshold) {
        return new FindingDefinition(
                key,
                title,
                new ScoreSource.Prompts(
                        List.of(
                                "negative left mammogram",
                                "negative right mammogram",
                                "no evidence of malignancy in the left breast",
                                "no evidence of malignancy in the right breast"),
                        List.of(
                                "recall for " + words + " of the left breast",
                                "recall for " + words + " of the right breast"),
                        OptionalDouble.empty()),
                Calibration.NONE,
                threshold,
                new AttributionSource.Linear(),
                Optional.empty());
    }

    /**
     * What is asked when nobody says what.
     *
     * @param checkpoint as in {@link MammoClip#open(String, ModelOptions)}
     */
    public static FindingSet builtIn(String checkpoint) {
        return checkpoint.equals(MammoClip.BUILTIN_DEMO) ? DEMO : DEFAULT;
    }

    /** A set that is in no file; its digest is that of its own description. */
    public static FindingSet of(String thresholdsVersion, List<FindingDefinition> findings) {
        Sha256Digest digest = new Sha256Digest().update(thresholdsVersion);
        findings.forEach(finding -> digest.update(finding.toString()));
        return new FindingSet(thresholdsVersion, digest.hex(), findings);
    }

    /** The model files of the set that do not exist, in its order, each after the finding that names it; empty if all do. */
    public List<String> missingFiles() {
        Set<String> missing = new LinkedHashSet<>();
        for (FindingDefinition finding : findings) {
            filesOf(finding)
                    .filter(file -> !Files.exists(file))
                    .forEach(file -> missing.add("finding " + finding.key() + ": " + file));
        }
        if (density != null && !Files.exists(density)) {
            missing.add("density: " + density);
        }
        return List.copyOf(missing);
    }

    private static Stream<Path> filesOf(FindingDefinition finding) {
        Stream.Builder<Path> files = Stream.builder();
        if (finding.source() instanceof ScoreSource.Classifier classifier) {
            files.add(classifier.checkpoint());
        } else if (finding.source() instanceof ScoreSource.Detector detector) {
            files.add(detector.checkpoint());
        }
        if (finding.attribution() instanceof AttributionSource.Mapper mapper) {
            files.add(mapper.checkpoint());
        }
        finding.boxes().ifPresent(boxes -> files.add(boxes.detector()));
        return files.build();
    }
}

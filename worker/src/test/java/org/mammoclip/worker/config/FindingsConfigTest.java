package org.mammoclip.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.mammoclip.AttributionSource;
import org.mammoclip.mammoclip.BoxSource;
import org.mammoclip.mammoclip.Calibration;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.ScoreSource;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammogram.finding.Aggregation;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.TriageRule;

class FindingsConfigTest {
    private static final String ONE = """
            version: v1
            findings:
              mass:
                score: { prompts: { negative: [no mass], positive: [mass] } }
                threshold: 0.5
            """;

    private static final CodedConcept SELECTED_REGION = new CodedConcept("111099", "DCM", "Selected region");
    private static final CodedConcept CALCIFICATION = new CodedConcept("129769006", "SCT", "Calcification Cluster");
    private static final String CODES =
            "codes: { singleImage: { value: '111099', scheme: DCM, meaning: Selected region },"
                    + " measured: { value: x, scheme: 99SITE, meaning: Site finding } }";

    @TempDir
    Path folder;

    private FindingsConfig load(String yaml) throws ConfigException {
        try {
            return FindingsConfig.load(Files.writeString(folder.resolve("findings.yaml"), yaml));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> problems(String yaml) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> load(yaml));
        assertThat(e).as("the findings were accepted").isNotNull();
        return e.problems().stream().map(Object::toString).toList();
    }

    @Test
    void everyKeyReachesItsField() throws ConfigException {
        FindingsConfig config = load("""
                version: site-2026-1
                aggregation: { breast: mean, exam: max }
                findings:
                  mass:
                    title: Mass
                    score: { classifier: { checkpoint: heads/mass, output: 2 } }
                    calibration: { platt: { slope: 1.2, intercept: -0.3 } }
                    operatingPoints: { screening: 0.42, specific: 0.7 }
                    threshold: screening
                    attribution: { mapper: factor/vindr, attribute: mass, channels: 3, layout: interleaved }
                    boxes: { detector: det/mass, class: 1, minimumScore: 0.2 }
                    codes:
                      singleImage: { value: "129793001", scheme: SCT, meaning: Mammography breast density }
                      measured: { value: "129788004", scheme: SCT, meaning: Mammographic breast mass }
                  calcification:
                    score: { detector: { checkpoint: /det/calc, class: 1 } }
                    threshold: 0.25
                    codes:
                      singleImage: { value: "111099", scheme: DCM, meaning: Selected region }
                      measured: { value: "129769006", scheme: SCT, meaning: Calcification Cluster }
                  architectural_distortion:
                    score: { prompts: { negative: [no a, none], positive: [a, b], temperature: 0.07 } }
                    calibration: { temperature: 2 }
                    threshold: 0.5
                    attribution: none
                density: { classifier: heads/density }
                triage:
                  prioritiseWhenAny: [ { finding: mass, atLeast: 0.6 }, { finding: calcification } ]
                """);
        Path here = folder.toAbsolutePath();
        assertThat(config.set().thresholdsVersion()).isEqualTo("site-2026-1");
        assertThat(config.set().findings())
                .containsExactly(
                        new FindingDefinition(
                                "mass",
                                "Mass",
                                new ScoreSource.Classifier(here.resolve("heads/mass"), 2),
                                new Calibration(1.2, -0.3),
                                0.42,
                                new AttributionSource.Mapper(
                                        here.resolve("factor/vindr"),
                                        "mass",
                                        OptionalInt.of(3),
                                        HeadLayout.INTERLEAVED),
                                Optional.of(new BoxSource(here.resolve("det/mass"), 1, 0.2))),
                        new FindingDefinition(
                                "calcification",
                                "calcification",
                                new ScoreSource.Detector(Path.of("/det/calc"), 1),
                                Calibration.NONE,
                                0.25,
                                new AttributionSource.None(),
                                Optional.empty()),
                        new FindingDefinition(
                                "architectural_distortion",
                                "Architectural Distortion",
                                new ScoreSource.Prompts(
                                        List.of("no a", "none"), List.of("a", "b"), OptionalDouble.of(0.07)),
                                Calibration.temperature(2),
                                0.5,
                                new AttributionSource.None(),
                                Optional.empty()));
        assertThat(config.set().density()).isEqualTo(here.resolve("heads/density"));
        assertThat(config.rules().aggregation())
                .isEqualTo(new Aggregation(Aggregation.Over.MEAN, Aggregation.Over.MAX));
        Finding mass = new Finding(
                "mass",
                "Mass",
                new CodedConcept("129793001", "SCT", "Mammography breast density"),
                new CodedConcept("129788004", "SCT", "Mammographic breast mass"));
        Finding calcification = new Finding("calcification", "calcification", SELECTED_REGION, CALCIFICATION);
        Finding distortion = Finding.ARCHITECTURAL_DISTORTION;
        assertThat(config.rules().thresholds())
                .containsExactly(Map.entry(mass, 0.42), Map.entry(calcification, 0.25), Map.entry(distortion, 0.5));
        assertThat(config.rules().triage().conditions())
                .containsExactly(new TriageRule.Condition(mass, 0.6), new TriageRule.Condition(calcification, 0.25));
    }

    @Test
    void whatIsLeftOutHasTheReferencesDefaults() throws ConfigException {
        FindingsConfig config = load(ONE);
        assertThat(config.set().findings())
                .containsExactly(FindingDefinition.ofPrompts("mass", "Mass", "no mass", "mass", 0.5));
        assertThat(config.set().density()).isNull();
        assertThat(config.rules()).isEqualTo(DecisionRules.of(Map.of(Finding.MASS, 0.5)));
    }

    @Test
    void theDigestIsThatOfTheFile() throws Exception {
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ONE.getBytes("UTF-8")));
        assertThat(load(ONE).set().sha256()).isEqualTo(expected);
        assertThat(load(ONE + "# remark\n").set().sha256()).isNotEqualTo(expected);
    }

    @Test
    void oneRunReportsEveryProblemWithItsLine() {
        assertThat(problems("""
                version: "a version that is far too long"
                aggregation: { breast: median }
                findings:
                  Mass:
                    score: { prompts: { negative: [no mass], positive: [mass] } }
                    threshold: 0.5
                  suspicious_calcification:
                    score: { prompts: { negative: [a], positive: [b] }, detector: { checkpoint: d } }
                    operatingPoints: { screening: 1.5 }
                    threshold: screning
                    atribution: linear
                  architectural_distortion:
                    score: { classifier: { output: -1 } }
                    calibration: { temperature: 1, platt: { slope: -1, intercept: 0 } }
                    threshold: 0
                    attribution: liner
                triage:
                  prioritiseWhenAny: [ { finding: suspicious_calcifcation, atLeast: 2 } ]
                """))
                .containsExactlyInAnyOrder(
                        "findings.yaml:1: version: 'a version that is far too long' is not 1 to 24 letters, digits and"
                                + " other signs, no backslash",
                        "findings.yaml:2: aggregation.breast: 'median' is not one of max, mean",
                        "findings.yaml:5: findings.Mass: finding key must be 1 to 63 of a-z, 0-9 and _, beginning with a"
                                + " letter: Mass",
                        "findings.yaml:8: findings.suspicious_calcification.score: give exactly one of prompts, classifier, detector",
                        "findings.yaml:9: findings.suspicious_calcification.operatingPoints.screening: '1.5' is not a number between 0"
                                + " and 1",
                        "findings.yaml:10: findings.suspicious_calcification.threshold: 'screning' is not a number between 0 and 1 or"
                                + " the name of an operating point",
                        "findings.yaml:11: findings.suspicious_calcification.atribution: unknown key; did you mean 'attribution'?"
                                + " (known here: title, score, calibration, operatingPoints, threshold, attribution,"
                                + " boxes, codes)",
                        "findings.yaml:13: findings.architectural_distortion.score.classifier.checkpoint: is missing; give a path from"
                                + " this file's folder",
                        "findings.yaml:13: findings.architectural_distortion.score.classifier.output: '-1' is not a whole number from 0"
                                + " to 999",
                        "findings.yaml:14: findings.architectural_distortion.calibration.platt.slope: '-1' is not a number above 0, at"
                                + " most 1000",
                        "findings.yaml:14: findings.architectural_distortion.calibration: give temperature or platt, not both",
                        "findings.yaml:15: findings.architectural_distortion.threshold: '0' is not a number between 0 and 1 or the name"
                                + " of an operating point",
                        "findings.yaml:16: findings.architectural_distortion.attribution: 'liner' is not linear, none or a section; did"
                                + " you mean 'linear'?",
                        "findings.yaml:18: triage.prioritiseWhenAny[0].finding: there is no finding 'suspicious_calcifcation';"
                                + " did you mean 'suspicious_calcification'? (known here: Mass,"
                                + " suspicious_calcification, architectural_distortion)",
                        "findings.yaml:18: triage.prioritiseWhenAny[0].atLeast: '2' is not a number between 0 and 1");
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, threshold",
        "1e999, threshold",
        "1, threshold",
        "nothing, threshold",
    })
    void aThresholdIsANumberBetweenZeroAndOne(String threshold, String key) {
        assertThat(problems(ONE.replace("threshold: 0.5", "threshold: " + threshold)))
                .singleElement()
                .asString()
                .startsWith("findings.yaml:5: findings.mass." + key + ": '" + threshold + "' is not");
    }

    @Test
    void boundsAreKept() throws ConfigException {
        assertThat(load("version: v\nfindings:\n" + findings(32)).set().findings())
                .hasSize(32);
        assertThat(problems("version: v\nfindings:\n" + findings(33)))
                .containsExactly("findings.yaml:3: findings: 33 findings; give 1 to 32");
        assertThat(problems("version: v\n")).containsExactly("findings.yaml:1: findings: 0 findings; give 1 to 32");
        String phrases = IntStream.range(0, 201).mapToObj(i -> "m" + i).collect(Collectors.joining(", "));
        assertThat(problems(ONE.replace("[mass]", "[" + phrases + "]")))
                .containsExactly(
                        "findings.yaml:4: findings.mass.score.prompts: 201 positive phrases: 1 to 200 are allowed");
        assertThat(problems(ONE + "#".repeat(1 << 20)))
                .containsExactly("findings.yaml: (file): has more than 1048576 bytes");
    }

    private static String findings(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "  mass_" + i + ": { " + CODES
                        + ", score: { prompts: { negative: [no], positive: [yes] } }, threshold: 0.5 }\n")
                .collect(Collectors.joining());
    }

    @Test
    void aFindingGivenTwiceIsAProblem() {
        assertThat(problems(ONE + """
                  mass:
                    score: { prompts: { negative: [no mass], positive: [mass] } }
                    threshold: 0.6
                """)).containsExactly("findings.yaml:6: findings.mass: is given twice");
    }

    @Test
    void aFindingThatTheProductDoesNotKnowNeedsCodesThatReportsCanState() {
        assertThat(problems(ONE.replace("mass:", "lump:")))
                .containsExactly("findings.yaml:4: findings.lump: the product has no codes for 'lump'; give"
                        + " codes.singleImage (Selected region, 111099, DCM, where no other fits) and codes.measured");
        assertThat(problems(ONE + "    codes: { singleImage: { value: '1', scheme: X, meaning: Y } }\n"))
                .singleElement()
                .asString()
                .startsWith("findings.yaml:6: findings.mass.codes: finding mass:")
                .contains("cannot be stated as a single image finding (CID 6014)");
        assertThat(problems(ONE + "    title: " + "t".repeat(65) + "\n"))
                .singleElement()
                .asString()
                .contains("use 1 to 64 characters");
    }

    @Test
    void aDetectorHasNoLinearMap() {
        assertThat(problems("""
                version: v
                findings:
                  mass: { score: { detector: { checkpoint: d } }, threshold: 0.5, attribution: linear }
                """))
                .singleElement()
                .asString()
                .contains("findings.mass: finding mass: a detector has no linear map");
    }

    @Test
    void whatIsNoYamlOrNotThereSaysSo() throws IOException {
        assertThat(problems("version: [")).singleElement().asString().contains("not YAML");
        assertThat(problems("version: \"a\u0000b\"")).singleElement().asString().contains("not YAML");
        assertThat(problems("- a")).singleElement().asString().contains("expected keys and values");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', (byte) 0xE4});
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> FindingsConfig.load(latin));
        assertThat(e).hasMessage("latin.yaml: (file): is not UTF-8");
        e = catchThrowableOfType(ConfigException.class, () -> FindingsConfig.load(folder.resolve("none.yaml")));
        assertThat(e).hasMessage("none.yaml: (file): does not exist");
    }

    @Test
    void theConfigurationReadsItsFindingsFileAndReportsBothTogether() throws Exception {
        Path findings = Files.writeString(folder.resolve("findings.yaml"), ONE);
        Path config = Files.writeString(folder.resolve("mammoclip.yaml"), "model: { findings: " + findings + " }\n");
        assertThat(WorkerConfig.load(config, Map.of()).model().findings()).isEqualTo(load(ONE));
        Files.writeString(findings, ONE.replace("0.5", "5"));
        Files.writeString(config, "model: { findings: " + findings + ", devise: cpu }\n");
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> WorkerConfig.load(config, Map.of()));
        assertThat(e.problems())
                .extracting(problem -> problem.source() + " " + problem.key())
                .containsExactlyInAnyOrder("findings.yaml:5 findings.mass.threshold", "mammoclip.yaml:1 model.devise");
    }
}

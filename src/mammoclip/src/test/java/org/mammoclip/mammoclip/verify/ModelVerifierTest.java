package org.mammoclip.mammoclip.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.golden.GoldenCheckpoint;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.PerturbedCheckpoint;

/** The reference's own numbers verify; one changed parameter is found at the first layer that shows it. */
class ModelVerifierTest {
    @TempDir
    static Path folder;

    private static NDManager manager;
    private static ReferenceFile image;
    private static ReferenceFile texts;

    @BeforeAll
    static void write() throws IOException {
        manager = NDManager.newBaseManager(Device.cpu());
        image = golden("encoder-b2.json", key -> key.endsWith("224x160"), false);
        texts = golden("text-b2.json", name -> name.equals("prompts"), false);
    }

    @AfterAll
    static void free() {
        manager.close();
    }

    /** A golden file with some of its cases. */
    private static ReferenceFile golden(String name, Predicate<String> chosen, boolean parameters) throws IOException {
        ObjectNode root = GoldenFile.read(name).root().deepCopy();
        ArrayNode cases = root.putArray("cases");
        GoldenFile.read(name).root().get("cases").forEach(stored -> {
            if (chosen.test(
                    stored.path("name").asText(stored.path("input").path("key").asText()))) {
                cases.add(stored);
            }
        });
        if (!parameters) {
            root.remove("params");
        }
        Path file = folder.resolve(name);
        Files.write(file, new ObjectMapper().writeValueAsBytes(root));
        return ReferenceFile.read(file);
    }

    private static VerificationReport compare(Checkpoint checkpoint, ReferenceFile reference) throws IOException {
        return ModelVerifier.compare(manager, checkpoint, reference, ModelVerifier.DEFAULT_TOLERANCE);
    }

    @Test
    void theReferencesImageTowerVerifiesWithEveryParameter() throws IOException {
        ReferenceFile both = golden("encoder-b2.json", key -> !key.endsWith("1520x912"), true);
        VerificationReport report = compare(new GoldenCheckpoint(), both);
        assertThat(report.agrees()).as("%s", report.firstDeviation()).isTrue();
        assertThat(report.skipped()).isEmpty();
        assertThat(report.points().stream().filter(point -> point.where().equals("parameters")))
                .hasSize(439);
        assertThat(report.points().stream().map(ProbePoint::name))
                .contains("stem.conv", "block.22", "head.out", "embedding", "projection", "normalized")
                .contains(ImageVerification.SERVING);
        print(report);
    }

    @Test
    void theReferencesTextTowerVerifiesButForThePooler() throws IOException {
        VerificationReport report = compare(new GoldenCheckpoint(), texts);
        assertThat(report.agrees()).as("%s", report.firstDeviation()).isTrue();
        assertThat(report.skipped()).containsExactly("prompts: pooler");
        assertThat(report.points().stream().map(ProbePoint::name))
                .contains("embeddings", "layer.0.query", "layer.11", "feature of text 3", "normalized of text 0");
        print(report);
    }

    private static void print(VerificationReport report) {
        double largest = report.points().stream()
                .mapToDouble(point -> point.deviation().largest())
                .max()
                .orElseThrow();
        System.out.printf(
                "%d points agree, largest relative difference %.1e%n",
                report.points().size(), largest);
    }

    @ParameterizedTest
    @CsvSource({
        "image_encoder._conv_stem.weight, stem.conv",
        "image_encoder._bn0.running_var, stem.bn",
        "image_encoder._blocks.2._se_reduce.bias, block.2._se_reduce",
        "image_encoder._blocks.9._project_conv.weight, block.9",
        "image_encoder._bn1.bias, head.bn",
        "image_projection.projection.bias, projection",
    })
    void oneChangedParameterOfTheImageTowerIsNamedByItsLayer(String parameter, String layer) throws IOException {
        VerificationReport report = compare(new PerturbedCheckpoint(new GoldenCheckpoint(), parameter), image);
        assertThat(report.agrees()).isFalse();
        ProbePoint first = report.firstDeviation().orElseThrow();
        assertThat(first.name()).isEqualTo(layer);
        assertThat(first.where()).isEqualTo("b2/input/224x160");
        assertThat(report.points().stream().filter(ProbePoint::agrees).map(ProbePoint::name))
                .as("layers before it agree")
                .doesNotContain(layer, "normalized");
    }

    @ParameterizedTest
    @CsvSource({
        "text_encoder.text_encoder.embeddings.LayerNorm.weight, embeddings",
        "text_encoder.text_encoder.encoder.layer.0.attention.self.key.weight, layer.0.key",
        "text_encoder.text_encoder.encoder.layer.7.output.dense.bias, layer.7",
        "text_projection.projection.weight, projection of text 0",
    })
    void oneChangedParameterOfTheTextTowerIsNamedByItsLayer(String parameter, String layer) throws IOException {
        VerificationReport report = compare(new PerturbedCheckpoint(new GoldenCheckpoint(), parameter), texts);
        assertThat(report.firstDeviation().orElseThrow().name()).isEqualTo(layer);
    }

    @Test
    void aChangedParameterIsNamedByItsChecksum() throws IOException {
        ReferenceFile checksums = golden("encoder-b2.json", key -> false, true);
        String parameter = "image_encoder._blocks.9._project_conv.weight";
        VerificationReport report = compare(new PerturbedCheckpoint(new GoldenCheckpoint(), parameter), checksums);
        assertThat(report.deviatingParameters())
                .singleElement()
                .satisfies(point -> assertThat(point.name()).isEqualTo(parameter));
        assertThat(report.firstDeviation()).isEmpty();
    }

    @Test
    void aLooserToleranceLetsASmallChangePass() throws IOException {
        Checkpoint perturbed = new PerturbedCheckpoint(new GoldenCheckpoint(), "image_projection.projection.bias");
        assertThat(ModelVerifier.compare(manager, perturbed, image, 10).agrees())
                .isTrue();
        assertThatThrownBy(() -> ModelVerifier.compare(manager, perturbed, image, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSurveyCountsAndFindsValuesThatCannotBe() {
        Checkpoint golden = new GoldenCheckpoint();
        ParameterSurvey clean = ParameterSurvey.of(manager, golden.description().parameters(), golden.parameters());
        assertThat(clean.defects()).isEmpty();
        long pooler = 768 * 768 + 768;
        assertThat(clean.trainable()).isEqualTo(117_126_403 - pooler);
        assertThat(clean.values() - clean.trainable()).isEqualTo(67_568);

        Checkpoint broken =
                new PerturbedCheckpoint(golden, "image_encoder._bn0.running_var", values -> values[3] = -0.5f);
        assertThat(ParameterSurvey.of(
                                manager,
                                broken.description().toImageArchitecture().parameters().stream()
                                        .map(spec -> spec.prefixed("image_encoder."))
                                        .toList(),
                                broken.parameters())
                        .defects())
                .containsExactly("image_encoder._bn0.running_var: 1 of 32 variances are negative");
        Checkpoint infinite = new PerturbedCheckpoint(golden, "logit_scale", values -> values[0] = Float.NaN);
        assertThat(ParameterSurvey.of(
                                manager, infinite.description().parameters().subList(0, 1), infinite.parameters())
                        .defects())
                .containsExactly("logit_scale: 1 of 1 values are NaN or infinite");
    }
}

package org.mammoclip.mammoclip.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/** Whole golden files of both image towers verify, the full raster included, in the heap of an ordinary run. */
class ModelVerifierIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"b2", "b5"})
    void everyLayerOfEveryCaseAgrees(String network) throws IOException {
        GoldenFile golden = GoldenFile.read("encoder-" + network + ".json");
        Path file = folder.resolve("reference.json");
        Files.write(file, new ObjectMapper().writeValueAsBytes(golden.root()));
        long start = System.nanoTime();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            VerificationReport report = ModelVerifier.compare(
                    manager,
                    EfficientNetArchitecture.named("efficientnet-" + network),
                    "image_encoder.",
                    golden,
                    ReferenceFile.read(file),
                    ModelVerifier.DEFAULT_TOLERANCE);
            assertThat(report.agrees()).as("%s", report.firstDeviation()).isTrue();
            assertThat(report.points().stream().map(ProbePoint::where)).contains(network + "/input/1520x912");
            System.out.printf(
                    "%s: %d comparisons in %.1f s%n",
                    network, report.points().size(), (System.nanoTime() - start) / 1e9);
        }
    }
}

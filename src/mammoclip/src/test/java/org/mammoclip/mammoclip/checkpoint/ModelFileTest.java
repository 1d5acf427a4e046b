package org.mammoclip.mammoclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/** Our own format holds all four kinds with their origin, and opens as what was written. */
class ModelFileTest {
    static final About ABOUT = new About("toy", "3", false, true, "drawn from a seed", "Apache-2.0");
    private static final Provenance ORIGIN = new Provenance(
            "toy.pth",
            "ab".repeat(32),
            new TreeMap<>(Map.of("epoch", 8.0, "auroc", 0.8125)),
            new TreeMap<>(Map.of("model.projection_head.name", "linear")),
            "0.1.0+abc");
    private static final TreeMap<String, Double> THRESHOLDS = new TreeMap<>(Map.of("mass", 0.42));

    @TempDir
    private Path folder;

    private ModelFile writtenAndOpened(Description description) throws IOException {
        ModelFolder.write(folder, description, null, random(description), () -> ORIGIN, THRESHOLDS);
        return ModelFile.open(folder);
    }

    private static RandomParameters random(Description description) {
        return new RandomParameters(7, description.parameters(), Map.of());
    }

    /** Everything that went in comes out, values bit for bit. */
    private void assertRoundTrip(ModelFile file, Description description) {
        assertThat(file.description()).isEqualTo(description);
        assertThat(file.kind()).isEqualTo(description.kind());
        assertThat(file.provenance()).contains(ORIGIN);
        assertThat(file.thresholds()).isEqualTo(THRESHOLDS);
        assertThat(file.sha256()).matches("[0-9a-f]{64}");
        RandomParameters written = random(description);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (ParameterSpec spec : description.parameters()) {
                try (NDArray expected = written.read(manager, spec.name(), spec.shape());
                        NDArray actual = file.parameters().read(manager, spec.name(), spec.shape())) {
                    assertThat(actual.toFloatArray()).as(spec.name()).isEqualTo(expected.toFloatArray());
                }
            }
        }
    }

    @Test
    void aClassifierComesBackWithItsEncoder() throws IOException {
        ClassifierDescription description =
                new ClassifierDescription(ABOUT, "mammo-clip-minmax-1", "efficientnet-demo", 4);
        try (ModelFile file = writtenAndOpened(description)) {
            assertRoundTrip(file, description);
            assertThat(file).isInstanceOfSatisfying(ClassifierFile.class, classifier -> {
                assertThat(classifier.architecture()).isEqualTo(EfficientNetArchitecture.DEMO);
                assertThat(classifier.outputs()).isEqualTo(4);
            });
        }
    }

    @Test
    void aDetectorComesBack() throws IOException {
        DetectorDescription description =
                new DetectorDescription(ABOUT, "mammo-clip-detection-1", "efficientnet-demo", 1);
        try (ModelFile file = writtenAndOpened(description)) {
            assertRoundTrip(file, description);
            assertThat(file).isInstanceOfSatisfying(DetectorFile.class, detector -> {
                assertThat(detector.architecture()).isEqualTo(EfficientNetArchitecture.DEMO);
                assertThat(detector.classes()).isEqualTo(1);
                assertThat(detector.side()).isEqualTo(512);
            });
        }
    }

    @Test
    void aDetectorKnowsItsSquareAndAnOlderFileMeansThePublishedOne() throws IOException {
        DetectorDescription description = new DetectorDescription(ABOUT, "p", "efficientnet-demo", 1, 256);
        try (ModelFile file = writtenAndOpened(description)) {
            assertRoundTrip(file, description);
        }
        Path json = folder.resolve("model.json");
        String older = Files.readString(json).replaceFirst(",\\s*\"side\" : 256", "");
        assertThat(older).doesNotContain("side");
        Files.writeString(json, older);
        try (ModelFile file = ModelFile.open(folder)) {
            assertThat(((DetectorFile) file).side()).isEqualTo(512);
        }
        Files.writeString(json, older.replace("\"classes\" : 1", "\"classes\" : 1, \"side\" : 250"));
        assertThatThrownBy(() -> ModelFile.open(folder))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("multiple of 16");
    }

    @Test
    void aMapperComesBackWithAndWithoutNames() throws IOException {
        MapperDescription bare = new MapperDescription(ABOUT, "mammo-clip-minmax-1", 2, 35, 16, List.of());
        try (ModelFile file = writtenAndOpened(bare)) {
            assertRoundTrip(file, bare);
            assertThat(((MapperFile) file).attributeEmbeddings()).isEmpty();
        }
        MapperDescription named = new MapperDescription(
                ABOUT, "mammo-clip-minmax-1", 2, 35, 16, List.of("mass", "suspicious_calcification"));
        try (ModelFile file = writtenAndOpened(named)) {
            assertRoundTrip(file, named);
            MapperFile mapper = (MapperFile) file;
            assertThat(mapper.attributes()).isEqualTo(2);
            assertThat(mapper.cells()).isEqualTo(35);
            assertThat(mapper.embedding()).isEqualTo(16);
            assertThat(mapper.attributeNames()).containsExactly("mass", "suspicious_calcification");
            assertThat(mapper.attributeEmbeddings().keySet()).containsExactly("mass", "suspicious_calcification");
            assertThat(mapper.attributeEmbeddings().get("mass")).hasSize(16);
        }
    }

    @Test
    void aCheckpointFolderIsAClipFile() throws IOException {
        DemoCheckpoint demo = new DemoCheckpoint();
        CheckpointFolder.write(folder, demo.description(), demo.vocabulary(), demo.parameters());
        try (ModelFile file = ModelFile.open(folder)) {
            assertThat(file.kind()).isEqualTo(ModelKind.CLIP);
            assertThat(file.provenance()).isEmpty();
            assertThat(file.thresholds()).isEmpty();
            assertThat(file.sha256()).isEqualTo(demo.sha256());
            assertThat(((ClipFile) file).checkpoint().description()).isEqualTo(demo.description());
        }
    }

    @Test
    void aHeadIsNoCheckpoint() throws IOException {
        writtenAndOpened(new MapperDescription(ABOUT, "p", 1, 4, 2, List.of())).close();
        assertThatThrownBy(() -> CheckpointFolder.open(folder))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("holds a mapper and no text tower");
    }

    @Test
    void everythingThatDoesNotFitIsNamedUpToTenOfASort() throws IOException {
        ClassifierDescription narrow = new ClassifierDescription(ABOUT, "p", "efficientnet-demo", 1);
        ModelFolder.write(folder, narrow, null, random(narrow), () -> null, new TreeMap<>());
        Path json = folder.resolve("model.json");
        Files.writeString(json, Files.readString(json).replace("\"outputs\" : 1", "\"outputs\" : 4"));
        assertThatThrownBy(() -> ModelFile.open(folder))
                .isInstanceOf(CheckpointMismatchException.class)
                .hasMessageContaining("0 missing, 0 unexpected, 2 of another shape")
                .hasMessageContaining("classifier.classification_head.weight has shape (1, 256), the network expects"
                        + " (4, 256), classifier.classification_head.bias has shape (1)");
        Files.writeString(json, Files.readString(json).replace("efficientnet-demo", "efficientnet-b2"));
        assertThatThrownBy(() -> ModelFile.open(folder))
                .isInstanceOf(CheckpointMismatchException.class)
                .hasMessageMatching(".*; missing: (image_encoder\\._blocks\\.[^ ]+, ){9}[^ ]+ and \\d+ more; .*");
    }

    @Test
    void impossibleDescriptionsAreRefused() throws IOException {
        writtenAndOpened(new MapperDescription(ABOUT, "p", 1, 4, 2, List.of("mass")))
                .close();
        Path json = folder.resolve("model.json");
        String original = Files.readString(json);
        for (String[] change : new String[][] {
            {"\"attributes\" : 1", "\"attributes\" : 101"},
            {"\"cells\" : 4", "\"cells\" : 0"},
            {"[ \"mass\" ]", "[ \"mass\", \"mass\" ]"},
            {"\"mass\" : 0.42", "\"mass\" : 1.5"},
            {"\"mass\" : 0.42", "\"mass\" : \"NaN\""},
            {"\"toy.pth\"", "\"\""},
            {"\"sourceSha256\" : \"ab", "\"sourceSha256\" : \"x"},
            {"mammoclip-mapper/1", "mammoclip-mapper/2"},
            {"\"format\" :", "\"vocabularySha256\" : \"" + "0".repeat(64) + "\", \"format\" :"},
            {"\"format\" :", "\"owner\" : 1, \"format\" :"},
        }) {
            assertThat(original).contains(change[0]);
            Files.writeString(json, original.replace(change[0], change[1]));
            assertThatThrownBy(() -> ModelFile.open(folder))
                    .as(change[1])
                    .isInstanceOf(CheckpointFormatException.class)
                    .hasMessageStartingWith("model.json: ");
        }
    }
}

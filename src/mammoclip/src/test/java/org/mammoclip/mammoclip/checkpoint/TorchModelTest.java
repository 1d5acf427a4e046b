package org.mammoclip.mammoclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.torch.PickleWriter;
import org.mammoclip.mammoclip.checkpoint.torch.StateDictWriter;
import org.mammoclip.mammoclip.checkpoint.torch.StateDictWriter.Entry;
import org.mammoclip.mammoclip.checkpoint.torch.TorchZipWriter;
import org.mammoclip.mammoclip.golden.GoldenScheme;
import org.mammoclip.mammoclip.golden.SampleCheckpoints;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageNormalization;
import org.mammoclip.mammoclip.text.BertArchitecture;

/** PyTorch files of the four kinds, small ones with every oddity, open as models with their origin. */
class TorchModelTest {
    private static final int PIECES = 40;
    private static final ModelDescription SMALL = new ModelDescription(
            "clip",
            "epoch-7",
            true,
            false,
            "a PyTorch file from elsewhere; research use only",
            "not recorded: read directly from a PyTorch file, import it to state one",
            "efficientnet-demo",
            new ModelDescription.Preparation(
                    "mammo-clip-minmax-1",
                    1520,
                    912,
                    1,
                    ImageNormalization.REFERENCE.mean(),
                    ImageNormalization.REFERENCE.deviation()),
            new ModelDescription.Text("bert", PIECES, 2, 64, 1, 96, 300, 256, true),
            16);

    @TempDir
    private Path folder;

    /** What a released file of that network is described as. */
    static ModelDescription released(String network) {
        BertArchitecture text = BertArchitecture.CLINICAL;
        return new ModelDescription(
                "released",
                "1",
                true,
                false,
                "x",
                "x",
                "efficientnet-" + network,
                SMALL.preparation(),
                new ModelDescription.Text(
                        "bert",
                        text.vocabulary(),
                        text.layers(),
                        text.hidden(),
                        text.heads(),
                        text.intermediate(),
                        text.positions(),
                        256,
                        true),
                512);
    }

    private static float[] values(String name, Shape shape) {
        return GoldenScheme.parameter("torch-model/" + name, (int) shape.size(), 0.5f, 0.1f, false);
    }

    private static List<Entry> entries(List<ParameterSpec> specs, Entry... more) {
        List<Entry> entries = new ArrayList<>(specs.stream().map(Entry::of).toList());
        entries.addAll(List.of(more));
        return entries;
    }

    private static StateDictWriter clip(Entry... more) {
        return new StateDictWriter(entries(SMALL.parameters(), more), TorchModelTest::values)
                .with(TorchModelTest::training);
    }

    private static void training(PickleWriter pickle) {
        pickle.text("epoch").whole(7).text("train_loss").tensor("Float", "0");
        pickle.text("config").raw('}', '(').text("base").raw('}', '(');
        pickle.text("text_max_length")
                .whole(256)
                .text("output")
                .text("/ocean/projects/secret")
                .raw('u');
        pickle.text("tokenizer")
                .raw('}', '(')
                .text("cache_dir")
                .text("/ocean/projects/secret")
                .raw('u');
        pickle.text("affine_scale").omegaConfList(0.8, 1.2).raw('u');
    }

    static Path vocabulary(Path file, int pieces) throws IOException {
        return Files.writeString(
                file,
                String.join(
                        "\n",
                        Stream.concat(
                                        Stream.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "mass", "no"),
                                        IntStream.range(6, pieces).mapToObj(i -> "piece" + i))
                                .toList()));
    }

    private static void assertValues(ModelFile file, List<ParameterSpec> specs) {
        assertThat(file.parameters().names())
                .containsExactlyInAnyOrderElementsOf(
                        specs.stream().map(ParameterSpec::name).toList());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (ParameterSpec spec : specs) {
                try (NDArray value = file.parameters().read(manager, spec.name(), spec.shape())) {
                    assertThat(value.getShape()).isEqualTo(spec.shape());
                    assertThat(value.toFloatArray()).as(spec.name()).isEqualTo(values(spec.name(), spec.shape()));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'', vocab.txt", "module., clip.tar.vocab.txt"})
    void aCheckpointOpensWithItsVocabularyBesideIt(String prefix, String vocabulary) throws IOException {
        Path path = folder.resolve("clip.tar");
        String text = ModelDescription.TEXT_PREFIX;
        clip(
                        new Entry("image_encoder._bn0.num_batches_tracked", new Shape(), true),
                        new Entry(text + "pooler.dense.weight", new Shape(64, 64), false),
                        new Entry(text + "pooler.dense.bias", new Shape(64), false),
                        new Entry(text + "embeddings.position_ids", new Shape(1, 300), true))
                .prefixed(prefix)
                .write(path);
        vocabulary(folder.resolve(vocabulary), PIECES);
        try (ModelFile file = ModelFile.open(path)) {
            assertThat(file.description()).isEqualTo(SMALL);
            assertValues(file, SMALL.parameters());
            assertThat(((ClipFile) file).checkpoint().vocabulary().size()).isEqualTo(PIECES);
            Provenance provenance = file.provenance().orElseThrow();
            assertThat(provenance.sourceFile()).isEqualTo("clip.tar");
            assertThat(provenance.sourceSha256()).isEqualTo(Digests.sha256(Files.readAllBytes(path)));
            assertThat(provenance.figures()).containsExactly(entry("epoch", 7.0), entry("train_loss", (double)
                    values("logit_scale", new Shape())[0]));
            assertThat(provenance.configuration()).containsExactly(entry("base.text_max_length", "256"));
            assertThat(provenance.importedBy()).isEmpty();
        }
    }

    /** As the authors' users would do it: the downloaded file, the vocabulary beside it, scores. */
    @Test
    void theFacadeScoresWithAPyTorchFileAsWithAFolder() throws IOException {
        RandomParameters drawn = new RandomParameters(39, SMALL.parameters(), Map.of());
        Path path = folder.resolve("clip.tar");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            new StateDictWriter(entries(SMALL.parameters()), (name, shape) -> {
                        try (NDArray value = drawn.read(manager, name, shape)) {
                            return value.toFloatArray();
                        }
                    })
                    .with(TorchModelTest::training)
                    .write(path);
        }
        vocabulary(folder.resolve("vocab.txt"), PIECES);
        Path own = folder.resolve("own");
        CheckpointFolder.write(
                own,
                SMALL,
                VocabularyFile.read(folder.resolve("vocab.txt"), PIECES).vocabulary(),
                drawn);
        byte[] grey = new byte[RasterSize.REFERENCE.area()];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (i % 251);
        }
        List<ModelImage> image = List.of(ModelImage.ofGrey8(RasterSize.REFERENCE, grey));
        try (MammoClip released = MammoClip.open(path, ModelOptions.DEFAULT);
                MammoClip imported = MammoClip.open(own, ModelOptions.DEFAULT)) {
            assertThat(released.score(image))
                    .isEqualTo(imported.score(image))
                    .first()
                    .isInstanceOf(ScoredImage.class);
            assertThat(released.card().architecture()).isEqualTo("efficientnet-demo");
        }
    }

    @Test
    void anImportedCheckpointIsTheSameModelUnderAStatedLicence() throws IOException {
        Path path = folder.resolve("clip.tar");
        clip().write(path);
        Path words =
                vocabulary(Files.createDirectory(folder.resolve("elsewhere")).resolve("words.txt"), PIECES);
        Path own = folder.resolve("own");
        ModelImport.underLicence("CC BY-NC-SA 4.0")
                .withName("b0")
                .withVocabulary(words)
                .withThresholds(Map.of("mass", 0.3))
                .write(path, own, "0.1.0+abc");
        try (ModelFile file = ModelFile.open(own)) {
            About about = file.description().about();
            assertThat(about.licence()).isEqualTo("CC BY-NC-SA 4.0");
            assertThat(about.name()).isEqualTo("b0");
            assertThat(about.version()).isEqualTo("epoch-7");
            assertThat(file.description().with(SMALL.about())).isEqualTo(SMALL);
            assertValues(file, SMALL.parameters());
            assertThat(file.thresholds()).containsExactly(entry("mass", 0.3));
            Provenance provenance = file.provenance().orElseThrow();
            assertThat(provenance.importedBy()).isEqualTo("0.1.0+abc");
            assertThat(provenance.sourceSha256()).isEqualTo(Digests.sha256(path));
            assertThat(Files.readString(own.resolve("model.json"))).doesNotContain("/ocean");
        }
    }

    @Test
    void aNamedMapperIsImportedWithItsEmbeddings() throws IOException {
        MapperDescription wanted = new MapperDescription(SMALL.about(), "p", 2, 35, 8, List.of());
        Path path = folder.resolve("factor.pth");
        new StateDictWriter(entries(wanted.parameters()), TorchModelTest::values)
                .under("")
                .write(path);
        Path own = folder.resolve("own");
        ModelImport.underLicence("x")
                .withAttributes(SampleCheckpoints.path("attr_embs_tiny.pth"))
                .write(path, own, "0");
        try (MapperFile file = (MapperFile) ModelFile.open(own)) {
            assertThat(file.attributeNames()).containsExactly("mass", "suspicious_calcification");
            assertThat(file.attributeEmbeddings().get("suspicious_calcification"))
                    .startsWith(-0.36373347f);
        }
    }

    @Test
    void onlyAFileIsImported() throws IOException {
        ModelImport request = ModelImport.underLicence("x");
        assertThatThrownBy(() -> request.write(folder, folder.resolve("own"), "0"))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("is a folder and no PyTorch file");
        assertThatThrownBy(() -> request.write(folder.resolve("absent.tar"), folder.resolve("own"), "0"))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("absent.tar does not exist");
    }

    /** Half an import must not look like a model: the folder appears when it is complete. */
    @Test
    void anImportThatFailsLeavesNothing() throws IOException {
        Path path = folder.resolve("clip.tar");
        clip().write(path);
        vocabulary(folder.resolve("vocab.txt"), PIECES);
        byte[] content = Files.readAllBytes(path);
        content[content.length / 2] ^= 1;
        Files.write(path, content);
        assertThatThrownBy(() -> ModelImport.underLicence("x").write(path, folder.resolve("own"), "0"))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("the checksum of clip/data/");
        assertThat(folder).isDirectoryNotContaining("glob:**own*");
        Files.createDirectory(folder.resolve(".own.partial"));
        assertThatThrownBy(() -> ModelImport.underLicence("x").write(path, folder.resolve("own"), "0"))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("left from an import that was interrupted");
    }

    /** The digest stands for the words as well: the same weights with other words are another model. */
    @Test
    void anotherVocabularyIsAnotherModel() throws IOException {
        Path path = folder.resolve("clip.tar");
        clip().write(path);
        Path words = vocabulary(folder.resolve("vocab.txt"), PIECES);
        String first = digest(path);
        assertThat(digest(path)).isEqualTo(first);
        Files.writeString(words, Files.readString(words).replace("mass", "mess"));
        assertThat(digest(path)).isNotEqualTo(first);
    }

    private static String digest(Path path) throws IOException {
        try (ModelFile file = ModelFile.open(path)) {
            return file.sha256();
        }
    }

    @Test
    void aMissingOrWrongVocabularyIsSaidSo() throws IOException {
        Path path = folder.resolve("clip.tar");
        clip().write(path);
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("clip.tar has no vocabulary")
                .hasMessageContaining("clip.tar.vocab.txt")
                .hasMessageContaining("--vocabulary");
        vocabulary(folder.resolve("vocab.txt"), PIECES + 1);
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("vocab.txt has 41 lines, the model's text tower knows 40 pieces");
    }

    /** The reference loads the whole model leniently; here every name that does not fit is said. */
    @ParameterizedTest
    @ValueSource(strings = {"clip-tiny-zip.tar", "clip-tiny-legacy.tar"})
    void theTinySampleDoesNotFitAndEverythingIsNamed(String name) {
        assertThatThrownBy(() -> ModelFile.open(SampleCheckpoints.path(name)))
                .isInstanceOf(CheckpointMismatchException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("0 unexpected")
                .hasMessageContaining("missing: image_encoder._blocks.0._depthwise_conv.weight")
                .hasMessageContaining("image_encoder._conv_stem.weight has shape (4, 3, 3, 3), the network expects"
                        + " (32, 3, 3, 3)")
                .hasMessageContaining("more");
    }

    @Test
    void missingUnexpectedAndMisshapenAreAllNamed() throws IOException {
        List<Entry> entries = entries(SMALL.parameters(), new Entry("image_projection.fc.weight", new Shape(2), false));
        entries.removeIf(entry -> entry.name().equals("text_projection.projection.bias"));
        entries.replaceAll(
                entry -> entry.name().equals("logit_scale") ? new Entry("logit_scale", new Shape(1), false) : entry);
        Path path = folder.resolve("clip.tar");
        new StateDictWriter(entries, TorchModelTest::values).write(path);
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(CheckpointMismatchException.class)
                .hasMessage("the parameters do not fit clip.tar (clip): 1 missing, 1 unexpected, 1 of another shape;"
                        + " missing: text_projection.projection.bias; unexpected: image_projection.fc.weight; of another"
                        + " shape: logit_scale has shape (1), the network expects ()");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aClassifierBringsItsEncoder(int outputs) throws IOException {
        ClassifierDescription wanted = new ClassifierDescription(SMALL.about(), "p", "efficientnet-demo", outputs);
        Path path = folder.resolve("mass.pth");
        new StateDictWriter(
                        entries(
                                wanted.parameters(),
                                new Entry("image_encoder._bn1.num_batches_tracked", new Shape(), true)),
                        TorchModelTest::values)
                .with(pickle -> pickle.text("epoch").whole(8).text("auroc").real(0.8125))
                .write(path);
        try (ModelFile file = ModelFile.open(path)) {
            assertThat(((ClassifierFile) file).outputs()).isEqualTo(outputs);
            assertThat(((ClassifierFile) file).architecture()).isEqualTo(EfficientNetArchitecture.DEMO);
            assertValues(file, wanted.parameters());
            assertThat(file.provenance().orElseThrow().figures())
                    .containsExactly(entry("auroc", 0.8125), entry("epoch", 8.0));
        }
    }

    @Test
    void aDetectorMayHoldAnUnusedClassifierLayer() throws IOException {
        DetectorDescription wanted = new DetectorDescription(SMALL.about(), "p", "efficientnet-demo", 2);
        Path path = folder.resolve("detector.pth");
        new StateDictWriter(
                        entries(
                                wanted.parameters(),
                                new Entry("efficientnet._fc.weight", new Shape(10, 256), false),
                                new Entry("efficientnet._fc.bias", new Shape(10), false)),
                        TorchModelTest::values)
                .under("state_dict")
                .with(pickle -> pickle.text("best_MAP").real(0.58))
                .write(path);
        try (ModelFile file = ModelFile.open(path)) {
            assertThat(((DetectorFile) file).classes()).isEqualTo(2);
            assertValues(file, wanted.parameters());
            assertThat(file.provenance().orElseThrow().figures()).containsExactly(entry("best_MAP", 0.58));
        }
    }

    @Test
    void aMapperIsABareStateDictThatMayHoldItsFrozenEncoder() throws IOException {
        MapperDescription wanted = new MapperDescription(SMALL.about(), "p", 2, 35, 8, List.of());
        Path path = folder.resolve("factor.pth");
        new StateDictWriter(
                        entries(
                                wanted.parameters(),
                                new Entry("image_encoder._conv_stem.weight", new Shape(4, 3, 3, 3), false)),
                        TorchModelTest::values)
                .under("")
                .write(path);
        try (ModelFile file = ModelFile.open(path)) {
            assertThat(((MapperFile) file).attributes()).isEqualTo(2);
            assertThat(((MapperFile) file).cells()).isEqualTo(35);
            assertThat(((MapperFile) file).embedding()).isEqualTo(8);
            assertThat(((MapperFile) file).attributeEmbeddings()).isEmpty();
            assertValues(file, wanted.parameters());
        }
        Files.copy(SampleCheckpoints.path("attr_embs_tiny.pth"), folder.resolve("factor.pth.attributes.pth"));
        try (MapperFile file = (MapperFile) ModelFile.open(path)) {
            Map<String, float[]> embeddings = file.attributeEmbeddings();
            assertThat(embeddings.keySet()).containsExactly("mass", "suspicious_calcification");
            assertThat(embeddings.get("mass"))
                    .startsWith(0.14608353f, -0.09036052f)
                    .hasSize(8);
        }
    }

    /** The digest stands for the attributes' directions as well: a map of another direction is another result. */
    @Test
    void otherAttributeEmbeddingsAreAnotherModel() throws IOException {
        Path path = folder.resolve("factor.pth");
        MapperDescription mapper = new MapperDescription(SMALL.about(), "p", 2, 35, 8, List.of());
        new StateDictWriter(entries(mapper.parameters()), TorchModelTest::values)
                .under("")
                .write(path);
        String bare = digest(path);
        Path companion = folder.resolve("factor.pth.attributes.pth");
        byte[] zip = Files.readAllBytes(SampleCheckpoints.path("attr_embs_tiny.pth"));
        // The pickle alone, which no checksum guards: bytes 64 to 467 of the archive.
        byte[] embeddings = Arrays.copyOfRange(zip, 64, 468);
        Files.write(companion, embeddings);
        String first = digest(path);
        assertThat(first).isNotEqualTo(bare);
        assertThat(digest(path)).isEqualTo(first);
        int value = new String(embeddings, StandardCharsets.ISO_8859_1).indexOf("\u00B0\u000E");
        embeddings[value + 1]++;
        Files.write(companion, embeddings);
        assertThat(digest(path)).isNotEqualTo(first);
    }

    @Test
    void attributeEmbeddingsOfAnotherNumberOrLengthAreRefused() throws IOException {
        Path path = folder.resolve("factor.pth");
        Files.copy(SampleCheckpoints.path("attr_embs_tiny.pth"), folder.resolve("factor.pth.attributes.pth"));
        for (int[] size : new int[][] {{3, 8}, {2, 9}}) {
            MapperDescription other = new MapperDescription(SMALL.about(), "p", size[0], 4, size[1], List.of());
            new StateDictWriter(entries(other.parameters()), TorchModelTest::values)
                    .under("")
                    .write(path);
            assertThatThrownBy(() -> ModelFile.open(path))
                    .isInstanceOf(CheckpointFormatException.class)
                    .hasMessageContaining("factor.pth.attributes.pth")
                    .hasMessageContaining(size[0] == 3 ? "the mapper has 3 attributes" : "the mapper's joint space 9");
        }
        assertThatThrownBy(() -> ModelFile.open(SampleCheckpoints.path("attr_embs_tiny.pth")))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("holds attribute embeddings and no model");
    }

    private void writeConfigured(Path path, String... keysAndValue) throws IOException {
        new StateDictWriter(entries(SMALL.parameters()), TorchModelTest::values)
                .with(pickle -> {
                    pickle.text("config");
                    for (int i = 0; i < keysAndValue.length - 1; i++) {
                        pickle.raw('}').text(keysAndValue[i]);
                    }
                    pickle.text(keysAndValue[keysAndValue.length - 1]);
                    for (int i = 0; i < keysAndValue.length - 1; i++) {
                        pickle.raw('s');
                    }
                })
                .write(path);
    }

    @Test
    void aConfigurationThatContradictsTheTensorsOrAsksForMoreIsRefused() throws IOException {
        Path path = folder.resolve("clip.tar");
        writeConfigured(path, "model", "image_encoder", "name", "tf_efficientnetv2-detect");
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(CheckpointMismatchException.class)
                .hasMessageContaining(
                        "tf_efficientnetv2-detect, which is efficientnet-b2, and the head convolution is that"
                                + " of efficientnet-demo");
        writeConfigured(path, "model", "image_encoder", "name", "resnet50");
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining(
                        "image tower 'resnet50'; read are [tf_efficientnet_b5_ns-detect, tf_efficientnetv2");
        writeConfigured(path, "model", "text_encoder", "pooling", "mean");
        assertThatThrownBy(() -> ModelFile.open(path))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("pools texts by 'mean'");
    }

    /** Whatever the file stores, the network gets float32 in row-major order: here halves, a transposed view and doubles. */
    @Test
    void parametersOfOtherFloatingTypesAndLayoutsBecomeFloat32() throws IOException {
        PickleWriter pickle = new PickleWriter().raw('}', '(');
        pickle.text("pool.0.0.weight").view("Half", "h", 4, 0, new long[] {2, 2}, new long[] {1, 2});
        pickle.text("pool.0.0.bias").view("Half", "h", 4, 2, new long[] {2}, new long[] {1});
        pickle.text("pool.0.2.weight").tensor("BFloat16", "b", 1, 2);
        pickle.text("pool.0.2.bias").tensor("Double", "d", 1);
        Path path = folder.resolve("factor.pth");
        try (TorchZipWriter zip = new TorchZipWriter(path, "factor")) {
            zip.entry("data.pkl", pickle.raw('u').end());
            zip.entry("data/h", new byte[] {0, 0x3C, 0, 0x40, 0, 0x42, 0, 0x44});
            zip.entry("data/b", new byte[] {(byte) 0x80, 0x3F, 0, 0x40});
            zip.entry("data/d", new byte[] {0, 0, 0, 0, 0, 0, 0, 0x40});
        }
        Path own = folder.resolve("own");
        ModelImport.underLicence("x").write(path, own, "0");
        for (Path each : List.of(path, own)) {
            try (ModelFile file = ModelFile.open(each);
                    NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                assertThat(file.parameters()
                                .read(manager, "pool.0.0.weight", new Shape(2, 2))
                                .toFloatArray())
                        .containsExactly(1, 3, 2, 4);
                assertThat(file.parameters()
                                .read(manager, "pool.0.0.bias", new Shape(2))
                                .toFloatArray())
                        .containsExactly(3, 4);
                assertThat(file.parameters()
                                .read(manager, "pool.0.2.weight", new Shape(1, 2))
                                .toFloatArray())
                        .containsExactly(1, 2);
                assertThat(file.parameters()
                                .read(manager, "pool.0.2.bias", new Shape(1))
                                .toFloatArray())
                        .containsExactly(2);
            }
        }
    }

    /** What would take more memory than the file has, or silently lose values. */
    @ParameterizedTest
    @CsvSource({
        "expanded, pool.0.2.bias is larger than what the file stores for it",
        "integer, 'pool.0.2.bias is of type int32, no floating type'",
        "text, 'missing: pool.0.2.bias'",
        "foreign, pool.0.2.bias was made by torch._utils._rebuild_sparse_tensor",
        "twice, pool.0.0.bias is there with and without module."
    })
    void aParameterThatIsNoPlainFloatTensorIsRefused(String defect, String reason) throws IOException {
        Path path = folder.resolve("factor.pth");
        try (TorchZipWriter zip = new TorchZipWriter(path, "factor")) {
            zip.entry("data.pkl", mapper(defect));
            zip.entry("data/0", new byte[Float.BYTES * 4]);
            zip.entry("data/1", new byte[Integer.BYTES * 5]);
            zip.entry("data/2", new byte[Float.BYTES * 10]);
        }
        assertThatThrownBy(() -> ModelFile.open(path)).hasMessageContaining(reason);
    }

    private static byte[] mapper(String defect) {
        PickleWriter pickle = new PickleWriter().raw('}', '(');
        pickle.text("pool.0.0.weight").tensor("Float", "0", 2, 2);
        pickle.text("pool.0.0.bias").view("Float", "0", 4, 0, new long[] {2}, new long[] {1});
        if (defect.equals("twice")) {
            pickle.text("module.pool.0.0.bias").view("Float", "0", 4, 0, new long[] {2}, new long[] {1});
        }
        pickle.text("pool.0.2.weight").view("Float", "2", 10, 0, new long[] {5, 2}, new long[] {2, 1});
        pickle.text("pool.0.2.bias");
        switch (defect) {
            case "integer" -> pickle.tensor("Int", "1", 5);
            case "foreign" ->
                pickle.global("torch._utils", "_rebuild_sparse_tensor").raw('(').call();
            case "text" -> pickle.text("no tensor");
            default -> pickle.view("Float", "0", 4, 0, new long[] {5}, new long[] {0});
        }
        return pickle.raw('u').end();
    }
}

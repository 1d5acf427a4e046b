package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.ClipFile;
import org.mammoclip.mammoclip.checkpoint.MapperFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.learn.factor.Attribute;
import org.mammoclip.mammoclip.learn.factor.AttributeDirections;
import org.mammoclip.mammoclip.text.Vocabulary;

/** {@code mammoclip model import} and {@code model inspect} on a mapper of one attribute, two cells and two dimensions. */
class ModelImportCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    }

    /** Tensors are views of one storage of four values. */
    private Path mapper(String function) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2, '}', '('});
        for (String name : new String[] {"0.weight", "0.bias", "2.weight", "2.bias"}) {
            text(pickle, "pool.0." + name);
            pickle.write(("c" + function + "\n((").getBytes(StandardCharsets.US_ASCII));
            text(pickle, "storage");
            pickle.write("ctorch\nFloatStorage\n".getBytes(StandardCharsets.US_ASCII));
            text(pickle, "0");
            text(pickle, "cuda:0");
            pickle.write(new byte[] {'K', 4, 't', 'Q', 'K', 0});
            pickle.write(
                    name.endsWith("weight")
                            ? new byte[] {'K', 2, 'K', 2, (byte) 0x86, 'K', 2, 'K', 1, (byte) 0x86}
                            : new byte[] {'K', 2, (byte) 0x85, 'K', 1, (byte) 0x85});
            pickle.write(new byte[] {(byte) 0x89, '}', 't', 'R'});
        }
        pickle.write(new byte[] {'u', '.'});
        Path file = folder.resolve("factor.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "factor/data.pkl", pickle.toByteArray());
            entry(zip, "factor/data/0", new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40});
        }
        return file;
    }

    private static void text(ByteArrayOutputStream pickle, String text) throws IOException {
        pickle.write(new byte[] {'X', (byte) text.length(), 0, 0, 0});
        pickle.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private Path tensors() throws IOException {
        return mapper("torch._utils\n_rebuild_tensor_v2");
    }

    @Test
    void anImportedModelRemembersWhereItCameFromAndUnderWhichLicence() throws IOException {
        Path file = tensors();
        Path model = folder.resolve("models/factor");
        assertThat(run(
                        "model",
                        "import",
                        file,
                        "--out",
                        model,
                        "--licence",
                        "CC0-1.0",
                        "--name",
                        "toy",
                        "--version",
                        "3",
                        "--threshold",
                        "mass=0.42"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .containsPattern("model +toy 3\n")
                .containsPattern("kind +mapper\n")
                .containsPattern("licence +CC0-1.0\n")
                .containsPattern("attributes +1, without names and embeddings\n")
                .containsPattern("threshold mass +0.42\n")
                .contains("wrote " + model);
        assertThat(run("model", "inspect", model, "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/kind").asText()).isEqualTo("mapper");
        assertThat(json.at("/description/about/licence").asText()).isEqualTo("CC0-1.0");
        assertThat(json.at("/description/cells").asInt()).isEqualTo(2);
        assertThat(json.at("/provenance/sourceFile").asText()).isEqualTo("factor.pth");
        assertThat(json.at("/provenance/sourceSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(json.at("/provenance/importedBy").asText()).isEqualTo(ProductVersion.current());
        assertThat(json.at("/tensors/byType/float32").asInt()).isEqualTo(4);
        assertThat(json.at("/tensors/trainable").asInt()).isEqualTo(12);
        assertThat(json.at("/thresholds/mass").asDouble()).isEqualTo(0.42);
        assertThat(json.at("/problems")).isEmpty();
        assertThat(run("model", "verify", model)).as(err.toString()).isZero();
    }

    @Test
    void aMapperWithoutEmbeddingsGetsThoseOfSentences() throws IOException {
        Path file = tensors();
        Path clip = clip("clip", 32, 16, 2);
        Path sentences = Files.writeString(folder.resolve("mass.txt"), "there is a mass\nnew mass\n");
        Path model = folder.resolve("mapper");
        assertThat(run(
                        "model",
                        "import",
                        file,
                        "--out",
                        model,
                        "--licence",
                        "CC0-1.0",
                        "--clip",
                        clip,
                        "--attribute",
                        "mass",
                        "--sentences",
                        "mass=" + sentences))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).containsPattern("attributes +1: mass\n");
        assertThat(run("model", "inspect", model, "--json")).isZero();
        JsonNode configuration = new ObjectMapper().readTree(out.toString()).at("/provenance/configuration");
        assertThat(configuration.get("attributes.checkpoint").asText()).isEqualTo("toy 1");
        assertThat(configuration.get("attributes.checkpoint_sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(configuration.get("attributes.sentences.mass").asText())
                .isEqualTo("2, SHA-256 " + Attribute.read("mass", sentences).sha256());
        try (MapperFile mapper = (MapperFile) ModelFile.open(model);
                ClipFile towers = (ClipFile) ModelFile.open(clip);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            assertThat(mapper.attributeEmbeddings().get("mass"))
                    .isEqualTo(AttributeDirections.of(
                                    manager, towers.checkpoint(), List.of(Attribute.read("mass", sentences)))
                            .get("mass"));
        }
    }

    @Test
    void embeddingsForAnotherMapperAreRefused() throws IOException {
        Path file = tensors();
        Path clip = clip("clip", 32, 16, 2);
        String[] common = {"model", "import", file.toString(), "--out", folder + "/m", "--licence", "x", "--clip"};
        assertThat(run(with(common, clip))).isEqualTo(Main.FAILED);
        assertThat(err.toString())
                .contains("factor.pth has 1 attributes, named are [mass, suspicious_calcification]", "name them all");
        assertThat(run(with(common, clip("larger", 64, 16, 2), "--attribute", "mass")))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("maps 2 cells to 2 dimensions", "a feature map of 4 cells");
        assertThat(run(with(common, clip("wider", 32, 16, 3), "--attribute", "mass")))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("a joint space of 3");
        assertThat(run(with(common, clip, "--attribute", "lump"))).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("no sentences for 'lump'");
        assertThat(run(with(common, clip, "--attributes", "a.pth"))).isEqualTo(Main.USAGE);
        assertThat(run("model", "import", file, "--out", folder + "/m", "--licence", "x", "--attribute", "mass"))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("need --clip");
        assertThat(folder.resolve("m")).doesNotExist();
    }

    private static Object[] with(String[] common, Object... more) {
        List<Object> all = new ArrayList<>(List.of((Object[]) common));
        all.addAll(List.of(more));
        return all.toArray();
    }

    /** A CLIP checkpoint drawn from a seed; a cell of its feature map is 16 pixels wide. */
    private Path clip(String name, int rows, int columns, int embedding) throws IOException {
        List<String> pieces = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "there", "is", "a", "mass", "new");
        ModelDescription description = new ModelDescription(
                "toy",
                "1",
                true,
                true,
                "toy model of a test",
                "Apache-2.0",
                EfficientNetArchitecture.DEMO.name(),
                new ModelDescription.Preparation("mammo-clip-minmax-1", rows, columns, 1, 0.3f, 0.25f),
                new ModelDescription.Text("bert", pieces.size(), 1, 16, 2, 32, 16, 16, true),
                embedding);
        Path clip = folder.resolve(name);
        CheckpointFolder.write(
                clip, description, new Vocabulary(pieces), new RandomParameters(5, description.parameters()));
        return clip;
    }

    @Test
    void aFileIsInspectedWithoutImportingIt() throws IOException {
        assertThat(run("model", "inspect", tensors())).isZero();
        assertThat(out.toString())
                .containsPattern("file +factor.pth \\(zip\\)\n")
                .containsPattern("licence +not recorded")
                .containsPattern("tensors +4, 4 of them used; 12 trainable values\n")
                .containsPattern("top level +pool.0.0.weight, pool.0.0.bias");
    }

    @Test
    void theLicenceMustBeStated() throws IOException {
        Path file = tensors();
        Path model = folder.resolve("model");
        assertThat(run("model", "import", file, "--out", model)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("--licence", "--accept-licence");
        assertThat(run("model", "import", file, "--out", model, "--licence", "x", "--accept-licence"))
                .isEqualTo(Main.USAGE);
        assertThat(run("model", "import", file, "--out", model, "--licence", " "))
                .isEqualTo(Main.USAGE);
        assertThat(model).doesNotExist();
        assertThat(run("model", "import", file, "--out", model, "--accept-licence"))
                .isZero();
        assertThat(out.toString()).contains("CC BY-NC-SA 4.0, non-commercial research and education only");
    }

    @Test
    void aFolderInUseIsLeftAlone() throws IOException {
        Path file = tensors();
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("notes.txt"), "mine");
        assertThat(run("model", "import", file, "--out", model, "--licence", "x"))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("is not empty; name a new folder");
        assertThat(model).isDirectoryContaining(path -> path.endsWith("notes.txt"));
    }

    @Test
    void aHostileFileIsAProblemInOneSentenceAndLeavesNothing() throws IOException {
        Path evil = mapper("os\nsystem");
        assertThat(run("model", "inspect", evil)).isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("PROBLEM", "names os.system").doesNotContain("\tat ");
        assertThat(run("model", "import", evil, "--out", folder.resolve("model"), "--licence", "x"))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("names os.system").doesNotContain("\tat ");
        assertThat(folder).isDirectoryNotContaining("glob:**{model,.model.partial}");
    }

    @Test
    void thePartsOfAProblemStandOnLinesOfTheirOwn() {
        assertThat(ModelTable.onLines("2 missing; missing: a, b")).isEqualTo("2 missing\n         missing: a, b");
    }

    @Test
    void whatIsNoModelIsSaidSo() throws IOException {
        Path text = Files.writeString(folder.resolve("b5.tar"), "version https://git-lfs.github.com/spec/v1\n");
        assertThat(run("model", "inspect", text)).isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("b5.tar (unknown)", "Git LFS pointer");
        assertThat(run("model", "inspect", folder.resolve("absent"))).isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("absent does not exist");
        assertThat(run("model", "inspect", folder)).isEqualTo(Main.FAILED);
        assertThat(out.toString()).contains("has no model.json");
    }

    @Test
    void thresholdsOutsideZeroToOneAreUsage() throws IOException {
        assertThat(run(
                        "model",
                        "import",
                        tensors(),
                        "--out",
                        folder.resolve("m"),
                        "--licence",
                        "x",
                        "--threshold",
                        "mass=2"))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("thresholds must be 0 to 1");
    }
}

package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * A checkpoint on disk: {@code model.json} (what it is, and the SHA-256 of the other two), {@code model.safetensors} (float32
 * parameters under the reference's names) and {@code vocab.txt} (one piece per line).
 *
 * <p>Opening verifies the digests, the vocabulary's size, and that exactly the expected parameters are there in their shapes.
 */
public final class CheckpointFolder implements Checkpoint {
    static final String DESCRIPTION_FILE = "model.json";
    static final String PARAMETERS_FILE = "model.safetensors";
    static final String VOCABULARY_FILE = "vocab.txt";

    private static final long MAX_DESCRIPTION = 1 << 20;
    private static final long MAX_VOCABULARY = 1 << 24;
    private static final int BUFFER = 1 << 20;

    private final ModelDescription description;
    private final Vocabulary vocabulary;
    private final SafetensorsFile parameters;
    private final String sha256;

    private CheckpointFolder(
            ModelDescription description, Vocabulary vocabulary, SafetensorsFile parameters, String sha256) {
        this.description = description;
        this.vocabulary = vocabulary;
        this.parameters = parameters;
        this.sha256 = sha256;
    }

    /**
     * @throws CheckpointFormatException if the path is no such folder, a file is damaged, or parameters do not fit the description
     * @throws IOException if a file cannot be read
     */
    public static CheckpointFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointFormatException(folder.getFileName()
                    + (Files.exists(folder) ? " is not a folder" : " does not exist")
                    + "; accepted are builtin:demo and a folder with " + DESCRIPTION_FILE + ", " + PARAMETERS_FILE
                    + " and " + VOCABULARY_FILE + " (PyTorch save files such as .tar and .pth are not read)");
        }
        byte[] json = readBounded(folder.resolve(DESCRIPTION_FILE), MAX_DESCRIPTION);
        CheckpointManifest manifest = CheckpointManifest.decode(json);
        Vocabulary vocabulary = readVocabulary(folder.resolve(VOCABULARY_FILE), manifest);
        Path parametersFile = folder.resolve(PARAMETERS_FILE);
        verify(PARAMETERS_FILE, digest(parametersFile), manifest.parametersSha256());
        SafetensorsFile parameters = SafetensorsFile.open(parametersFile);
        try {
            requireExactly(manifest.description().parameters(), parameters);
            return new CheckpointFolder(
                    manifest.description(), vocabulary, parameters, CheckpointManifest.sha256(json));
        } catch (IOException | RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** Writes a checkpoint into a folder, which is created if need be; files of these names are replaced. */
    public static void write(
            Path folder, ModelDescription description, Vocabulary vocabulary, ParameterSource parameters)
            throws IOException {
        Files.createDirectories(folder);
        byte[] words = encode(vocabulary);
        Files.write(folder.resolve(VOCABULARY_FILE), words);
        String digest;
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(folder.resolve(PARAMETERS_FILE)), BUFFER)) {
            digest = writeParameters(out, description, parameters);
        }
        Files.write(
                folder.resolve(DESCRIPTION_FILE),
                manifest(description, digest, words).encode());
    }

    /** The digest that {@link #open} would give for what {@link #write} would write, without writing. */
    public static String sha256(ModelDescription description, Vocabulary vocabulary, ParameterSource parameters) {
        try {
            String digest = writeParameters(OutputStream.nullOutputStream(), description, parameters);
            return CheckpointManifest.sha256(
                    manifest(description, digest, encode(vocabulary)).encode());
        } catch (IOException e) {
            throw new IllegalStateException("writing nowhere failed", e);
        }
    }

    private static CheckpointManifest manifest(ModelDescription description, String parameters, byte[] words) {
        return new CheckpointManifest(
                CheckpointManifest.FORMAT, description, parameters, CheckpointManifest.sha256(words));
    }

    private static String writeParameters(OutputStream out, ModelDescription description, ParameterSource parameters)
            throws IOException {
        MessageDigest digest = CheckpointManifest.newDigest();
        DigestOutputStream digesting = new DigestOutputStream(out, digest);
        SafetensorsWriter.write(digesting, description.parameters(), parameters);
        digesting.flush();
        return CheckpointManifest.hex(digest);
    }

    private static byte[] encode(Vocabulary vocabulary) {
        return (String.join("\n", vocabulary.pieces()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Vocabulary readVocabulary(Path file, CheckpointManifest manifest) throws IOException {
        byte[] words = readBounded(file, MAX_VOCABULARY);
        verify(VOCABULARY_FILE, CheckpointManifest.sha256(words), manifest.vocabularySha256());
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(words))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointFormatException(VOCABULARY_FILE + " is not UTF-8", e);
        }
        String[] lines = text.split("\r?\n", -1);
        boolean finalNewLine = lines.length > 1 && lines[lines.length - 1].isEmpty();
        List<String> pieces = Arrays.asList(lines).subList(0, finalNewLine ? lines.length - 1 : lines.length);
        int expected = manifest.description().text().vocabulary();
        if (pieces.size() != expected) {
            throw new CheckpointFormatException(
                    VOCABULARY_FILE + " has " + pieces.size() + " lines, " + DESCRIPTION_FILE + " says " + expected);
        }
        try {
            return new Vocabulary(pieces);
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException(VOCABULARY_FILE + ": " + e.getMessage(), e);
        }
    }

    private static byte[] readBounded(Path file, long limit) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointFormatException("the checkpoint folder has no " + file.getFileName());
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes((int) limit + 1);
            if (content.length > limit) {
                throw new CheckpointFormatException(file.getFileName() + " has more than " + limit + " bytes");
            }
            return content;
        }
    }

    private static String digest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointFormatException("the checkpoint folder has no " + file.getFileName());
        }
        MessageDigest digest = CheckpointManifest.newDigest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return CheckpointManifest.hex(digest);
    }

    private static void verify(String file, String actual, String expected) throws CheckpointFormatException {
        if (!actual.equals(expected)) {
            throw new CheckpointFormatException(
                    file + " is not the file " + DESCRIPTION_FILE + " was written for: its SHA-256 is " + actual);
        }
    }

    private static void requireExactly(List<ParameterSpec> expected, SafetensorsFile file)
            throws CheckpointFormatException {
        Map<String, Shape> unexpected = file.shapes();
        for (ParameterSpec spec : expected) {
            Shape shape = unexpected.remove(spec.name());
            if (shape == null) {
                throw new CheckpointFormatException("parameter " + spec.name() + " is missing");
            }
            if (!shape.equals(spec.shape())) {
                throw new CheckpointFormatException(
                        "parameter " + spec.name() + " has shape " + shape + ", the network expects " + spec.shape());
            }
        }
        if (!unexpected.isEmpty()) {
            throw new CheckpointFormatException(
                    "parameter " + unexpected.keySet().iterator().next() + " is not part of this architecture");
        }
    }

    @Override
    public ModelDescription description() {
        return description;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public ParameterSource parameters() {
        return parameters;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public void close() throws IOException {
        parameters.close();
    }
}

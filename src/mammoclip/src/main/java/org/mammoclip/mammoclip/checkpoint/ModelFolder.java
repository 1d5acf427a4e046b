package org.mammoclip.mammoclip.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * Our own format, a folder: {@code model.json} (what it is, and the SHA-256 of the others), {@code model.safetensors} (float32
 * parameters under the reference's names) and, for the kind with a text tower, {@code vocab.txt} (one piece per line).
 *
 * <p>Opening verifies the digests, the vocabulary's size, and that exactly the expected parameters are there in their shapes.
 */
final class ModelFolder {
    static final String DESCRIPTION_FILE = "model.json";
    static final String PARAMETERS_FILE = "model.safetensors";
    static final String VOCABULARY_FILE = "vocab.txt";

    private static final long MAX_DESCRIPTION = 1 << 20;
    private static final int BUFFER = 1 << 20;

    private ModelFolder() {}

    /**
     * @throws CheckpointFormatException if a file is missing or damaged
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException if parameters do not fit the description
     */
    static LoadedModel open(Path folder) throws IOException {
        byte[] json = readBounded(folder.resolve(DESCRIPTION_FILE), MAX_DESCRIPTION);
        CheckpointManifest manifest = CheckpointManifest.decode(json);
        VocabularyFile words = manifest.description() instanceof ModelDescription clip
                ? VocabularyFile.read(
                        folder.resolve(VOCABULARY_FILE), clip.text().vocabulary())
                : null;
        Path parametersFile = folder.resolve(PARAMETERS_FILE);
        String digest = digest(parametersFile);
        return opened(json, manifest, words, digest, () -> SafetensorsFile.open(parametersFile));
    }

    /**
     * A folder of the kind with a text tower whose files are in memory; checked in the same way.
     *
     * @throws CheckpointFormatException if a file is damaged
     */
    static LoadedModel of(byte[] json, byte[] vocabulary, byte[] parameters) throws IOException {
        CheckpointManifest manifest = CheckpointManifest.decode(json);
        if (!(manifest.description() instanceof ModelDescription clip)) {
            throw new CheckpointFormatException(
                    "a " + manifest.description().kind().label() + " has no text tower");
        }
        VocabularyFile words =
                VocabularyFile.of(VOCABULARY_FILE, vocabulary, clip.text().vocabulary());
        return opened(json, manifest, words, Digests.sha256(parameters), () -> SafetensorsFile.of(parameters));
    }

    @FunctionalInterface
    private interface Parameters {
        SafetensorsFile open() throws IOException;
    }

    private static LoadedModel opened(
            byte[] json,
            CheckpointManifest manifest,
            @Nullable VocabularyFile words,
            String parametersSha256,
            Parameters source)
            throws IOException {
        if (words != null) {
            verify(VOCABULARY_FILE, words.sha256(), String.valueOf(manifest.vocabularySha256()));
        }
        verify(PARAMETERS_FILE, parametersSha256, manifest.parametersSha256());
        Description description = manifest.description();
        SafetensorsFile parameters = source.open();
        try {
            ParameterFit.of(description.parameters(), parameters.shapes(), name -> false)
                    .require(DESCRIPTION_FILE);
            return new LoadedModel(
                    description,
                    words == null ? null : words.vocabulary(),
                    parameters,
                    Digests.sha256(json),
                    manifest.provenance(),
                    manifest.thresholds());
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** Where parameters came from; asked for when they are written, because its digest may take as long. */
    @FunctionalInterface
    interface Origin {
        @Nullable
        Provenance get() throws IOException;
    }

    /** Writes a model into a folder, which is created if need be; files of these names are replaced. */
    static void write(
            Path folder,
            Description description,
            @Nullable Vocabulary vocabulary,
            ParameterSource parameters,
            Origin origin,
            SortedMap<String, Double> thresholds)
            throws IOException {
        Files.createDirectories(folder);
        byte[] words = vocabulary == null ? null : VocabularyFile.encode(vocabulary);
        if (words != null) {
            Files.write(folder.resolve(VOCABULARY_FILE), words);
        }
        String digest;
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(folder.resolve(PARAMETERS_FILE)), BUFFER)) {
            digest = writeParameters(out, description, parameters);
        }
        CheckpointManifest manifest = new CheckpointManifest(
                description, digest, words == null ? null : Digests.sha256(words), origin.get(), thresholds);
        Files.write(folder.resolve(DESCRIPTION_FILE), manifest.encode());
    }

    /** The digest that {@link #open} would give for what {@link #write} would write, without writing. */
    static String sha256(ModelDescription description, Vocabulary vocabulary, ParameterSource parameters) {
        try {
            String digest = writeParameters(OutputStream.nullOutputStream(), description, parameters);
            return new CheckpointManifest(
                            description,
                            digest,
                            Digests.sha256(VocabularyFile.encode(vocabulary)),
                            null,
                            new TreeMap<>())
                    .sha256();
        } catch (IOException e) {
            throw new IllegalStateException("writing nowhere failed", e);
        }
    }

    private static String writeParameters(OutputStream out, Description description, ParameterSource parameters)
            throws IOException {
        MessageDigest digest = Digests.newDigest();
        DigestOutputStream digesting = new DigestOutputStream(out, digest);
        SafetensorsWriter.write(digesting, description.parameters(), parameters);
        digesting.flush();
        return Digests.hex(digest);
    }

    static byte[] readBounded(Path file, long limit) throws IOException {
        requireFile(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes((int) limit + 1);
            if (content.length > limit) {
                throw new CheckpointFormatException(file.getFileName() + " has more than " + limit + " bytes");
            }
            return content;
        }
    }

    private static void requireFile(Path file) throws CheckpointFormatException {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointFormatException("the model folder has no " + file.getFileName());
        }
    }

    private static String digest(Path file) throws IOException {
        requireFile(file);
        return Digests.sha256(file);
    }

    private static void verify(String file, String actual, String expected) throws CheckpointFormatException {
        if (!actual.equals(expected)) {
            throw new CheckpointFormatException(
                    file + " is not the file " + DESCRIPTION_FILE + " was written for: its SHA-256 is " + actual);
        }
    }
}

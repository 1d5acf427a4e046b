package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.torch.Dictionary;
import org.mammoclip.mammoclip.checkpoint.torch.TorchFile;
import org.mammoclip.mammoclip.checkpoint.torch.TorchTensor;
import org.mammoclip.mammoclip.text.BertArchitecture;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * A PyTorch file as a model: what it describes, and how its tensors compare with that. Owns the open file until {@link #load} hands
 * it on.
 */
final class TorchModel implements AutoCloseable {
    /** Where BERT's cased vocabulary has its special pieces. */
    private static final Map<String, Integer> RELEASED_PIECES =
            Map.of("[PAD]", 0, "[UNK]", 100, "[CLS]", 101, "[SEP]", 102);

    private static final String UNRECORDED = "not recorded: read directly from a PyTorch file, import it to state one";

    private final Path path;
    private final TorchFile file;
    private final StateDict state;
    private final Dictionary root;
    private final Description description;
    private final ParameterFit fit;
    private final FileDigest digest;

    private TorchModel(Path path, TorchFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.state = StateDict.of(file.root());
        this.root = (Dictionary) file.root();
        this.description = TorchDescriptions.of(state, root, about());
        this.fit = ParameterFit.of(description.parameters(), state.shapes(), state.ignored());
        this.digest = FileDigest.start(path);
    }

    /**
     * @throws CheckpointFormatException if it is no PyTorch file, or one of no known kind
     * @throws CheckpointMismatchException if its configuration and its tensors disagree about the architecture
     */
    static TorchModel open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new CheckpointFormatException(path.getFileName()
                    + (Files.isDirectory(path)
                            ? " is a folder and no PyTorch file"
                            : Files.exists(path) ? " is no regular file" : " does not exist"));
        }
        TorchFile file = TorchFile.open(path);
        try {
            return new TorchModel(path, file);
        } catch (CheckpointFormatException e) {
            file.close();
            throw new CheckpointFormatException(path.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private About about() {
        String name = path.getFileName().toString().replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
        String epoch = TorchDescriptions.number(root, "epoch").isPresent()
                ? "epoch-" + (long) TorchDescriptions.number(root, "epoch").getAsDouble()
                : "1";
        return new About(
                About.isLine(name) ? name : "unnamed",
                epoch,
                true,
                false,
                "a PyTorch file from elsewhere; research use only",
                UNRECORDED);
    }

    TorchFile.Layout layout() {
        return file.layout();
    }

    List<String> topLevel(int most) {
        return root.firstKeys(most);
    }

    StateDict state() {
        return state;
    }

    Description description() {
        return description;
    }

    ParameterFit fit() {
        return fit;
    }

    /** Where it came from; waits until the whole file was read for its digest. */
    Provenance provenance() throws IOException {
        String name = path.getFileName().toString();
        return new Provenance(
                About.isLine(name) ? name : "unnamed",
                digest.get(),
                TorchProvenance.figures(file, root),
                TorchProvenance.configuration(root),
                "");
    }

    /**
     * The file with its companions as a model of exactly the parameters needed.
     *
     * @param description with the names of a mapper's attributes, where a companion knows them
     * @param attributesSha256 of that companion
     * @param parameters closes the file
     */
    record Content(
            Description description,
            @Nullable Vocabulary vocabulary,
            @Nullable String vocabularySha256,
            @Nullable String attributesSha256,
            ParameterFile parameters) {
        /** Digest of all files that parameters come from. */
        String parametersSha256(String fileSha256) {
            return attributesSha256 == null
                    ? fileSha256
                    : Digests.sha256((fileSha256 + attributesSha256).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * @param beside vocabulary or attribute embeddings, where the caller knows better than the files beside this one
     * @throws CheckpointMismatchException naming what does not fit
     */
    Content content(CompanionFiles beside) throws IOException {
        fit.require(path.getFileName() + " (" + description.kind().label() + ")");
        Map<String, TorchTensor> needed = new LinkedHashMap<>();
        for (ParameterSpec spec : description.parameters()) {
            needed.put(spec.name(), usable(spec.name(), state.tensors().get(spec.name())));
        }
        ParameterFile parameters = new TorchParameters(file, needed);
        if (description instanceof ModelDescription clip) {
            VocabularyFile words =
                    VocabularyFile.read(beside.vocabulary(path), clip.text().vocabulary());
            return new Content(description, released(words.vocabulary()), words.sha256(), null, parameters);
        }
        ComputedAttributes computed = beside.computedAttributes();
        Optional<Path> attributes = beside.attributes(path);
        if (description instanceof MapperDescription mapper && computed != null) {
            computed.requireFit(String.valueOf(path.getFileName()), mapper);
            return named(mapper, computed.embeddings(), parameters, null);
        }
        if (description instanceof MapperDescription mapper && attributes.isPresent()) {
            Map<String, float[]> embeddings =
                    AttributeEmbeddings.read(attributes.get(), mapper.attributes(), mapper.embedding());
            return named(mapper, embeddings, parameters, Digests.sha256(attributes.get()));
        }
        return new Content(description, null, null, null, parameters);
    }

    private static Content named(
            MapperDescription mapper,
            Map<String, float[]> embeddings,
            ParameterFile layers,
            @Nullable String attributesSha256) {
        return new Content(
                mapper.named(List.copyOf(embeddings.keySet())),
                null,
                null,
                attributesSha256,
                new NamedMapperParameters(layers, List.copyOf(embeddings.values())));
    }

    /** Hands on the file, read directly. */
    LoadedModel load(CompanionFiles beside) throws IOException {
        Content content = content(beside);
        Provenance provenance = provenance();
        String sha256 = new CheckpointManifest(
                        content.description(),
                        content.parametersSha256(provenance.sourceSha256()),
                        content.vocabularySha256(),
                        null,
                        new TreeMap<>())
                .sha256();
        return new LoadedModel(
                content.description(), content.vocabulary(), content.parameters(), sha256, provenance, new TreeMap<>());
    }

    private static TorchTensor usable(String name, @Nullable TorchTensor tensor) throws CheckpointFormatException {
        if (tensor == null || !tensor.type().isFloating() || tensor.isExpanded()) {
            throw new CheckpointFormatException("parameter " + name + " is "
                    + (tensor == null
                            ? "missing"
                            : tensor.isExpanded()
                                    ? "larger than what the file stores for it"
                                    : "of type " + tensor.type().label() + ", no floating type"));
        }
        return tensor;
    }

    /** The released models' vocabulary has its special pieces at known places; another file of that length is a mistake. */
    private static Vocabulary released(Vocabulary vocabulary) throws CheckpointFormatException {
        if (vocabulary.size() == BertArchitecture.CLINICAL.vocabulary()) {
            for (Map.Entry<String, Integer> piece : RELEASED_PIECES.entrySet()) {
                if (!vocabulary.piece(piece.getValue()).equals(piece.getKey())) {
                    throw new CheckpointFormatException("the vocabulary has " + vocabulary.piece(piece.getValue())
                            + " as piece " + piece.getValue() + " where BERT's cased vocabulary has " + piece.getKey());
                }
            }
        }
        return vocabulary;
    }

    @Override
    public void close() throws IOException {
        digest.close();
        file.close();
    }
}

package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a PyTorch file into a folder of our own format, under a licence that somebody states: weights from elsewhere are not free of
 * conditions, and those of Mammo-CLIP are for research only. Immutable; each {@code with} gives another import.
 */
public final class ModelImport {
    /** What the authors put their released weights under. */
    public static final String RELEASED_LICENCE =
            "CC BY-NC-SA 4.0, non-commercial research and education only (accepted at import)";

    private final String licence;
    private final @Nullable String name;
    private final @Nullable String version;
    private final CompanionFiles beside;
    private final SortedMap<String, Double> thresholds;

    private ModelImport(
            String licence,
            @Nullable String name,
            @Nullable String version,
            CompanionFiles beside,
            Map<String, Double> thresholds) {
        this.licence = licence;
        this.name = name;
        this.version = version;
        this.beside = beside;
        this.thresholds = new TreeMap<>(thresholds);
    }

    /**
     * @param licence of the parameters, one line of 1 to 200 characters
     * @throws IllegalArgumentException if it is none
     */
    public static ModelImport underLicence(String licence) {
        About.require(About.isLine(licence), "the licence must be one line of 1 to 200 characters");
        return new ModelImport(licence, null, null, CompanionFiles.BESIDE, Map.of());
    }

    /** Under another name than the file's. */
    public ModelImport withName(String other) {
        return new ModelImport(licence, other, version, beside, thresholds);
    }

    /** Under another version than the epoch. */
    public ModelImport withVersion(String other) {
        return new ModelImport(licence, name, other, beside, thresholds);
    }

    /** With this vocabulary instead of the one beside the file. */
    public ModelImport withVocabulary(Path file) {
        return with(new CompanionFiles(file, beside.givenAttributes(), beside.computedAttributes()));
    }

    /** With these attribute embeddings instead of those beside the file. */
    public ModelImport withAttributes(Path file) {
        return with(new CompanionFiles(beside.givenVocabulary(), file, null));
    }

    /** With these attribute embeddings instead of those of any file. */
    public ModelImport withAttributes(ComputedAttributes computed) {
        return with(new CompanionFiles(beside.givenVocabulary(), null, computed));
    }

    private ModelImport with(CompanionFiles companions) {
        return new ModelImport(licence, name, version, companions, thresholds);
    }

    /** With operating points by finding, 0 to 1. */
    public ModelImport withThresholds(Map<String, Double> points) {
        return new ModelImport(licence, name, version, beside, points);
    }

    /**
     * Writes the folder. It appears complete or not at all.
     *
     * @param source a PyTorch file
     * @param folder absent or empty
     * @param codeVersion version of this program, for the record
     * @throws CheckpointFormatException if the source is no model, or the folder is in use
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException if its parameters do not fit
     * @throws IllegalArgumentException if name, version or thresholds are not what {@link About} and {@link ModelFile} allow
     */
    public void write(Path source, Path folder, String codeVersion) throws IOException {
        requireFree(folder);
        Path whole = folder.toAbsolutePath();
        Path partial = whole.resolveSibling("." + whole.getFileName() + ".partial");
        if (Files.exists(partial)) {
            throw new CheckpointFormatException(
                    partial + " is left from an import that was interrupted, or one is running; delete it if none is");
        }
        TorchModel model = TorchModel.open(source);
        try (ParameterFile parameters = write(model, partial, codeVersion)) {
            Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            model.close();
            delete(partial);
            throw e;
        }
    }

    private ParameterFile write(TorchModel model, Path partial, String codeVersion) throws IOException {
        TorchModel.Content content = model.content(beside);
        About found = content.description().about();
        About about = new About(
                name == null ? found.name() : name,
                version == null ? found.version() : version,
                found.trained(),
                found.synthetic(),
                found.statement(),
                licence);
        ModelFolder.write(
                partial,
                content.description().with(about),
                content.vocabulary(),
                content.parameters(),
                () -> provenance(model).importedBy(codeVersion),
                thresholds);
        return content.parameters();
    }

    private Provenance provenance(TorchModel model) throws IOException {
        ComputedAttributes computed = beside.computedAttributes();
        Provenance provenance = model.provenance();
        return computed == null ? provenance : provenance.with(computed.origin());
    }

    private static void requireFree(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new CheckpointFormatException(folder + " is not empty; name a new folder");
                }
            }
        } else if (Files.exists(folder)) {
            throw new CheckpointFormatException(folder + " is a file; name a new folder");
        }
    }

    private static void delete(Path partial) throws IOException {
        for (String file :
                new String[] {ModelFolder.DESCRIPTION_FILE, ModelFolder.PARAMETERS_FILE, ModelFolder.VOCABULARY_FILE}) {
            Files.deleteIfExists(partial.resolve(file));
        }
        Files.deleteIfExists(partial);
    }
}

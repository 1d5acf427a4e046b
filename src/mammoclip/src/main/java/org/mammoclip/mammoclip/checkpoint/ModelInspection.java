package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.torch.Dictionary;
import org.mammoclip.mammoclip.checkpoint.torch.TorchFile;
import org.mammoclip.mammoclip.checkpoint.torch.TorchTensor;

/**
 * What a file or folder holds, as far as it can be told, also where it is damaged or unknown. Nothing in it is executed.
 *
 * @param file its name
 * @param layout {@code folder}, {@code zip}, {@code legacy}, {@code pickle}, or {@code unknown}
 * @param topLevel first keys of a PyTorch file
 * @param description absent if it is no model of this version
 * @param tensors what it holds
 * @param vocabulary where the words are, empty for kinds without a text tower
 * @param sha256 of the model, see {@link ModelFile#sha256()}; absent if it does not open
 * @param provenance where it came from
 * @param thresholds operating points by finding
 * @param problems why it does not open; empty if it does, but for a vocabulary that is still to be put beside it
 */
public record ModelInspection(
        String file,
        String layout,
        List<String> topLevel,
        Optional<Description> description,
        Tensors tensors,
        String vocabulary,
        Optional<String> sha256,
        Optional<Provenance> provenance,
        SortedMap<String, Double> thresholds,
        List<String> problems) {
    private static final int MOST_KEYS = 20;

    /**
     * @param count number of tensors
     * @param needed of these, what the network reads
     * @param trainable values that training changes: all floating ones but running statistics
     * @param byType number of tensors by element type
     */
    public record Tensors(int count, int needed, long trainable, SortedMap<String, Integer> byType) {
        static final Tensors NONE = new Tensors(0, 0, 0, new TreeMap<>());

        public Tensors {
            byType = Collections.unmodifiableSortedMap(new TreeMap<>(byType));
        }
    }

    public ModelInspection {
        topLevel = List.copyOf(topLevel);
        thresholds = Collections.unmodifiableSortedMap(new TreeMap<>(thresholds));
        problems = List.copyOf(problems);
    }

    /** @throws IOException if the file cannot be read; what is wrong with its content is a problem of the result */
    public static ModelInspection of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        try (TorchModel model = TorchModel.open(path)) {
            return torch(path, model);
        } catch (CheckpointFormatException | CheckpointMismatchException e) {
            return unknown(path, String.valueOf(e.getMessage()));
        }
    }

    private static ModelInspection folder(Path path) throws IOException {
        try (ModelFile model = ModelFile.open(path)) {
            List<ParameterSpec> specs = model.description().parameters();
            long trainable = specs.stream()
                    .filter(spec -> !spec.isStatistic())
                    .mapToLong(ParameterSpec::size)
                    .sum();
            return new ModelInspection(
                    name(path),
                    "folder",
                    List.of(),
                    Optional.of(model.description()),
                    new Tensors(specs.size(), specs.size(), trainable, new TreeMap<>(Map.of("float32", specs.size()))),
                    model.description() instanceof ModelDescription clip
                            ? ModelFolder.VOCABULARY_FILE + ", " + clip.text().vocabulary() + " pieces"
                            : "",
                    Optional.of(model.sha256()),
                    model.provenance(),
                    model.thresholds(),
                    List.of());
        } catch (CheckpointFormatException | CheckpointMismatchException e) {
            return broken(path, "folder", List.of(), Tensors.NONE, String.valueOf(e.getMessage()));
        }
    }

    private static ModelInspection torch(Path path, TorchModel model) throws IOException {
        List<String> problems = new ArrayList<>();
        if (!model.fit().fits()) {
            problems.add("the parameters do not fit: " + model.fit().describe());
        }
        Optional<Path> words = CompanionFiles.BESIDE.findVocabulary(path);
        boolean wordless = model.description() instanceof ModelDescription && words.isEmpty();
        Optional<String> sha256 = Optional.empty();
        if (problems.isEmpty() && !wordless) {
            try {
                sha256 = Optional.of(model.load(CompanionFiles.BESIDE).sha256());
            } catch (CheckpointFormatException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        String vocabulary = wordless
                ? "none yet: put the text encoder's vocab.txt beside the file"
                : words.map(file -> String.valueOf(file.getFileName())).orElse("");
        return new ModelInspection(
                name(path),
                layout(model.layout()),
                model.topLevel(MOST_KEYS),
                Optional.of(model.description()),
                tensors(
                        model.state().tensors(),
                        model.description().parameters().size()
                                - model.fit().missing().size()),
                model.description() instanceof ModelDescription ? vocabulary : "",
                sha256,
                Optional.of(model.provenance()),
                new TreeMap<>(),
                problems);
    }

    private static String layout(TorchFile.Layout layout) {
        return switch (layout) {
            case ZIP -> "zip";
            case LEGACY -> "legacy";
            case PICKLE -> "pickle";
        };
    }

    /** A file that is no model of this version, but perhaps a PyTorch file. */
    private static ModelInspection unknown(Path path, String problem) throws IOException {
        if (!Files.isRegularFile(path)) {
            return broken(path, "unknown", List.of(), Tensors.NONE, problem);
        }
        try (TorchFile file = TorchFile.open(path)) {
            Map<String, TorchTensor> tensors = Map.of();
            List<String> keys = List.of();
            if (file.root() instanceof Dictionary root) {
                tensors = StateDict.tensors(root);
                keys = root.firstKeys(MOST_KEYS);
            }
            return broken(path, layout(file.layout()), keys, tensors(tensors, 0), problem);
        } catch (CheckpointFormatException e) {
            return broken(path, "unknown", List.of(), Tensors.NONE, problem);
        }
    }

    private static Tensors tensors(Map<String, TorchTensor> tensors, int needed) {
        SortedMap<String, Integer> byType = new TreeMap<>();
        long trainable = 0;
        for (Map.Entry<String, TorchTensor> entry : tensors.entrySet()) {
            TorchTensor tensor = entry.getValue();
            byType.merge(tensor.type().label(), 1, Integer::sum);
            boolean statistic =
                    entry.getKey().endsWith(".running_mean") || entry.getKey().endsWith(".running_var");
            trainable += tensor.type().isFloating() && !statistic ? tensor.elements() : 0;
        }
        return new Tensors(tensors.size(), needed, trainable, byType);
    }

    private static ModelInspection broken(
            Path path, String layout, List<String> topLevel, Tensors tensors, String problem) {
        return new ModelInspection(
                name(path),
                layout,
                topLevel,
                Optional.empty(),
                tensors,
                "",
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                List.of(problem));
    }

    private static String name(Path path) {
        return CheckpointFormatException.printable(
                String.valueOf(path.toAbsolutePath().getFileName()));
    }
}

package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mammoclip.mammoclip.checkpoint.torch.Dictionary;
import org.mammoclip.mammoclip.checkpoint.torch.NumpyArray;
import org.mammoclip.mammoclip.checkpoint.torch.PickledValue;
import org.mammoclip.mammoclip.checkpoint.torch.TorchTensor;

/**
 * The tensors of a PyTorch file under their names, without the {@code module.} that distributed training puts before them, and what
 * kind of model they make.
 *
 * @param kind told by the names
 * @param tensors in file order
 */
record StateDict(ModelKind kind, Map<String, TorchTensor> tensors) {
    private static final String DISTRIBUTED = "module.";

    /**
     * @throws CheckpointFormatException if there is no state dict, or one of no known kind; the message says what was found
     */
    static StateDict of(PickledValue root) throws CheckpointFormatException {
        if (!(root instanceof Dictionary top)) {
            throw new CheckpointFormatException("the file holds no dictionary but "
                    + (root instanceof PickledValue.Opaque opaque
                            ? "an object of class " + opaque.name()
                            : "a " + root.getClass().getSimpleName())
                    + "; save the model's state_dict() with torch.save");
        }
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, PickledValue> entry : state(top).named().entrySet()) {
            String name = entry.getKey();
            String stripped = name.startsWith(DISTRIBUTED) ? name.substring(DISTRIBUTED.length()) : name;
            if (entry.getValue() instanceof PickledValue.Opaque opaque
                    && opaque.name().startsWith("torch.")) {
                throw new CheckpointFormatException("parameter " + stripped + " was made by " + opaque.name()
                        + ", a kind of tensor that is not read; save it as a plain float tensor");
            }
            if (entry.getValue() instanceof TorchTensor tensor && tensors.put(stripped, tensor) != null) {
                throw new CheckpointFormatException(
                        "parameter " + stripped + " is there with and without " + DISTRIBUTED);
            }
        }
        return new StateDict(kind(top, tensors), tensors);
    }

    private static Dictionary state(Dictionary top) {
        for (String wrapper : List.of("model", "state_dict")) {
            if (top.at(wrapper).orElse(null) instanceof Dictionary inner) {
                return inner;
            }
        }
        return top;
    }

    /** The tensors under their own names, whatever the kind. */
    static Map<String, TorchTensor> tensors(Dictionary top) {
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        state(top).named().forEach((name, value) -> {
            if (value instanceof TorchTensor tensor) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    private static ModelKind kind(Dictionary top, Map<String, TorchTensor> tensors) throws CheckpointFormatException {
        Predicate<String> any = prefix -> tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
        if (any.test("classificationModel.") || any.test("regressionModel.")) {
            return ModelKind.DETECTOR;
        }
        if (any.test("pool.")) {
            return ModelKind.MAPPER;
        }
        if (any.test("classifier.")) {
            return ModelKind.CLASSIFIER;
        }
        if (any.test(ModelDescription.TEXT_PREFIX) || any.test(ModelDescription.IMAGE_PROJECTION)) {
            return ModelKind.CLIP;
        }
        boolean arrays = !top.named().isEmpty() && top.named().values().stream().allMatch(NumpyArray.class::isInstance);
        throw new CheckpointFormatException(
                arrays
                        ? "the file holds attribute embeddings and no model; a mapper takes them when it is imported"
                                + " (--attributes) or beside it as <file>.attributes.pth"
                        : "the file is no CLIP, classifier, detector or mapper state dict; its top level has "
                                + top.firstKeys(10)
                                + (tensors.isEmpty()
                                        ? ""
                                        : ", its tensors begin with "
                                                + tensors.keySet().iterator().next()));
    }

    /** Shapes by name. */
    Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new HashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, new Shape(tensor.shape())));
        return shapes;
    }

    /** A side of a tensor; absent if there is no such tensor or it has too few dimensions, or the side is no int. */
    Optional<Integer> side(String name, int dimension) {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null || tensor.shape().length <= dimension || tensor.shape()[dimension] > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of((int) tensor.shape()[dimension]);
    }

    /** One more than the highest number that follows {@code prefix} in a name; 0 if none does. */
    int count(String prefix) {
        int count = 0;
        for (String name : tensors.keySet()) {
            int dot = name.indexOf('.', prefix.length());
            if (name.startsWith(prefix)
                    && dot > 0
                    && name.substring(prefix.length(), dot).matches("\\d{1,4}")) {
                count = Math.max(count, Integer.parseInt(name.substring(prefix.length(), dot)) + 1);
            }
        }
        return count;
    }

    /** Names that files of this kind may hold and nothing needs. */
    Predicate<String> ignored() {
        Predicate<String> counters = name -> name.endsWith(".num_batches_tracked");
        return switch (kind) {
            case CLIP ->
                counters.or(name -> name.startsWith(ModelDescription.TEXT_PREFIX + "pooler."))
                        .or(name -> name.equals(ModelDescription.TEXT_PREFIX + "embeddings.position_ids"));
            case CLASSIFIER -> counters;
            case DETECTOR -> counters.or(name -> name.startsWith("efficientnet._fc."));
            case MAPPER -> counters.or(name -> name.startsWith(ModelDescription.IMAGE_PREFIX));
        };
    }
}

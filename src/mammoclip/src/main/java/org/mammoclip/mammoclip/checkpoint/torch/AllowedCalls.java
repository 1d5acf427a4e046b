package org.mammoclip.mammoclip.checkpoint.torch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the calls mean that a state dict, its containers and NumPy arrays need. All other calls give an opaque value named after what
 * would have been called. Everything here builds plain values from plain values.
 */
final class AllowedCalls {
    private static final Map<String, ScalarType> STORAGES = storages();

    /** The longest key of a storage; PyTorch's own are decimal numbers. */
    private static final int MAX_KEY = 256;

    /** Takes a number of elements or bytes out of a pickle's allowance before they are copied or compared. */
    @FunctionalInterface
    interface Allowance {
        /** @throws IllegalArgumentException if it is used up */
        void take(long amount);
    }

    private final Allowance allowance;

    AllowedCalls(Allowance allowance) {
        this.allowance = allowance;
    }

    private static Map<String, ScalarType> storages() {
        Map<String, ScalarType> storages = new HashMap<>();
        for (ScalarType type : ScalarType.values()) {
            storages.put("torch." + type.storageName(), type);
            storages.put("torch.cuda." + type.storageName(), type);
        }
        storages.put("torch.UntypedStorage", ScalarType.UINT8);
        storages.put("torch.storage.UntypedStorage", ScalarType.UINT8);
        return storages;
    }

    /**
     * The value of {@code callee(*arguments)}.
     *
     * @throws IllegalArgumentException if a known function is called with arguments it does not take
     */
    PickledValue call(String callee, List<PickledValue> arguments) {
        return switch (callee) {
            case "collections.OrderedDict", "builtins.dict", "__builtin__.dict" -> dictionary(arguments, 0);
            case "collections.defaultdict" -> dictionary(arguments, 1);
            case "builtins.list",
                    "__builtin__.list",
                    "builtins.tuple",
                    "__builtin__.tuple",
                    "builtins.set",
                    "__builtin__.set",
                    "builtins.frozenset",
                    "__builtin__.frozenset",
                    "torch.Size" -> arguments.isEmpty() ? new Sequence(List.of()) : sequence(arguments, 0);
            case "_codecs.encode" -> encode(arguments);
            case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> tensor(arguments);
            case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
                argument(arguments, 0);
            case "numpy.dtype" -> new NumpyType(text(arguments, 0));
            case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" -> new NumpyArray();
            case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> scalar(arguments);
            default -> new PickledValue.Opaque(callee);
        };
    }

    /** A storage from its persistent identifier {@code ("storage", class, key, location, count)}; the location is of no use. */
    static TorchStorage storage(PickledValue identifier) {
        if (!(identifier instanceof Sequence sequence)) {
            throw new IllegalArgumentException("a persistent identifier that is no tuple");
        }
        List<PickledValue> parts = sequence.items();
        if (parts.size() > 5 && parts.get(5) != PickledValue.Nothing.NONE) {
            throw new IllegalArgumentException("a storage that is a view of another, as PyTorch before 0.4 wrote them");
        }
        if (!text(parts, 0).equals("storage")) {
            throw new IllegalArgumentException("a persistent identifier that is no storage");
        }
        String type = argument(parts, 1) instanceof PickledValue.Opaque opaque ? opaque.name() : "something else";
        ScalarType scalar = STORAGES.get(type);
        if (scalar == null) {
            throw new IllegalArgumentException("a storage of type " + type + "; read are "
                    + Arrays.stream(ScalarType.values()).map(ScalarType::label).toList());
        }
        long count = whole(argument(parts, 4));
        if (count < 0 || count > 1L << 40) {
            throw new IllegalArgumentException("a storage of " + count + " elements");
        }
        String key = text(parts, 2);
        if (key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a storage whose key has " + key.length() + " characters");
        }
        return new TorchStorage(scalar, key, count);
    }

    /** Completes an object with its state; state of anything but NumPy's is of no use. */
    static void build(PickledValue object, PickledValue state) {
        if (object instanceof NumpyType type) {
            List<PickledValue> parts = items(state);
            if (parts.size() > 1
                    && parts.get(1) instanceof PickledValue.Text order
                    && order.value().equals(">")) {
                type.setBigEndian();
            }
        } else if (object instanceof NumpyArray array) {
            List<PickledValue> parts = items(state);
            if (argument(parts, 2) instanceof NumpyType type) {
                array.setState(
                        sides(argument(parts, 1)),
                        type,
                        argument(parts, 3).equals(new PickledValue.Truth(true)),
                        argument(parts, 4) instanceof Bytes bytes ? bytes.content() : new byte[0]);
            } else {
                throw new IllegalArgumentException("a NumPy array without element type");
            }
        }
    }

    private Dictionary dictionary(List<PickledValue> arguments, int from) {
        Dictionary dictionary = new Dictionary();
        if (arguments.size() > from) {
            if (arguments.get(from) instanceof Dictionary other) {
                allowance.take(other.entries().size());
                other.entries().forEach((key, value) -> put(dictionary, key, value));
            } else {
                List<PickledValue> pairs = items(arguments.get(from));
                allowance.take(pairs.size());
                for (PickledValue pair : pairs) {
                    put(dictionary, argument(items(pair), 0), argument(items(pair), 1));
                }
            }
        }
        return dictionary;
    }

    /** A key is compared with an equal one character by character, however often a pickle says it with two bytes. */
    void put(Dictionary dictionary, PickledValue key, PickledValue value) {
        if (key instanceof PickledValue.Text text) {
            allowance.take(text.value().length());
        }
        dictionary.put(key, value);
    }

    private Sequence sequence(List<PickledValue> arguments, int index) {
        List<PickledValue> items = items(argument(arguments, index));
        allowance.take(items.size());
        return new Sequence(items);
    }

    /** How byte strings stand in a pickle of protocol 2: text whose characters are the bytes. */
    private Bytes encode(List<PickledValue> arguments) {
        String text = text(arguments, 0);
        if (!text(arguments, 1).equals("latin1")) {
            throw new IllegalArgumentException("bytes encoded as " + text(arguments, 1) + ", not latin1");
        }
        allowance.take(text.length());
        return new Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static TorchTensor tensor(List<PickledValue> arguments) {
        if (!(argument(arguments, 0) instanceof TorchStorage storage)) {
            throw new IllegalArgumentException("a tensor without storage");
        }
        return new TorchTensor(
                storage, whole(argument(arguments, 1)), sides(argument(arguments, 2)), sides(argument(arguments, 3)));
    }

    private static PickledValue scalar(List<PickledValue> arguments) {
        if (argument(arguments, 0) instanceof NumpyType type
                && arguments.size() > 1
                && arguments.get(1) instanceof Bytes bytes
                && type.scalar() != null) {
            NumpyArray array = new NumpyArray();
            array.setState(new long[0], type, false, bytes.content());
            return new PickledValue.Real(array.values()[0]);
        }
        return new PickledValue.Opaque("numpy scalar");
    }

    private static PickledValue argument(List<PickledValue> arguments, int index) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException("a call or state of " + arguments.size() + " parts, more are needed");
        }
        return arguments.get(index);
    }

    private static String text(List<PickledValue> arguments, int index) {
        if (argument(arguments, index) instanceof PickledValue.Text text) {
            return text.value();
        }
        throw new IllegalArgumentException("text is missing as part " + index + " of a call");
    }

    private static List<PickledValue> items(PickledValue value) {
        if (value instanceof Sequence sequence) {
            return sequence.items();
        }
        throw new IllegalArgumentException("a list or tuple is missing");
    }

    private static long whole(PickledValue value) {
        if (value instanceof PickledValue.Whole whole && whole.value().bitLength() < Long.SIZE) {
            return whole.value().longValue();
        }
        throw new IllegalArgumentException("an integer of at most 64 bits is missing");
    }

    private static long[] sides(PickledValue value) {
        List<PickledValue> items = items(value);
        if (items.size() > TorchTensor.MAX_DIMENSIONS) {
            throw new IllegalArgumentException("a shape of " + items.size() + " dimensions");
        }
        return items.stream().mapToLong(AllowedCalls::whole).toArray();
    }
}

package org.mammoclip.mammoclip.checkpoint.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's pickle machine as far as PyTorch files need it: the binary instructions of protocols 2 to 5, a stack, a memo. It builds
 * plain values; see {@link AllowedCalls} and {@link ForbiddenNames} for what a named function or class may mean.
 *
 * <p>Time and memory are bounded by the number of instructions ({@value #MAX_STEPS}) and by the allowance for copies and for the
 * characters of keys ({@value #MAX_BYTES}): every instruction takes constant time, or time in proportion to bytes it read, to values
 * it takes off the stack or to what it takes from the allowance. Nothing recurses, so depth needs no bound.
 */
final class Unpickler {
    /** Eight times what a B5 checkpoint with optimizer needs. */
    static final int MAX_STEPS = 1_000_000;

    /** Longest pickle: 32 MiB. Weights do not count, they stand apart. */
    static final int MAX_BYTES = 1 << 25;

    private static final int HIGHEST_PROTOCOL = 5;
    private static final int MAX_INTEGER_BYTES = 256;

    /** Longest name of a function or class with its module. A name is copied each time it is said. */
    private static final int MAX_NAME = 1 << 11;

    private final PickleInput in;
    private final AllowedCalls calls = new AllowedCalls(this::take);
    private final List<PickledValue> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, PickledValue> memo = new HashMap<>();
    private final Map<String, TorchStorage> storages = new HashMap<>();
    private long allowance = MAX_BYTES;

    Unpickler(PickleInput in) {
        this.in = in;
    }

    /** The storages that were named, by key. */
    Map<String, TorchStorage> storages() {
        return storages;
    }

    private void take(long amount) {
        allowance -= amount;
        if (allowance < 0) {
            throw new IllegalArgumentException(
                    "copies of more than " + MAX_BYTES + " elements, or keys that are as long");
        }
    }

    /** Runs to the end instruction. */
    PickledValue read() throws IOException {
        for (int step = 0; step < MAX_STEPS; step++) {
            int instruction = in.u8();
            if (instruction == '.') {
                return pop();
            }
            try {
                if (!scalar(instruction) && !container(instruction) && !memo(instruction)) {
                    object(instruction);
                }
            } catch (IllegalArgumentException e) {
                throw in.bad(e.getMessage() + "; the file is damaged or no PyTorch file", e);
            }
        }
        throw in.bad("a pickle of more than " + MAX_STEPS + " instructions; it is no model");
    }

    private boolean scalar(int instruction) throws IOException {
        switch (instruction) {
            case 'N' -> push(PickledValue.Nothing.NONE);
            case 0x88 -> push(new PickledValue.Truth(true));
            case 0x89 -> push(new PickledValue.Truth(false));
            case 'J' -> push(PickledValue.Whole.of(in.i32()));
            case 'K' -> push(PickledValue.Whole.of(in.u8()));
            case 'M' -> push(PickledValue.Whole.of(in.u16()));
            case 0x8A -> push(integer(in.u8()));
            case 0x8B -> push(integer(in.u32()));
            case 'G' -> push(new PickledValue.Real(in.bigEndianDouble()));
            case 'X' -> push(new PickledValue.Text(in.text(in.u32())));
            case 0x8C -> push(new PickledValue.Text(in.text(in.u8())));
            case 0x8D -> push(new PickledValue.Text(in.text(in.i64())));
            // Strings of Python 2: their encoding is unknown, each byte is taken as a character.
            case 'T' -> push(new PickledValue.Text(new String(in.bytes(in.u32()), StandardCharsets.ISO_8859_1)));
            case 'U' -> push(new PickledValue.Text(new String(in.bytes(in.u8()), StandardCharsets.ISO_8859_1)));
            case 'B' -> push(new Bytes(in.bytes(in.u32())));
            case 'C' -> push(new Bytes(in.bytes(in.u8())));
            case 0x8E, 0x96 -> push(new Bytes(in.bytes(in.i64())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private PickledValue.Whole integer(long bytes) throws IOException {
        if (bytes > MAX_INTEGER_BYTES) {
            throw in.bad("an integer of " + bytes + " bytes");
        }
        byte[] littleEndian = in.bytes(bytes);
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        return bigEndian.length == 0 ? PickledValue.Whole.of(0) : new PickledValue.Whole(new BigInteger(bigEndian));
    }

    private boolean container(int instruction) throws IOException {
        switch (instruction) {
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case '1' -> popToMark();
            case '2' -> push(top());
            case '}' -> push(new Dictionary());
            case ']', ')', 0x8F -> push(new Sequence(List.of()));
            case 't', 'l', 0x91 -> push(new Sequence(popToMark()));
            case 'd' -> {
                Dictionary dictionary = new Dictionary();
                putAll(dictionary, popToMark());
                push(dictionary);
            }
            case 0x85 -> push(new Sequence(pop(1)));
            case 0x86 -> push(new Sequence(pop(2)));
            case 0x87 -> push(new Sequence(pop(3)));
            case 'a' -> append(pop(1));
            case 'e', 0x90 -> append(popToMark());
            case 's' -> putAll(pop(2));
            case 'u' -> putAll(popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memo(int instruction) throws IOException {
        switch (instruction) {
            case 'q' -> memo.put((long) in.u8(), top());
            case 'r' -> memo.put(in.u32(), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> push(recall(in.u8()));
            case 'j' -> push(recall(in.u32()));
            case 0x80 -> {
                int protocol = in.u8();
                if (protocol > HIGHEST_PROTOCOL) {
                    throw in.bad("pickle protocol " + protocol + ", read are 2 to " + HIGHEST_PROTOCOL);
                }
            }
            case 0x95 -> in.i64();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void object(int instruction) throws IOException {
        switch (instruction) {
            case 'c' -> push(name(in.line(), in.line()));
            case 0x93 -> {
                List<PickledValue> names = pop(2);
                if (names.get(0) instanceof PickledValue.Text module
                        && names.get(1) instanceof PickledValue.Text name) {
                    push(name(module.value(), name.value()));
                } else {
                    throw in.bad("a name that is no text");
                }
            }
            case 'i' -> {
                PickledValue.Opaque callee = name(in.line(), in.line());
                push(calls.call(callee.name(), popToMark()));
            }
            case 'o' -> {
                List<PickledValue> parts = popToMark();
                if (parts.isEmpty()) {
                    throw in.bad("an object without class");
                }
                push(call(parts.get(0), parts.subList(1, parts.size())));
            }
            case 'R', 0x81 -> {
                List<PickledValue> parts = pop(2);
                push(call(parts.get(0), arguments(parts.get(1))));
            }
            case 0x92 -> {
                List<PickledValue> parts = pop(3);
                push(call(parts.get(0), arguments(parts.get(1))));
            }
            case 'b' -> {
                PickledValue state = pop();
                AllowedCalls.build(top(), state);
            }
            case 'Q' -> {
                TorchStorage storage = AllowedCalls.storage(pop());
                TorchStorage known = storages.putIfAbsent(storage.key(), storage);
                if (known != null && (known.type() != storage.type() || known.count() != storage.count())) {
                    throw in.bad("storage " + storage.key() + " is named with two types or sizes");
                }
                push(known == null ? storage : known);
            }
            default ->
                throw in.bad(String.format(
                        "pickle instruction 0x%02x, which PyTorch does not write; the file is damaged or no PyTorch file",
                        instruction));
        }
    }

    private PickledValue.Opaque name(String module, String name) throws IOException {
        if (module.length() > MAX_NAME - name.length()) {
            throw in.bad("a name of more than " + MAX_NAME + " characters");
        }
        if (ForbiddenNames.contains(module, name)) {
            throw in.bad(
                    "names " + module + "." + name + ", which could run programs or reach files on a machine that loads"
                            + " this file with Python. Nothing was run here. Do not open the file elsewhere; get it again from"
                            + " its publisher");
        }
        return new PickledValue.Opaque(module + "." + name);
    }

    private PickledValue call(PickledValue callee, List<PickledValue> arguments) throws IOException {
        if (callee instanceof PickledValue.Opaque opaque) {
            return calls.call(opaque.name(), arguments);
        }
        throw in.bad("a call of something that is no function");
    }

    private List<PickledValue> arguments(PickledValue value) throws IOException {
        if (value instanceof Sequence sequence) {
            return sequence.items();
        }
        throw in.bad("a call whose arguments are no tuple");
    }

    private PickledValue recall(long index) throws IOException {
        PickledValue value = memo.get(index);
        if (value == null) {
            throw in.bad("memo " + index + " is empty");
        }
        return value;
    }

    /** To a list or set; items of an opaque object are dropped with it. */
    private void append(List<PickledValue> items) throws IOException {
        PickledValue target = top();
        if (target instanceof Sequence sequence) {
            sequence.addAll(items);
        } else if (!(target instanceof PickledValue.Opaque)) {
            throw in.bad("items for something that is no list");
        }
    }

    private void putAll(List<PickledValue> keysAndValues) throws IOException {
        PickledValue target = top();
        if (target instanceof Dictionary dictionary) {
            putAll(dictionary, keysAndValues);
        } else if (!(target instanceof PickledValue.Opaque)) {
            throw in.bad("entries for something that is no dictionary");
        }
    }

    private void putAll(Dictionary dictionary, List<PickledValue> keysAndValues) throws IOException {
        if (keysAndValues.size() % 2 != 0) {
            throw in.bad("a dictionary key without value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            calls.put(dictionary, keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    private void push(PickledValue value) {
        stack.add(value);
    }

    private PickledValue top() throws IOException {
        requireValues(1);
        return stack.get(stack.size() - 1);
    }

    private PickledValue pop() throws IOException {
        requireValues(1);
        return stack.remove(stack.size() - 1);
    }

    /** The last values, oldest first. */
    private List<PickledValue> pop(int count) throws IOException {
        requireValues(count);
        return popFrom(stack.size() - count);
    }

    private List<PickledValue> popToMark() throws IOException {
        if (marks.isEmpty()) {
            throw in.bad("no mark on the stack");
        }
        return popFrom(marks.remove(marks.size() - 1));
    }

    private List<PickledValue> popFrom(int from) {
        List<PickledValue> above = stack.subList(from, stack.size());
        List<PickledValue> values = new ArrayList<>(above);
        above.clear();
        return values;
    }

    /** Values above the last mark. */
    private void requireValues(int count) throws IOException {
        int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        if (stack.size() - floor < count) {
            throw in.bad("too few values on the stack");
        }
    }
}

package org.mammoclip.mammoclip.checkpoint.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickle instructions of protocol 2 as {@code torch.save} uses them, good and bad ones. */
public final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public PickleWriter() {
        raw(0x80, 2);
    }

    public PickleWriter raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    public PickleWriter raw(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private PickleWriter int32(int value) {
        return raw(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    public PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return raw('X').int32(bytes.length).raw(bytes);
    }

    /** Of 63 bits at most. */
    public PickleWriter whole(long value) {
        return value == (int) value
                ? raw('J').int32((int) value)
                : raw(0x8A, Long.BYTES)
                        .raw(ByteBuffer.allocate(Long.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(value)
                                .array());
    }

    public PickleWriter real(double value) {
        return raw('G').raw(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }

    public PickleWriter global(String module, String name) {
        return raw('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public PickleWriter mark() {
        return raw('(');
    }

    public PickleWriter wholes(long... values) {
        mark();
        for (long value : values) {
            whole(value);
        }
        return raw('t');
    }

    /** Calls what was named before the arguments, which stand since the last mark. */
    public PickleWriter call() {
        return raw('t', 'R');
    }

    public PickleWriter storage(String type, String key, long count) {
        mark().text("storage")
                .global("torch", type + "Storage")
                .text(key)
                .text("cuda:0")
                .whole(count);
        return raw('t', 'Q');
    }

    /** A tensor that is all of its storage. */
    public PickleWriter tensor(String type, String key, long... shape) {
        long count = 1;
        long[] stride = new long[shape.length];
        for (int i = shape.length - 1; i >= 0; i--) {
            stride[i] = count;
            count *= shape[i];
        }
        return view(type, key, count, 0, shape, stride);
    }

    public PickleWriter view(String type, String key, long count, long offset, long[] shape, long[] stride) {
        global("torch._utils", "_rebuild_tensor_v2").mark().storage(type, key, count);
        whole(offset).wholes(shape).wholes(stride).raw(0x89);
        return global("collections", "OrderedDict").raw(')', 'R').call();
    }

    /** A list as OmegaConf writes it: an object of a foreign class with a state that leads back to itself. */
    public PickleWriter omegaConfList(double... values) {
        global("omegaconf.listconfig", "ListConfig").raw(')', 0x81).raw('r').int32(1 << 20);
        raw('}', '(').text("_content").raw(']', '(');
        for (double value : values) {
            global("omegaconf.nodes", "AnyNode")
                    .raw(')', 0x81, '}', '(')
                    .text("_val")
                    .real(value);
            text("_parent").raw('j').int32(1 << 20).raw('u', 'b');
        }
        return raw('e').text("_metadata").global("typing", "Any").raw('u', 'b');
    }

    public byte[] end() {
        return raw('.').out.toByteArray();
    }

    /** What was written so far, without an end. */
    public byte[] bytes() {
        return out.toByteArray();
    }
}

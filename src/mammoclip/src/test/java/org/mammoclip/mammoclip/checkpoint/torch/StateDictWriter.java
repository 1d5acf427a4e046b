package org.mammoclip.mammoclip.checkpoint.torch;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mammoclip.mammoclip.block.ParameterSpec;

/** Writes PyTorch save files with a state dict in the layout of the released ones, of any size. */
public final class StateDictWriter {
    /** Values of a parameter in row-major order. */
    @FunctionalInterface
    public interface Values {
        float[] of(String name, Shape shape);
    }

    /** A tensor of a state dict; a counter is a zero of type int64. */
    public record Entry(String name, Shape shape, boolean counter) {
        public static Entry of(ParameterSpec spec) {
            return new Entry(spec.name(), spec.shape(), false);
        }
    }

    private static final int CHUNK_VALUES = 1 << 16;

    private final List<Entry> entries = new ArrayList<>();
    private final Values values;
    private String wrapper = "model";
    private String prefix = "";
    private boolean optimizer;
    private Consumer<PickleWriter> rest = pickle -> {};

    public StateDictWriter(List<Entry> entries, Values values) {
        this.entries.addAll(entries);
        this.values = values;
    }

    /** The top-level key of the state dict; empty if the file is the state dict. */
    public StateDictWriter under(String key) {
        wrapper = key;
        return this;
    }

    public StateDictWriter prefixed(String text) {
        prefix = text;
        return this;
    }

    /** With two moments per parameter, zeros, so that the file has the released size. */
    public StateDictWriter withOptimizer() {
        optimizer = true;
        return this;
    }

    /** @param more writes further keys and values of the top level */
    public StateDictWriter with(Consumer<PickleWriter> more) {
        rest = more;
        return this;
    }

    public void write(Path file) throws IOException {
        String root = file.getFileName().toString().replaceFirst("\\..*", "");
        try (TorchZipWriter zip = new TorchZipWriter(file, root)) {
            zip.entry("data.pkl", pickle());
            for (int i = 0; i < entries.size(); i++) {
                zip.begin("data/" + i);
                append(zip, entries.get(i));
                zip.end();
            }
            if (optimizer) {
                for (int i = 0; i < entries.size(); i++) {
                    for (String moment : List.of("m", "v")) {
                        zip.begin("data/" + moment + i);
                        append(
                                zip,
                                new byte[1 << 20],
                                Float.BYTES * entries.get(i).shape().size());
                        zip.end();
                    }
                }
            }
            zip.entry("version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private byte[] pickle() {
        PickleWriter pickle = new PickleWriter();
        if (wrapper.isEmpty()) {
            pickle.global("collections", "OrderedDict").raw(')', 'R', '(');
            tensors(pickle);
            return pickle.raw('u').end();
        }
        pickle.raw('}', '(').text(wrapper).global("collections", "OrderedDict").raw(')', 'R', '(');
        tensors(pickle);
        pickle.raw('u', '}').text("_metadata").raw('}', 's', 'b');
        if (optimizer) {
            pickle.text("optimizer").raw('}').text("state").raw('}', '(');
            for (int i = 0; i < entries.size(); i++) {
                long[] shape = entries.get(i).shape().getShape();
                pickle.whole(i).raw('}', '(');
                pickle.text("exp_avg").tensor("Float", "m" + i, shape);
                pickle.text("exp_avg_sq").tensor("Float", "v" + i, shape).raw('u');
            }
            pickle.raw('u', 's');
        }
        rest.accept(pickle);
        return pickle.raw('u').end();
    }

    private void tensors(PickleWriter pickle) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            pickle.text(prefix + entry.name());
            pickle.tensor(
                    entry.counter() ? "Long" : "Float",
                    Integer.toString(i),
                    entry.shape().getShape());
        }
    }

    private void append(TorchZipWriter zip, Entry entry) throws IOException {
        if (entry.counter()) {
            append(zip, new byte[Long.BYTES], Long.BYTES * entry.shape().size());
            return;
        }
        float[] all = values.of(entry.name(), entry.shape());
        ByteBuffer chunk = ByteBuffer.allocate(Float.BYTES * CHUNK_VALUES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < all.length; from += CHUNK_VALUES) {
            int count = Math.min(CHUNK_VALUES, all.length - from);
            chunk.clear().asFloatBuffer().put(all, from, count);
            zip.append(chunk.array(), Float.BYTES * count);
        }
    }

    private static void append(TorchZipWriter zip, byte[] zeros, long length) throws IOException {
        for (long left = length; left > 0; left -= zeros.length) {
            zip.append(zeros, (int) Math.min(zeros.length, left));
        }
    }
}

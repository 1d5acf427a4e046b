package org.mammoclip.mammoclip.checkpoint.torch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;

/**
 * A PyTorch save file, opened: its pickle is read and checked, its weights stay in the file until they are asked for. One thread at
 * a time.
 */
public final class TorchFile implements AutoCloseable {
    /** How the file is laid out. */
    public enum Layout {
        /** A zip archive, since PyTorch 1.6. */
        ZIP,
        /** Pickles and storages one after the other. */
        LEGACY,
        /** One pickle without storages, as Python's own {@code pickle.dump} writes it. */
        PICKLE
    }

    private final FileChannel channel;
    private final Layout layout;
    private final PickledValue root;
    private final StorageReader storages;

    TorchFile(FileChannel channel, Layout layout, PickledValue root, StorageReader storages) {
        this.channel = channel;
        this.layout = layout;
        this.root = root;
        this.storages = storages;
    }

    /**
     * @throws CheckpointFormatException if it is no such file, is cut or damaged, or names code that could act; saying which
     */
    public static TorchFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return TorchLayouts.read(channel);
        } catch (CheckpointFormatException e) {
            channel.close();
            throw new CheckpointFormatException(path.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    public Layout layout() {
        return layout;
    }

    /** What was saved. */
    public PickledValue root() {
        return root;
    }

    /** Values as little-endian float32 in row-major order, in a buffer outside the heap that is valid until the next call. */
    public ByteBuffer floats(TorchTensor tensor) throws IOException {
        ByteBuffer values = storages.rowMajor(tensor);
        if (tensor.type() == ScalarType.FLOAT32) {
            return values;
        }
        ByteBuffer floats = StorageReader.direct(Math.toIntExact(tensor.elements() * Float.BYTES));
        int width = tensor.type().bytes();
        for (int at = 0; at < values.limit(); at += width) {
            floats.putFloat((float) tensor.type().real(values, at));
        }
        return floats.flip();
    }

    /** Writes what {@link #floats} gives. */
    public void copyFloats(TorchTensor tensor, OutputStream out) throws IOException {
        ByteBuffer values = floats(tensor);
        byte[] chunk = new byte[Math.min(values.remaining(), 1 << 18)];
        while (values.hasRemaining()) {
            int count = Math.min(chunk.length, values.remaining());
            values.get(chunk, 0, count);
            out.write(chunk, 0, count);
        }
    }

    /** Values as doubles in row-major order; exact but for integers above 2^53. For small tensors. */
    public double[] doubles(TorchTensor tensor) throws IOException {
        ByteBuffer values = storages.rowMajor(tensor);
        double[] doubles = new double[(int) tensor.elements()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = tensor.type().real(values, i * tensor.type().bytes());
        }
        return doubles;
    }

    /**
     * Values of an integer type in row-major order. For small tensors.
     *
     * @throws IllegalStateException if the type is floating
     */
    public long[] wholes(TorchTensor tensor) throws IOException {
        ByteBuffer values = storages.rowMajor(tensor);
        long[] wholes = new long[(int) tensor.elements()];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = tensor.type().whole(values, i * tensor.type().bytes());
        }
        return wholes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.mammoclip.mammoclip.learn.factor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Feature maps of images on disk while a training runs: what the encoder said the first time is what it would say again. Float32 as
 * it is, one slot an image; the system keeps in memory what fits. The file is deleted when it is closed, and one that a killed process
 * left is overwritten.
 *
 * <p>Engine thread only, but for {@link #has}.
 */
final class FeatureFile implements AutoCloseable {
    private final FileChannel file;
    private final Shape shape;
    private final ByteBuffer slot;
    private final BitSet there = new BitSet();

    private FeatureFile(FileChannel file, Shape shape) {
        this.file = file;
        this.shape = shape;
        this.slot = ByteBuffer.allocateDirect(Math.toIntExact(bytes(shape))).order(ByteOrder.nativeOrder());
    }

    /** Bytes of one feature map. */
    static long bytes(Shape shape) {
        return shape.size() * Float.BYTES;
    }

    /**
     * @param path overwritten
     * @param shape of every map, {@code (1, C, h, w)}
     * @param images how many there will be at most
     * @throws IOException if the disk has not that much room, saying how much is needed
     */
    static FeatureFile create(Path path, Shape shape, int images) throws IOException {
        Files.deleteIfExists(path);
        long needed = bytes(shape) * images;
        Path folder = path.toAbsolutePath().getParent();
        long room = Files.getFileStore(folder == null ? path.toAbsolutePath() : folder)
                .getUsableSpace();
        if (room < needed) {
            throw new IOException("feature maps of " + images + " images need " + needed / (1 << 20) + " MiB in "
                    + folder + ", there are " + room / (1 << 20) + "; make room, or train without keeping them");
        }
        return new FeatureFile(
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE,
                        StandardOpenOption.SPARSE),
                shape);
    }

    /** Whether an image's map is there. */
    synchronized boolean has(int image) {
        return there.get(image);
    }

    /** Keeps the map of an image. */
    void put(int image, NDArray features) throws IOException {
        slot.clear().put(features.toByteBuffer()).flip();
        long at = image * bytes(shape);
        while (slot.hasRemaining()) {
            at += file.write(slot, at);
        }
        synchronized (this) {
            there.set(image);
        }
    }

    /** The map of an image that is there, in {@code scope}. */
    NDArray get(NDManager scope, int image) throws IOException {
        if (!has(image)) {
            throw new IllegalStateException("no features of image " + image);
        }
        slot.clear();
        long at = image * bytes(shape);
        while (slot.hasRemaining()) {
            int count = file.read(slot, at);
            if (count < 0) {
                throw new EOFException("the file of feature maps was cut while the training ran");
            }
            at += count;
        }
        try (NDArray shared = scope.create(slot.flip(), shape, DataType.FLOAT32)) {
            return shared.duplicate();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

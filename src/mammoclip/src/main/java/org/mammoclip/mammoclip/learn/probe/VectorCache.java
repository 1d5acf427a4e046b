package org.mammoclip.mammoclip.learn.probe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Pooled vectors on disk, one file per model: a header line, then a record per image of its pixels' SHA-256, float32 values
 * (little-endian) and a CRC-32. Another model has another file, a changed image another digest. Records are only ever appended; what
 * is torn or damaged is passed over and computed again. One process at a time; not thread-safe.
 */
public final class VectorCache implements AutoCloseable {
    private static final int DIGEST = 32;
    private static final int MAX_HEADER = 512;

    private final FileChannel file;
    private final int width;
    private final Map<String, float[]> known = new HashMap<>();
    private int damaged;

    private VectorCache(FileChannel file, int width) {
        this.file = file;
        this.width = width;
    }

    /**
     * @param folder created if need be
     * @param modelSha256 of the model whose encoder gives the vectors; it covers the preparation, too
     * @param width values of a vector
     * @throws IOException if the folder cannot be used, or another process is using the model's file
     */
    public static VectorCache open(Path folder, String modelSha256, int width) throws IOException {
        if (!modelSha256.matches("[0-9a-f]{64}") || width < 1) {
            throw new IllegalArgumentException("a model has a SHA-256 and vectors of at least one value");
        }
        Files.createDirectories(folder);
        Path path = folder.resolve(modelSha256.substring(0, 16) + ".vectors");
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            requireLock(path, file);
            VectorCache cache = new VectorCache(file, width);
            cache.read("mammoclip-vectors-1 " + modelSha256 + " " + width + "\n");
            return cache;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void requireLock(Path path, FileChannel file) throws IOException {
        FileLock held;
        try {
            held = file.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            throw new IOException(path + " is in use by another process; name another folder or wait for it");
        }
    }

    private int recordBytes() {
        return DIGEST + width * Float.BYTES + Integer.BYTES;
    }

    private void read(String header) throws IOException {
        byte[] expected = header.getBytes(StandardCharsets.US_ASCII);
        long size = file.size();
        if (size < expected.length || !header.equals(readHeader(expected.length))) {
            damaged = size == 0 ? 0 : 1;
            file.truncate(0);
            file.position(0);
            write(ByteBuffer.wrap(expected));
            return;
        }
        ByteBuffer one = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        long at = expected.length;
        for (; at + one.capacity() <= size; at += one.capacity()) {
            fill(one.clear(), at);
            take(one.flip());
        }
        if (at < size) {
            damaged++;
            file.truncate(at);
        }
        file.position(at);
    }

    private String readHeader(int length) throws IOException {
        if (length > MAX_HEADER) {
            throw new IllegalStateException("header of " + length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }

    private void fill(ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the file of vectors was cut while it was read");
            }
        }
    }

    private void take(ByteBuffer one) {
        if (crc(one) != one.getInt(one.limit() - Integer.BYTES)) {
            damaged++;
            return;
        }
        byte[] digest = new byte[DIGEST];
        one.get(digest);
        float[] values = new float[width];
        one.asFloatBuffer().get(values);
        known.put(HexFormat.of().formatHex(digest), values);
    }

    private static int crc(ByteBuffer one) {
        CRC32 crc = new CRC32();
        crc.update(one.array(), 0, one.limit() - Integer.BYTES);
        return (int) crc.getValue();
    }

    /** Records, or the whole file, that were there but could not be used when it was opened. */
    public int damaged() {
        return damaged;
    }

    /** @return borrowed */
    Optional<float[]> get(String imageSha256) {
        return Optional.ofNullable(known.get(imageSha256));
    }

    /** @param vector handed over */
    void put(String imageSha256, float[] vector) throws IOException {
        if (vector.length != width) {
            throw new IllegalArgumentException("vector of " + vector.length + " values, not " + width);
        }
        ByteBuffer one = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        one.put(HexFormat.of().parseHex(imageSha256));
        for (float value : vector) {
            one.putFloat(value);
        }
        one.putInt(0).flip();
        one.putInt(one.limit() - Integer.BYTES, crc(one));
        write(one);
        known.put(imageSha256, vector);
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

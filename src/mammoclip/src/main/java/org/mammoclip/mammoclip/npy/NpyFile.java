package org.mammoclip.mammoclip.npy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads and writes {@code .npy} files: versions 1.0, 2.0 and 3.0, either byte order, row-major or column-major ({@code
 * fortran_order}). Layout: {@code \x93NUMPY}, major, minor, header length (two bytes, from 2.0 on four), header, elements; numbers
 * little-endian. Pickled objects are never read.
 */
public final class NpyFile {
    /** Most bytes of elements that are read; a 1x3x1520x912 tensor has 16.6 million. */
    public static final long MAX_BYTES = 1L << 28;

    /** Longest header; NumPy itself reads at most 10000 bytes. */
    static final int MAX_HEADER = 10_000;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;

    private NpyFile() {}

    /**
     * @throws NpyFormatException if the file is no such array or has more than {@link #MAX_BYTES}, or its length is not what its
     *     header says
     * @throws IOException if the file cannot be read
     */
    public static NpyArray read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, Files.size(file));
        }
    }

    /** Memory is taken only for elements that the length says are there. */
    static NpyArray read(byte[] file) throws IOException {
        return read(new ByteArrayInputStream(file), file.length);
    }

    private static NpyArray read(InputStream in, long length) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new NpyFormatException("is no .npy file (numpy.save writes them; .npz and pickles are not read)");
        }
        int major = start[MAGIC.length];
        if (major < 1 || major > 3 || start[MAGIC.length + 1] != 0) {
            throw new NpyFormatException("is of .npy version " + (major & 0xFF) + "." + (start[MAGIC.length + 1] & 0xFF)
                    + "; versions 1.0, 2.0 and 3.0 are read");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        byte[] declared = Arrays.copyOf(in.readNBytes(lengthBytes), 4);
        int headerLength =
                ByteBuffer.wrap(declared).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (headerLength < 0 || headerLength > MAX_HEADER) {
            throw new NpyFormatException("has a header of more than " + MAX_HEADER + " bytes");
        }
        byte[] header = in.readNBytes(headerLength);
        if (header.length < headerLength) {
            throw new NpyFormatException("ends inside its header");
        }
        NpyHeader described = NpyHeader.parse(
                new String(header, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1), MAX_BYTES);
        int bytes = described.size() * described.type().bytes();
        long rest = length - MAGIC.length - 2 - lengthBytes - headerLength;
        if (rest != bytes) {
            throw new NpyFormatException("has " + rest + " bytes of elements, its header ("
                    + described.type().code() + " " + NpyHeader.text(described.shape()) + ") says " + bytes);
        }
        byte[] content = in.readNBytes(bytes);
        if (content.length < bytes) {
            throw new NpyFormatException("became shorter while it was read");
        }
        return new NpyArray(described.type(), described.shape(), content, described.order(), described.columnMajor());
    }

    /**
     * Writes float32 values, version 1.0, little-endian, row-major; replaces a file of that name.
     *
     * @param shape its product is the number of values
     */
    public static void write(Path file, float[] values, int... shape) throws IOException {
        ByteBuffer out = start("<f4", shape, values.length, Float.BYTES);
        out.asFloatBuffer().put(values);
        Files.write(file, out.array());
    }

    /** As {@link #write(Path, float[], int...)} for int64 values. */
    public static void write(Path file, long[] values, int... shape) throws IOException {
        ByteBuffer out = start("<i8", shape, values.length, Long.BYTES);
        out.asLongBuffer().put(values);
        Files.write(file, out.array());
    }

    /** The part of a new buffer behind the header; its backing array is the whole file. */
    private static ByteBuffer start(String descr, int[] shape, int values, int bytes) {
        long size = Arrays.stream(shape).mapToLong(axis -> axis).reduce(1, Math::multiplyExact);
        if (size != values || Arrays.stream(shape).anyMatch(axis -> axis < 0)) {
            throw new IllegalArgumentException(values + " values for an array of " + NpyHeader.text(shape));
        }
        StringBuilder axes = new StringBuilder();
        for (int axis : shape) {
            axes.append(axis).append(", ");
        }
        StringBuilder header = new StringBuilder("{'descr': '" + descr + "', 'fortran_order': False, 'shape': ("
                + axes.toString().strip() + "), }");
        int prefix = MAGIC.length + 4;
        while ((prefix + header.length() + 1) % ALIGNMENT != 0) {
            header.append(' ');
        }
        header.append('\n');
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(prefix + header.length() + (long) values * bytes))
                .order(ByteOrder.LITTLE_ENDIAN);
        return out.put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) header.length())
                .put(header.toString().getBytes(StandardCharsets.ISO_8859_1))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}

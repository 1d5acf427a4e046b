package org.mammoclip.mammoclip.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array read from a file. Values are handed out in row-major order (the last axis fastest), whatever order the file has.
 * Immutable, thread-safe.
 */
public final class NpyArray {
    private final NpyType type;
    private final int[] shape;
    private final byte[] content;
    private final ByteOrder order;
    private final boolean columnMajor;

    /** @param content elements as in the file; not copied */
    NpyArray(NpyType type, int[] shape, byte[] content, ByteOrder order, boolean columnMajor) {
        this.type = type;
        this.shape = shape.clone();
        this.content = content;
        this.order = order;
        this.columnMajor = columnMajor;
    }

    public NpyType type() {
        return type;
    }

    /** Length of each axis; empty for a single value. */
    public int[] shape() {
        return shape.clone();
    }

    /** The shape for messages, as in {@code 1x3x224x160}; {@code scalar} for a single value. */
    public String shapeText() {
        return NpyHeader.text(shape);
    }

    /** Number of values. */
    public int size() {
        return content.length / type.bytes();
    }

    /**
     * The values as float32, row-major; float64 values are rounded to the nearest.
     *
     * @throws NpyFormatException if they are integers: a picture or token ids where a tensor was expected
     */
    public float[] floats() throws NpyFormatException {
        if (!type.isFloating()) {
            throw new NpyFormatException("holds " + type.code() + " values, expected f4 or f8");
        }
        ByteBuffer buffer = buffer();
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            int at = position(i) * type.bytes();
            values[i] = type == NpyType.FLOAT32 ? buffer.getFloat(at) : (float) buffer.getDouble(at);
        }
        return values;
    }

    /**
     * The values as int64, row-major.
     *
     * @throws NpyFormatException if they are floating-point
     */
    public long[] longs() throws NpyFormatException {
        ByteBuffer buffer = buffer();
        long[] values = new long[size()];
        for (int i = 0; i < values.length; i++) {
            int at = position(i) * type.bytes();
            values[i] = switch (type) {
                case INT32 -> buffer.getInt(at);
                case INT64 -> buffer.getLong(at);
                case UINT8 -> buffer.get(at) & 0xFF;
                case FLOAT32, FLOAT64 ->
                    throw new NpyFormatException("holds " + type.code() + " values, expected i8, i4 or u1");
            };
        }
        return values;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(content).order(order);
    }

    /** Where the element with row-major number {@code index} lies in the file. */
    private int position(int index) {
        if (!columnMajor) {
            return index;
        }
        int rest = index;
        int position = 0;
        int stride = content.length / type.bytes();
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            stride /= shape[axis];
            position += rest % shape[axis] * stride;
            rest /= shape[axis];
        }
        return position;
    }

    @Override
    public String toString() {
        return type.code() + " " + Arrays.toString(shape);
    }
}

package org.mammoclip.mammoclip.checkpoint.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A NumPy array whose values stand in the pickle itself. Arrays of anything but plain numbers have a shape and no values. */
public final class NumpyArray implements PickledValue {
    private static final long MAX_ELEMENTS = 1 << 26;

    private long[] shape = {0};
    private boolean columnMajor;
    private @Nullable NumpyType type;
    private byte[] content = new byte[0];

    NumpyArray() {}

    /**
     * Completes the array that {@code _reconstruct} left empty.
     *
     * @throws IllegalArgumentException if the bytes are not those of such an array
     */
    void setState(long[] shape, NumpyType type, boolean columnMajor, byte[] content) {
        long count = 1;
        for (long side : shape) {
            if (side < 0 || side > MAX_ELEMENTS || (side > 0 && count > MAX_ELEMENTS / side)) {
                throw new IllegalArgumentException("a NumPy array with a side of " + side);
            }
            count *= side;
        }
        ScalarType scalar = type.scalar();
        if (scalar != null && content.length != count * scalar.bytes()) {
            throw new IllegalArgumentException("a NumPy array of " + count + " values in " + content.length + " bytes");
        }
        this.shape = shape.clone();
        this.type = type;
        this.columnMajor = columnMajor;
        this.content = content;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** True if it holds plain numbers. */
    public boolean isNumeric() {
        return type != null && type.scalar() != null;
    }

    /**
     * The values in row-major order.
     *
     * @throws IllegalStateException if it holds anything but plain numbers
     */
    public double[] values() {
        ScalarType scalar = type == null ? null : type.scalar();
        if (type == null || scalar == null) {
            throw new IllegalStateException("a NumPy array of something else than numbers");
        }
        ByteBuffer buffer =
                ByteBuffer.wrap(content).order(type.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[content.length / scalar.bytes()];
        int[] index = new int[shape.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = scalar.real(buffer, scalar.bytes() * (columnMajor ? columnMajor(index) : i));
            advance(index);
        }
        return values;
    }

    private int columnMajor(int[] index) {
        int position = 0;
        for (int d = shape.length - 1; d >= 0; d--) {
            position = (int) (position * shape[d] + index[d]);
        }
        return position;
    }

    private void advance(int[] index) {
        for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
            index[d] = 0;
        }
    }
}

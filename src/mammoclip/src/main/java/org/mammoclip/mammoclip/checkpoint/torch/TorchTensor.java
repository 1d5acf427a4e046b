package org.mammoclip.mammoclip.checkpoint.torch;

/**
 * A view of a storage: element {@code (i, j, ...)} is the storage's element {@code offset + i * stride[0] + j * stride[1] + ...}.
 * Every element lies in the storage. Values are read through {@link TorchFile}.
 */
public final class TorchTensor implements PickledValue {
    /** More than any parameter needs: 2 GiB as float32. */
    static final long MAX_ELEMENTS = (Integer.MAX_VALUE - 8L) / Float.BYTES;

    static final int MAX_DIMENSIONS = 16;
    private static final long MAX_SIDE = 1L << 40;

    private final TorchStorage storage;
    private final long offset;
    private final long[] shape;
    private final long[] stride;
    private final long elements;

    /**
     * @throws IllegalArgumentException if sides, strides or offset are negative or too large, or an element lies outside the storage
     */
    TorchTensor(TorchStorage storage, long offset, long[] shape, long[] stride) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.stride = stride;
        if (shape.length > MAX_DIMENSIONS || stride.length != shape.length) {
            throw new IllegalArgumentException(
                    "a tensor of " + shape.length + " dimensions with " + stride.length + " strides");
        }
        long count = 1;
        for (long side : shape) {
            if (side < 0 || side > MAX_SIDE || (side > 0 && count > MAX_ELEMENTS / side)) {
                throw new IllegalArgumentException(
                        "a tensor with a side of " + side + "; at most " + MAX_ELEMENTS + " elements are read");
            }
            count *= side;
        }
        this.elements = count;
        if (offset < 0 || offset > storage.count()) {
            throw new IllegalArgumentException("a tensor at " + offset + " of a storage of " + storage.count());
        }
        long last = offset;
        for (int i = 0; i < shape.length; i++) {
            if (stride[i] < 0 || stride[i] > MAX_SIDE) {
                throw new IllegalArgumentException("a tensor with a stride of " + stride[i]);
            }
            if (elements > 0) {
                long steps = shape[i] - 1;
                if (stride[i] > 0 && steps > (storage.count() - last) / stride[i]) {
                    throw outside();
                }
                last += steps * stride[i];
            }
        }
        if (elements > 0 && last >= storage.count()) {
            throw outside();
        }
    }

    private IllegalArgumentException outside() {
        return new IllegalArgumentException("a tensor that reaches beyond its storage of " + storage.count()
                + " elements; the file is damaged or was made by hand");
    }

    TorchStorage storage() {
        return storage;
    }

    public ScalarType type() {
        return storage.type();
    }

    /** Number of elements, at most 2^29. */
    public long elements() {
        return elements;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** In elements. */
    public long[] stride() {
        return stride.clone();
    }

    /** Of the first element, in elements. */
    public long offset() {
        return offset;
    }

    /** True if several elements are one element of the storage (stride 0), so that it takes more memory than file. */
    public boolean isExpanded() {
        return elements > storage.count();
    }

    /** True if row-major order is the storage's order without gaps. */
    boolean isContiguous() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1) {
                if (stride[i] != expected) {
                    return false;
                }
                expected *= shape[i];
            }
        }
        return true;
    }

    /** One past the last element of the storage that is used. */
    long end() {
        long last = offset;
        for (int i = 0; i < shape.length; i++) {
            last += (shape[i] - 1) * stride[i];
        }
        return elements == 0 ? offset : last + 1;
    }
}

package org.mammoclip.mammoclip.checkpoint.torch;

/** A run of elements that tensors are views of. Two with the same key are the same bytes. */
final class TorchStorage implements PickledValue {
    private final ScalarType type;
    private final String key;
    private final long count;

    /**
     * @param key under which the file keeps it
     * @param count number of elements
     */
    TorchStorage(ScalarType type, String key, long count) {
        this.type = type;
        this.key = key;
        this.count = count;
    }

    ScalarType type() {
        return type;
    }

    String key() {
        return key;
    }

    long count() {
        return count;
    }

    /** Length of the run. At most 2^40 elements of 8 bytes. */
    long bytes() {
        return count * type.bytes();
    }
}

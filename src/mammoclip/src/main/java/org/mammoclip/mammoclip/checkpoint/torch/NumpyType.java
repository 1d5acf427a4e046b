package org.mammoclip.mammoclip.checkpoint.torch;

import org.jspecify.annotations.Nullable;

/** A NumPy element type: what {@code numpy.dtype("f8", ...)} names and its state completes. */
final class NumpyType implements PickledValue {
    private final String code;
    private boolean bigEndian;

    NumpyType(String code) {
        this.code = code;
    }

    void setBigEndian() {
        bigEndian = true;
    }

    boolean isBigEndian() {
        return bigEndian;
    }

    String code() {
        return code;
    }

    /** The element type, or null for text, objects, structures and other types that hold no plain numbers. */
    @Nullable
    ScalarType scalar() {
        return switch (code) {
            case "f8" -> ScalarType.FLOAT64;
            case "f4" -> ScalarType.FLOAT32;
            case "f2" -> ScalarType.FLOAT16;
            case "i8" -> ScalarType.INT64;
            case "i4" -> ScalarType.INT32;
            case "i2" -> ScalarType.INT16;
            case "i1" -> ScalarType.INT8;
            case "u1" -> ScalarType.UINT8;
            case "b1" -> ScalarType.BOOL;
            default -> null;
        };
    }
}

package org.mammoclip.mammoclip.checkpoint.torch;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Element types of tensors and arrays, little-endian. */
public enum ScalarType {
    FLOAT64(8, "Double"),
    FLOAT32(4, "Float"),
    FLOAT16(2, "Half"),
    BFLOAT16(2, "BFloat16"),
    INT64(8, "Long"),
    INT32(4, "Int"),
    INT16(2, "Short"),
    INT8(1, "Char"),
    UINT8(1, "Byte"),
    BOOL(1, "Bool");

    private final int bytes;
    private final String storage;

    ScalarType(int bytes, String storage) {
        this.bytes = bytes;
        this.storage = storage;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** As PyTorch names it: {@code float32}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The storage class of this type, without its module: {@code FloatStorage}. */
    String storageName() {
        return storage + "Storage";
    }

    public boolean isFloating() {
        return ordinal() <= BFLOAT16.ordinal();
    }

    /** The element at a byte position as a double; exact but for integers above 2^53. */
    double real(ByteBuffer buffer, int position) {
        return switch (this) {
            case FLOAT64 -> buffer.getDouble(position);
            case FLOAT32 -> buffer.getFloat(position);
            case FLOAT16 -> halfToFloat(buffer.getShort(position));
            case BFLOAT16 -> Float.intBitsToFloat(buffer.getShort(position) << 16);
            default -> whole(buffer, position);
        };
    }

    /** The element of an integer type at a byte position. */
    long whole(ByteBuffer buffer, int position) {
        return switch (this) {
            case INT64 -> buffer.getLong(position);
            case INT32 -> buffer.getInt(position);
            case INT16 -> buffer.getShort(position);
            case INT8 -> buffer.get(position);
            case UINT8 -> buffer.get(position) & 0xFF;
            case BOOL -> buffer.get(position) == 0 ? 0 : 1;
            default -> throw new IllegalStateException(label() + " is no integer type");
        };
    }

    /** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F80_0000 | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
    }
}

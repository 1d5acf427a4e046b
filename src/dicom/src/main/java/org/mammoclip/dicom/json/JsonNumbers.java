package org.mammoclip.dicom.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;

/** Numbers of the JSON model as little endian values. */
final class JsonNumbers {
    private JsonNumbers() {}

    /** @throws IllegalArgumentException if a member is no number of this representation, or out of its range */
    static byte[] bytes(Vr vr, List<JsonValue> values) {
        if (values.isEmpty()) {
            return new byte[0];
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * vr.valueSize()).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonValue value : values) {
            if (!(value instanceof JsonValue.Scalar scalar)) {
                throw new IllegalArgumentException("no number");
            }
            put(bytes, vr, scalar.literal());
        }
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, Vr vr, String literal) {
        switch (vr) {
            case AT -> {
                if (literal.length() != 8) {
                    throw new IllegalArgumentException("no tag");
                }
                int tag = Integer.parseUnsignedInt(literal, 16);
                bytes.putShort((short) Tag.group(tag)).putShort((short) Tag.element(tag));
            }
            case FL -> bytes.putFloat(Float.parseFloat(floating(literal)));
            case FD -> bytes.putDouble(Double.parseDouble(floating(literal)));
            case SS -> bytes.putShort((short) integer(literal, Short.MIN_VALUE, Short.MAX_VALUE));
            case US -> bytes.putShort((short) integer(literal, 0, 0xFFFF));
            case SL -> bytes.putInt((int) integer(literal, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UL -> bytes.putInt((int) integer(literal, 0, 0xFFFFFFFFL));
            case SV -> bytes.putLong(new BigInteger(literal).longValueExact());
            case UV -> bytes.putLong(Long.parseUnsignedLong(literal));
            default -> throw new IllegalArgumentException(vr + " has no numbers");
        }
    }

    private static String floating(String literal) {
        return switch (literal) {
            case "nan", "NAN" -> "NaN";
            case "inf", "+inf", "INF" -> "Infinity";
            case "-inf", "-INF" -> "-Infinity";
            default -> literal;
        };
    }

    private static long integer(String literal, long least, long greatest) {
        long value = literal.indexOf('.') < 0 && literal.indexOf('e') < 0 && literal.indexOf('E') < 0
                ? Long.parseLong(literal)
                : new BigDecimal(literal).longValueExact();
        if (value < least || value > greatest) {
            throw new IllegalArgumentException("number out of range");
        }
        return value;
    }
}

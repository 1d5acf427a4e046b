package org.mammoclip.dicom.node.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

/**
 * A DIMSE command set (PS3.7 6.3, Annex E): elements of group 0000 in Implicit VR Little Endian whatever the context's
 * transfer syntax is. Immutable; reading is tolerant of order and of elements that are not known.
 */
final class CommandSet {
    /** Longest command set taken, in bytes. */
    static final int MAX_BYTES = 16 << 10;

    static final int C_STORE_RQ = 0x0001;
    static final int C_STORE_RSP = 0x8001;
    static final int C_ECHO_RQ = 0x0030;
    static final int C_ECHO_RSP = 0x8030;

    /** The bit that tells a response from its request (PS3.7 E.1). */
    static final int RESPONSE = 0x8000;

    /** Command Data Set Type: no data set follows (PS3.7 E.1). */
    static final int NO_DATA_SET = 0x0101;

    /** Command Data Set Type: a data set follows; any other value than 0101H means it. */
    static final int DATA_SET = 0x0000;

    static final int PRIORITY_MEDIUM = 0x0000;

    private static final int ELEMENT_HEADER_BYTES = 8;

    private final Map<Integer, byte[]> elements;

    private CommandSet(Map<Integer, byte[]> elements) {
        this.elements = elements;
    }

    /**
     * @throws InvalidPduException if the bytes are no list of group 0000 elements or lack Command Field
     */
    static CommandSet decode(byte[] bytes) throws InvalidPduException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, byte[]> elements = new TreeMap<>();
        while (in.hasRemaining()) {
            if (in.remaining() < ELEMENT_HEADER_BYTES) {
                throw InvalidPduException.parameter("command element is cut off");
            }
            int tag = ((in.getShort() & 0xFFFF) << 16) | (in.getShort() & 0xFFFF);
            long length = in.getInt() & 0xFFFFFFFFL;
            if (Tag.group(tag) != 0 || length > in.remaining()) {
                throw InvalidPduException.parameter("command element of another group or too long");
            }
            byte[] value = new byte[(int) length];
            in.get(value);
            elements.put(tag, value);
        }
        CommandSet command = new CommandSet(elements);
        if (command.number(Tag.CommandField).isEmpty()) {
            throw InvalidPduException.parameter("command set without Command Field");
        }
        return command;
    }

    /** With Command Group Length first. */
    byte[] encode() {
        int length = elements.values().stream()
                .mapToInt(value -> ELEMENT_HEADER_BYTES + value.length)
                .sum();
        ByteBuffer out = ByteBuffer.allocate(ELEMENT_HEADER_BYTES + 4 + length).order(ByteOrder.LITTLE_ENDIAN);
        put(
                out,
                Tag.CommandGroupLength,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(length)
                        .array());
        elements.forEach((tag, value) -> put(out, tag, value));
        return out.array();
    }

    private static void put(ByteBuffer out, int tag, byte[] value) {
        out.putShort((short) Tag.group(tag))
                .putShort((short) Tag.element(tag))
                .putInt(value.length)
                .put(value);
    }

    /** A US value; empty when missing or not two bytes. */
    OptionalInt number(int tag) {
        byte[] value = elements.get(tag);
        return value == null || value.length != 2
                ? OptionalInt.empty()
                : OptionalInt.of((value[0] & 0xFF) | ((value[1] & 0xFF) << 8));
    }

    /** A UI value without padding; empty when missing or not a legal UID. */
    Optional<Uid> uid(int tag) {
        return text(tag).filter(Uid::isValid).map(Uid::of);
    }

    /** Text without padding; empty when missing. Untrusted: never log it. */
    Optional<String> text(int tag) {
        byte[] value = elements.get(tag);
        if (value == null) {
            return Optional.empty();
        }
        int end = value.length;
        while (end > 0 && (value[end - 1] == 0 || value[end - 1] == ' ')) {
            end--;
        }
        return Optional.of(new String(value, 0, end, ISO_8859_1));
    }

    /** Command Field (0000,0100). */
    int field() {
        return number(Tag.CommandField).orElseThrow();
    }

    /** Whether a data set follows. */
    boolean hasDataSet() {
        return number(Tag.CommandDataSetType).orElse(NO_DATA_SET) != NO_DATA_SET;
    }

    static Builder builder(int commandField) {
        return new Builder().number(Tag.CommandField, commandField);
    }

    /** Collects elements. */
    static final class Builder {
        private final Map<Integer, byte[]> elements = new TreeMap<>();

        Builder number(int tag, int value) {
            elements.put(tag, new byte[] {(byte) value, (byte) (value >> 8)});
            return this;
        }

        Builder uid(int tag, Uid uid) {
            return text(tag, uid.value(), '\0');
        }

        Builder text(int tag, String text, char padding) {
            elements.put(tag, ((text.length() & 1) == 0 ? text : text + padding).getBytes(ISO_8859_1));
            return this;
        }

        CommandSet build() {
            return new CommandSet(new TreeMap<>(elements));
        }
    }
}

package org.mammoclip.dicom.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A DIMSE command set (PS3.7 6.3.1): elements of group 0000 in Implicit VR Little Endian, written and read without the
 * code under test. Immutable.
 */
public final class CommandSet {
    public static final int C_STORE_RQ = 0x0001;
    public static final int C_STORE_RSP = 0x8001;
    public static final int C_FIND_RQ = 0x0020;
    public static final int C_ECHO_RQ = 0x0030;
    public static final int C_ECHO_RSP = 0x8030;

    private static final int COMMAND_FIELD = 0x0100;
    private static final int STATUS = 0x0900;
    private static final int NO_DATA_SET = 0x0101;

    private final Map<Integer, byte[]> elements;

    private CommandSet(Map<Integer, byte[]> elements) {
        this.elements = elements;
    }

    /** A C-ECHO-RQ. */
    public static CommandSet echoRq(int messageId) {
        return new CommandSet(new TreeMap<>())
                .text(0x0002, "1.2.840.10008.1.1")
                .u16(COMMAND_FIELD, C_ECHO_RQ)
                .u16(0x0110, messageId)
                .u16(0x0800, NO_DATA_SET);
    }

    /** A C-STORE-RQ; the UIDs are not checked. */
    public static CommandSet storeRq(int messageId, String sopClassUid, String sopInstanceUid) {
        return new CommandSet(new TreeMap<>())
                .text(0x0002, sopClassUid)
                .u16(COMMAND_FIELD, C_STORE_RQ)
                .u16(0x0110, messageId)
                .u16(0x0700, 0)
                .u16(0x0800, 0)
                .text(0x1000, sopInstanceUid);
    }

    /** The answer to a request with a status. */
    public static CommandSet response(CommandSet request, int status) {
        return new CommandSet(new TreeMap<>())
                .text(0x0002, request.text(0x0002))
                .u16(COMMAND_FIELD, request.commandField() | 0x8000)
                .u16(0x0120, request.u16(0x0110))
                .u16(0x0800, NO_DATA_SET)
                .u16(STATUS, status)
                .text(0x1000, request.text(0x1000));
    }

    /** @throws AssertionError if the bytes are no command set with its right group length */
    public static CommandSet decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, byte[]> elements = new TreeMap<>();
        while (in.remaining() >= 8) {
            int group = in.getShort() & 0xFFFF;
            int element = in.getShort() & 0xFFFF;
            int length = in.getInt();
            if (group != 0 || length < 0 || length > in.remaining()) {
                throw new AssertionError("not a command element: group " + group + ", length " + length);
            }
            byte[] value = new byte[length];
            in.get(value);
            elements.put(element, value);
        }
        byte[] groupLength = elements.remove(0x0000);
        if (in.hasRemaining() || groupLength == null || groupLength.length != 4) {
            throw new AssertionError("not a command set: no group length, or bytes are left");
        }
        int length = ByteBuffer.wrap(groupLength).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length != bytes.length - 12) {
            throw new AssertionError("group length is " + length + ", should be " + (bytes.length - 12));
        }
        return new CommandSet(elements);
    }

    /** With a 16-bit element added or replaced. */
    public CommandSet u16(int element, int value) {
        return with(element, new WireBytes().u16le(value).toByteArray());
    }

    /** With a text element added or replaced, padded with NUL. */
    public CommandSet text(int element, String value) {
        String even = value.length() % 2 == 0 ? value : value + "\0";
        return with(element, even.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** With an element added or replaced. */
    public CommandSet with(int element, byte[] value) {
        Map<Integer, byte[]> more = new TreeMap<>(elements);
        more.put(element, value.clone());
        return new CommandSet(more);
    }

    /** Without an element. */
    public CommandSet without(int element) {
        Map<Integer, byte[]> less = new TreeMap<>(elements);
        less.remove(element);
        return new CommandSet(less);
    }

    /** The bytes with group length. */
    public byte[] encode() {
        WireBytes rest = new WireBytes();
        elements.forEach((element, value) ->
                rest.u16le(0).u16le(element).u32le(value.length).bytes(value));
        byte[] bytes = rest.toByteArray();
        return new WireBytes()
                .u16le(0)
                .u16le(0)
                .u32le(4)
                .u32le(bytes.length)
                .bytes(bytes)
                .toByteArray();
    }

    public int commandField() {
        return u16(COMMAND_FIELD);
    }

    public int status() {
        return u16(STATUS);
    }

    /** @throws AssertionError if there is no such 16-bit element */
    public int u16(int element) {
        byte[] value = elements.get(element);
        if (value == null || value.length != 2) {
            throw new AssertionError(String.format("no 16-bit element (0000,%04X)", element));
        }
        return (value[0] & 0xFF) | (value[1] & 0xFF) << 8;
    }

    /** The text without padding; empty when there is none. */
    public String text(int element) {
        byte[] value = elements.getOrDefault(element, new byte[0]);
        return new String(value, StandardCharsets.ISO_8859_1).replaceAll("[\0 ]+$", "");
    }

    public boolean hasDataSet() {
        return u16(0x0800) != NO_DATA_SET;
    }
}

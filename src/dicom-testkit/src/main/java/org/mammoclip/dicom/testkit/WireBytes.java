package org.mammoclip.dicom.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the big endian bytes of PS3.8 PDUs and the little endian bytes of PS3.7 command sets by hand: the test's own
 * account of the standard, which must not share code with what it tests. Not thread-safe.
 */
public final class WireBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @CanIgnoreReturnValue
    public WireBytes u8(int value) {
        out.write(value);
        return this;
    }

    @CanIgnoreReturnValue
    public WireBytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    @CanIgnoreReturnValue
    public WireBytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    @CanIgnoreReturnValue
    public WireBytes u16le(int value) {
        return u8(value).u8(value >> 8);
    }

    @CanIgnoreReturnValue
    public WireBytes u32le(long value) {
        return u16le((int) value).u16le((int) (value >> 16));
    }

    @CanIgnoreReturnValue
    public WireBytes bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    @CanIgnoreReturnValue
    public WireBytes zeros(int count) {
        return bytes(new byte[count]);
    }

    /** ASCII filled with spaces to a length; longer text is cut. */
    @CanIgnoreReturnValue
    public WireBytes padded(String text, int length) {
        return bytes(ascii((text + " ".repeat(length)).substring(0, length)));
    }

    /** An item or sub-item of an A-ASSOCIATE PDU: type, reserved, 16-bit length, content. */
    @CanIgnoreReturnValue
    public WireBytes item(int type, byte[] content) {
        return u8(type).u8(0).u16(content.length).bytes(content);
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A PDU with its right length. */
    public static byte[] pdu(int type, byte[] body) {
        return pduHeader(type, body.length).bytes(body).toByteArray();
    }

    /** The six header bytes of a PDU, with any length. */
    public static WireBytes pduHeader(int type, long length) {
        return new WireBytes().u8(type).u8(0).u32(length);
    }

    /** A presentation data value item of a P-DATA-TF (PS3.8 9.3.5.1). */
    public static byte[] pdv(int contextId, boolean command, boolean last, byte[] fragment) {
        return new WireBytes()
                .u32(fragment.length + 2L)
                .u8(contextId)
                .u8((command ? 1 : 0) | (last ? 2 : 0))
                .bytes(fragment)
                .toByteArray();
    }

    /** A P-DATA-TF with the items. */
    public static byte[] pData(byte[]... pdvs) {
        WireBytes body = new WireBytes();
        for (byte[] pdv : pdvs) {
            body.bytes(pdv);
        }
        return pdu(ReceivedPdu.P_DATA_TF, body.toByteArray());
    }

    /** A message part as P-DATA-TFs of one item each, none longer than {@code fragmentBytes} of content. */
    public static List<byte[]> pDataFragments(int contextId, boolean command, byte[] part, int fragmentBytes) {
        List<byte[]> pdus = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(part.length, from + fragmentBytes);
            byte[] fragment = java.util.Arrays.copyOfRange(part, from, to);
            pdus.add(pData(pdv(contextId, command, to == part.length, fragment)));
            from = to;
        } while (from < part.length);
        return pdus;
    }

    public static byte[] releaseRq() {
        return pdu(ReceivedPdu.RELEASE_RQ, new byte[4]);
    }

    public static byte[] releaseRp() {
        return pdu(ReceivedPdu.RELEASE_RP, new byte[4]);
    }

    /** A-ABORT of the service user. */
    public static byte[] abort() {
        return pdu(ReceivedPdu.ABORT, new byte[4]);
    }

    /** A-ASSOCIATE-RJ. */
    public static byte[] reject(int result, int source, int reason) {
        return pdu(ReceivedPdu.ASSOCIATE_RJ, new byte[] {0, (byte) result, (byte) source, (byte) reason});
    }
}

package org.mammoclip.dicom.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A PDU as it came (PS3.8 9.3): no interpretation beyond the header.
 *
 * @param type PDU type, 1 to 7
 * @param body the bytes after the six header bytes; shared, do not change
 */
public record ReceivedPdu(int type, byte[] body) {
    public static final int ASSOCIATE_RQ = 1;
    public static final int ASSOCIATE_AC = 2;
    public static final int ASSOCIATE_RJ = 3;
    public static final int P_DATA_TF = 4;
    public static final int RELEASE_RQ = 5;
    public static final int RELEASE_RP = 6;
    public static final int ABORT = 7;

    private static final int FIRST_ITEM = 68;

    /** A presentation data value item. */
    public record Pdv(int contextId, boolean command, boolean last, byte[] fragment) {}

    /** A variable item of an A-ASSOCIATE PDU. */
    public record Item(int type, byte[] content) {}

    /** @throws AssertionError if the body of a P-DATA-TF is no sequence of items */
    public List<Pdv> pdvs() {
        List<Pdv> pdvs = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(body);
        while (in.hasRemaining()) {
            int length = in.remaining() < 6 ? -1 : in.getInt();
            if (length < 2 || length > in.remaining()) {
                throw new AssertionError("P-DATA-TF item of length " + length);
            }
            int contextId = in.get() & 0xFF;
            int control = in.get();
            byte[] fragment = new byte[length - 2];
            in.get(fragment);
            pdvs.add(new Pdv(contextId, (control & 1) != 0, (control & 2) != 0, fragment));
        }
        return pdvs;
    }

    /** The variable items of an A-ASSOCIATE-RQ or -AC. */
    public List<Item> items() {
        return items(ByteBuffer.wrap(body, FIRST_ITEM, body.length - FIRST_ITEM));
    }

    /** The items nested in a part of an item's content. */
    public static List<Item> items(ByteBuffer in) {
        List<Item> items = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = in.get() & 0xFF;
            in.get();
            byte[] content = new byte[in.getShort() & 0xFFFF];
            in.get(content);
            items.add(new Item(type, content));
        }
        return items;
    }

    /** The results of an A-ASSOCIATE-AC's presentation contexts in order, as {@code id:result}. */
    public List<String> contextResults() {
        return items().stream()
                .filter(item -> item.type() == 0x21)
                .map(item -> item.content()[0] + ":" + item.content()[2])
                .toList();
    }

    /** Body bytes 1 to 3 of an A-ASSOCIATE-RJ or A-ABORT, as {@code result/source/reason} or {@code 0/source/reason}. */
    public String reason() {
        return body[1] + "/" + body[2] + "/" + body[3];
    }

    /** Type and the first bytes in hexadecimal, for assertion messages. */
    @Override
    public String toString() {
        return "PDU type " + type + ", " + body.length + " bytes: "
                + HexFormat.ofDelimiter(" ").formatHex(body, 0, Math.min(32, body.length));
    }
}

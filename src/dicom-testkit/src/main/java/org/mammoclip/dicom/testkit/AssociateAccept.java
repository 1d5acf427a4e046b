package org.mammoclip.dicom.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The bytes of an A-ASSOCIATE-AC (PS3.8 9.3.3) that answers a request, made without the code under test. */
public final class AssociateAccept {
    private AssociateAccept() {}

    /** Accepts every context with its first transfer syntax. */
    public static byte[] all(ReceivedPdu request, int maxPduLength) {
        return except(request, maxPduLength, Set.of(), 0);
    }

    /** Accepts every context but some, which get a result such as 3 or 4. */
    public static byte[] except(ReceivedPdu request, int maxPduLength, Set<Integer> contextIds, int result) {
        WireBytes body = new WireBytes()
                .bytes(Arrays.copyOf(request.body(), 68))
                .item(0x10, WireBytes.ascii(AssociateRequest.APPLICATION_CONTEXT));
        for (ReceivedPdu.Item item : request.items()) {
            if (item.type() == 0x20) {
                int id = item.content()[0] & 0xFF;
                List<ReceivedPdu.Item> nested =
                        ReceivedPdu.items(ByteBuffer.wrap(item.content(), 4, item.content().length - 4));
                byte[] syntax = nested.stream()
                        .filter(sub -> sub.type() == 0x40)
                        .findFirst()
                        .orElseThrow()
                        .content();
                body.item(
                        0x21,
                        new WireBytes()
                                .u8(id)
                                .u8(0)
                                .u8(contextIds.contains(id) ? result : 0)
                                .u8(0)
                                .item(0x40, syntax)
                                .toByteArray());
            }
        }
        WireBytes user = new WireBytes()
                .item(0x51, new WireBytes().u32(maxPduLength).toByteArray())
                .item(0x52, WireBytes.ascii("2.25.1"));
        return WireBytes.pdu(
                ReceivedPdu.ASSOCIATE_AC, body.item(0x50, user.toByteArray()).toByteArray());
    }
}

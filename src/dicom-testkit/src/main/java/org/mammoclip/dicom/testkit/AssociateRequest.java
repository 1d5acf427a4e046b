package org.mammoclip.dicom.testkit;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.dicom.Uid;

/**
 * The bytes of an A-ASSOCIATE-RQ (PS3.8 9.3.2), made without the code under test, right by default and wrong on request.
 *
 * @param protocolVersion 1 in every edition of the standard
 * @param applicationContext the DICOM application context name
 * @param maxPduLength announced in the Maximum Length item, 0 for no limit
 * @param contexts the presentation contexts in order
 * @param extraUserItems bytes put after the known user information sub-items
 */
public record AssociateRequest(
        String called,
        String calling,
        int protocolVersion,
        String applicationContext,
        int maxPduLength,
        List<Context> contexts,
        byte[] extraUserItems) {
    public static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    public AssociateRequest {
        contexts = List.copyOf(contexts);
        extraUserItems = extraUserItems.clone();
    }

    /** @param id odd, 1 to 255; other values are the wrong ones a test may want */
    public record Context(int id, String abstractSyntax, List<String> transferSyntaxes) {
        public Context {
            transferSyntaxes = List.copyOf(transferSyntaxes);
        }
    }

    /** A correct request without contexts. */
    public static AssociateRequest of(String called, String calling) {
        return new AssociateRequest(called, calling, 1, APPLICATION_CONTEXT, 16_384, List.of(), new byte[0]);
    }

    /** Adds a context with the next odd id. */
    public AssociateRequest with(Uid abstractSyntax, Uid... transferSyntaxes) {
        List<String> syntaxes = new ArrayList<>();
        for (Uid syntax : transferSyntaxes) {
            syntaxes.add(syntax.value());
        }
        return with(new Context(2 * contexts.size() + 1, abstractSyntax.value(), syntaxes));
    }

    public AssociateRequest with(Context context) {
        List<Context> more = new ArrayList<>(contexts);
        more.add(context);
        return new AssociateRequest(
                called, calling, protocolVersion, applicationContext, maxPduLength, more, extraUserItems);
    }

    public AssociateRequest withProtocolVersion(int version) {
        return new AssociateRequest(
                called, calling, version, applicationContext, maxPduLength, contexts, extraUserItems);
    }

    public AssociateRequest withApplicationContext(String name) {
        return new AssociateRequest(called, calling, protocolVersion, name, maxPduLength, contexts, extraUserItems);
    }

    public AssociateRequest withExtraUserItems(byte[] items) {
        return new AssociateRequest(
                called, calling, protocolVersion, applicationContext, maxPduLength, contexts, items);
    }

    /** The whole PDU. */
    public byte[] encode() {
        WireBytes body = new WireBytes()
                .u16(protocolVersion)
                .u16(0)
                .padded(called, 16)
                .padded(calling, 16)
                .zeros(32)
                .item(0x10, WireBytes.ascii(applicationContext));
        for (Context context : contexts) {
            WireBytes item =
                    new WireBytes().u8(context.id()).zeros(3).item(0x30, WireBytes.ascii(context.abstractSyntax()));
            context.transferSyntaxes().forEach(syntax -> item.item(0x40, WireBytes.ascii(syntax)));
            body.item(0x20, item.toByteArray());
        }
        WireBytes user = new WireBytes()
                .item(0x51, new WireBytes().u32(maxPduLength).toByteArray())
                .item(0x52, WireBytes.ascii("2.25.1"))
                .item(0x55, WireBytes.ascii("SCRIPTED_PEER"))
                .bytes(extraUserItems);
        body.item(0x50, user.toByteArray());
        return WireBytes.pdu(ReceivedPdu.ASSOCIATE_RQ, body.toByteArray());
    }
}

package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.ListenerConfig.Caller;
import org.mammoclip.dicom.file.SopClass;

/** Association establishment as acceptor (PS3.8 7.1, 9.3.2 to 9.3.4). */
abstract class NegotiationContract extends ContractFixture {
    @Test
    void acceptsAnAssociationInTheBytesOfTheStandard() throws IOException {
        DimseListener listener = listen();
        try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
            AssociateRequest request = storageRequest();
            peer.send(request.encode());
            ReceivedPdu accept = peer.expect(ReceivedPdu.ASSOCIATE_AC);
            ByteBuffer body = ByteBuffer.wrap(accept.body());
            assertThat(body.getShort()).as("protocol version").isEqualTo((short) 1);
            byte[] titles = new byte[32];
            body.position(4).get(titles);
            assertThat(titles)
                    .as("called and calling AE title as requested")
                    .isEqualTo(new WireBytes()
                            .padded(CALLED.value(), 16)
                            .padded(CALLING.value(), 16)
                            .toByteArray());
            List<ReceivedPdu.Item> items = accept.items();
            assertThat(items).extracting(ReceivedPdu.Item::type).containsExactly(0x10, 0x21, 0x50);
            assertThat(items.get(0).content()).isEqualTo(WireBytes.ascii("1.2.840.10008.3.1.1.1"));
            assertThat(items.get(1).content())
                    .isEqualTo(new WireBytes()
                            .u8(1)
                            .zeros(3)
                            .item(0x40, WireBytes.ascii(EXPLICIT.value()))
                            .toByteArray());
            List<ReceivedPdu.Item> user =
                    ReceivedPdu.items(ByteBuffer.wrap(items.get(2).content()));
            assertThat(user).extracting(ReceivedPdu.Item::type).contains(0x51, 0x52);
            for (ReceivedPdu.Item item : user) {
                if (item.type() == 0x51) {
                    assertThat(item.content())
                            .isEqualTo(new WireBytes().u32(131_072).toByteArray());
                } else if (item.type() == 0x52) {
                    assertThat(Uid.isValid(new String(item.content(), java.nio.charset.StandardCharsets.US_ASCII)))
                            .as("Implementation Class UID")
                            .isTrue();
                }
            }
        }
    }

    @Test
    void answersVerificationWithSuccess() throws IOException {
        DimseListener listener = listen();
        try (ScriptedPeer peer =
                ScriptedPeer.associate(listener.port(), request().with(SopClass.VERIFICATION, IMPLICIT))) {
            peer.send(WireBytes.pDataFragments(1, true, CommandSet.echoRq(7).encode(), 16_000));
            CommandSet response = peer.expectCommand();
            assertThat(response.commandField()).isEqualTo(CommandSet.C_ECHO_RSP);
            assertThat(response.status()).isZero();
            assertThat(response.u16(0x0120)).as("Message ID Being Responded To").isEqualTo(7);
            assertThat(response.hasDataSet()).isFalse();
            peer.release();
        }
    }

    @Test
    void answersEachPresentationContextByItself() throws IOException {
        DimseListener listener = listen();
        Uid unknownClass = Uid.of("1.2.840.10008.5.1.4.1.1.481.1");
        Uid unknownSyntax = Uid.of("1.2.840.10008.1.2.4.100");
        AssociateRequest request = request()
                .with(MAMMOGRAM, EXPLICIT)
                .with(unknownClass, EXPLICIT)
                .with(MAMMOGRAM, unknownSyntax)
                .with(MAMMOGRAM, unknownSyntax, IMPLICIT)
                .with(SopClass.MAMMOGRAPHY_CAD_SR, EXPLICIT);
        try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
            peer.send(request.encode());
            assertThat(peer.expect(ReceivedPdu.ASSOCIATE_AC).contextResults())
                    .containsExactly("1:0", "3:3", "5:4", "7:0", "9:0");
            peer.sendStore(
                    7, CommandSet.storeRq(1, MAMMOGRAM.value(), instance(1).value()), bytes(100));
            assertThat(peer.expectCommand().status()).isZero();
            assertThat(receiver.completed().get(0).request().transferSyntaxUid())
                    .isEqualTo(IMPLICIT);
            peer.release();
        }
    }

    @Test
    void ignoresUserItemsItDoesNotKnow() throws IOException {
        DimseListener listener = listen();
        byte[] extra = new WireBytes()
                .item(0x53, new byte[] {0, 1, 0, 1})
                .item(
                        0x58,
                        new WireBytes()
                                .u8(1)
                                .u8(0)
                                .u16(4)
                                .bytes(WireBytes.ascii("user"))
                                .u16(0)
                                .toByteArray())
                .item(0x7E, bytes(33))
                .toByteArray();
        try (ScriptedPeer peer =
                ScriptedPeer.associate(listener.port(), storageRequest().withExtraUserItems(extra))) {
            peer.release();
        }
    }

    @Test
    void rejectsAnotherCalledTitle() throws IOException {
        assertRejected(listen(), AssociateRequest.of("SOMEBODY_ELSE", CALLING.value()), "1/1/7");
        assertRejected(listen(), AssociateRequest.of("contract_scp", CALLING.value()), "1/1/7");
    }

    @Test
    void rejectsACallerThatIsNotListed() throws IOException {
        Bounds bounds = new Bounds();
        bounds.callers = List.of(new Caller(new AeTitle("MODALITY"), List.of()));
        assertRejected(listen(bounds), request(), "1/1/3");
    }

    @Test
    void rejectsAListedCallerFromAnotherNetwork() throws IOException {
        Bounds bounds = new Bounds();
        bounds.callers = List.of(new Caller(CALLING, List.of("10.1.0.0/16")));
        assertRejected(listen(bounds), request(), "1/1/3");
    }

    @Test
    void acceptsAListedCallerFromItsNetwork() throws IOException {
        Bounds bounds = new Bounds();
        bounds.callers = List.of(new Caller(CALLING, List.of("10.1.0.0/16", "127.0.0.0/8")));
        assertServesTheNextAssociation(listen(bounds));
    }

    @Test
    void rejectsAnotherApplicationContext() throws IOException {
        assertRejected(listen(), storageRequest().withApplicationContext("1.2.840.10008.3.1.1.2"), "1/1/2");
    }

    @Test
    void rejectsAnotherProtocolVersion() throws IOException {
        assertRejected(listen(), storageRequest().withProtocolVersion(2), "1/2/2");
    }

    @Test
    void rejectsBeyondTheAssociationLimitAndAcceptsAgainBelowIt() throws Exception {
        Bounds bounds = new Bounds();
        bounds.maxAssociations = 2;
        assertLimit(bounds);
    }

    @Test
    void rejectsBeyondTheLimitOfOneCaller() throws Exception {
        Bounds bounds = new Bounds();
        bounds.maxAssociationsPerCaller = 2;
        DimseListener listener = assertLimit(bounds);
        try (ScriptedPeer first = ScriptedPeer.associate(listener.port(), storageRequest());
                ScriptedPeer second = ScriptedPeer.associate(listener.port(), storageRequest());
                ScriptedPeer other = ScriptedPeer.associate(
                        listener.port(),
                        AssociateRequest.of(CALLED.value(), "OTHER").with(MAMMOGRAM, EXPLICIT))) {
            first.release();
            second.release();
            other.release();
        }
    }

    private DimseListener assertLimit(Bounds bounds) throws Exception {
        DimseListener listener = listen(bounds);
        try (ScriptedPeer first = ScriptedPeer.associate(listener.port(), storageRequest());
                ScriptedPeer second = ScriptedPeer.associate(listener.port(), storageRequest())) {
            assertRejectedOnly(listener, storageRequest(), "2/3/2");
            first.release();
            second.release();
        }
        long deadline = System.nanoTime() + SOON.toNanos();
        while (listener.statistics().openAssociations() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertServesTheNextAssociation(listener);
        return listener;
    }

    private void assertRejected(DimseListener listener, AssociateRequest request, String reason) throws IOException {
        long before = listener.statistics().rejectedAssociations();
        assertRejectedOnly(listener, request, reason);
        assertThat(listener.statistics().rejectedAssociations()).isEqualTo(before + 1);
        assertThat(receiver.completed()).isEmpty();
    }

    private static void assertRejectedOnly(DimseListener listener, AssociateRequest request, String reason)
            throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
            peer.send(request.encode());
            assertThat(peer.expect(ReceivedPdu.ASSOCIATE_RJ).reason()).isEqualTo(reason);
        }
    }
}

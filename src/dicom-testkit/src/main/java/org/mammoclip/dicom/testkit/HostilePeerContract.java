package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.dimse.DimseListener;

/** Peers that break PS3.8: they lose their association, and nobody else loses anything. */
abstract class HostilePeerContract extends ContractFixture {
    private static final Duration SHORT = Duration.ofMillis(600);

    @Test
    void survivesAPeerThatClosesWithinAPdu() throws IOException {
        DimseListener listener = listen();
        byte[] request = storageRequest().encode();
        for (int length : new int[] {0, 1, 5, 6, 7, 74, request.length - 1}) {
            try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
                peer.send(Arrays.copyOf(request, length));
                peer.halfClose();
                peer.expectClosed(SOON);
            }
        }
        assertServesTheNextAssociation(listener);
    }

    @Test
    void tellsTheReceiverWhenThePeerClosesWithinADataSet() throws Exception {
        DimseListener listener = listen();
        try (ScriptedPeer peer = withMessageBegun(listener)) {
            peer.halfClose();
            peer.expectClosed(SOON);
        }
        assertBroken(1);
        try (ScriptedPeer peer = withMessageBegun(listener)) {
            peer.reset();
        }
        assertBroken(2);
        assertServesTheNextAssociation(listener);
    }

    @Test
    void tellsTheReceiverWhenThePeerAbortsWithinADataSet() throws Exception {
        DimseListener listener = listen();
        try (ScriptedPeer peer = withMessageBegun(listener)) {
            peer.send(WireBytes.abort());
            peer.expectClosed(SOON);
        }
        assertBroken(1);
        assertServesTheNextAssociation(listener);
    }

    @Test
    void dropsGarbage() throws IOException {
        DimseListener listener = listen();
        List<byte[]> garbage = List.of(
                WireBytes.ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                bytes(10_000),
                new byte[10_000],
                WireBytes.pdu(ReceivedPdu.ASSOCIATE_RQ, new byte[0]),
                WireBytes.pdu(ReceivedPdu.ASSOCIATE_RQ, new byte[67]),
                WireBytes.pdu(ReceivedPdu.ASSOCIATE_RQ, brokenItems()));
        for (byte[] bytes : garbage) {
            try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
                sendIgnoringReset(peer, bytes);
                peer.expectClosed(SOON);
            }
        }
        assertServesTheNextAssociation(listener);
    }

    /** A request whose presentation context item claims more bytes than there are. */
    private static byte[] brokenItems() {
        byte[] body = storageRequest().encode();
        body = Arrays.copyOfRange(body, 6, body.length);
        int contextItem = 68 + 4 + AssociateRequest.APPLICATION_CONTEXT.length();
        body[contextItem + 2] = (byte) 0xFF;
        return body;
    }

    @Test
    void refusesOversizedPdusWithoutReadingThem() throws IOException {
        DimseListener listener = listen();
        for (long length : new long[] {131_072 + 1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL}) {
            try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
                peer.send(WireBytes.pduHeader(ReceivedPdu.P_DATA_TF, length).toByteArray());
                peer.expect(ReceivedPdu.ABORT);
                peer.expectClosed(SOON);
            }
            try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
                peer.send(WireBytes.pduHeader(ReceivedPdu.ASSOCIATE_RQ, length + (8L << 20))
                        .toByteArray());
                peer.expectClosed(SOON);
            }
        }
        assertServesTheNextAssociation(listener);
    }

    @Test
    void abortsOnPdusThatDoNotBelongThere() throws IOException {
        DimseListener listener = listen();
        assertAborted(listener, WireBytes.pdu(0x42, new byte[4]), "0/2/1");
        assertAborted(listener, storageRequest().encode(), "0/2/2");
        assertAborted(listener, WireBytes.releaseRp(), "0/2/2");
        assertAborted(listener, WireBytes.reject(1, 1, 1), "0/2/2");
        try (ScriptedPeer peer = ScriptedPeer.connect(listener.port())) {
            peer.send(WireBytes.pData(
                    WireBytes.pdv(1, true, true, CommandSet.echoRq(1).encode())));
            peer.expectClosed(SOON);
        }
        assertServesTheNextAssociation(listener);
    }

    @Test
    void abortsOnPresentationDataThatMakesNoSense() throws IOException {
        DimseListener listener = listen();
        byte[] echo = CommandSet.echoRq(1).encode();
        for (byte[] pdu : List.of(
                WireBytes.pdu(ReceivedPdu.P_DATA_TF, new WireBytes().u32(0).toByteArray()),
                WireBytes.pdu(
                        ReceivedPdu.P_DATA_TF, new WireBytes().u32(1).u8(1).toByteArray()),
                WireBytes.pdu(
                        ReceivedPdu.P_DATA_TF,
                        new WireBytes().u32(100).u8(1).u8(3).toByteArray()),
                WireBytes.pdu(
                        ReceivedPdu.P_DATA_TF,
                        new WireBytes().u32(0xFFFF_FFFFL).u8(1).u8(3).toByteArray()),
                WireBytes.pdu(ReceivedPdu.P_DATA_TF, new byte[] {0, 0}),
                WireBytes.pData(WireBytes.pdv(99, true, true, echo)),
                WireBytes.pData(WireBytes.pdv(1, false, true, bytes(100))),
                WireBytes.pData(WireBytes.pdv(1, true, true, new byte[0])),
                WireBytes.pData(WireBytes.pdv(1, true, true, bytes(64))),
                WireBytes.pData(WireBytes.pdv(1, true, true, Arrays.copyOf(echo, echo.length - 3))),
                WireBytes.pData(WireBytes.pdv(
                        1, true, true, CommandSet.echoRq(1).without(0x0100).encode())))) {
            try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
                peer.send(pdu);
                peer.expect(ReceivedPdu.ABORT);
                peer.expectClosed(SOON);
            }
        }
        assertServesTheNextAssociation(listener);
        assertThat(receiver.completed()).hasSize(1);
    }

    @Test
    void abortsWhenACommandFollowsACommandWithoutItsDataSet() throws IOException {
        DimseListener listener = listen();
        byte[] store =
                CommandSet.storeRq(1, MAMMOGRAM.value(), instance(1).value()).encode();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.send(WireBytes.pData(WireBytes.pdv(1, true, true, store)));
            peer.send(WireBytes.pData(WireBytes.pdv(1, true, true, store)));
            peer.expect(ReceivedPdu.ABORT);
            peer.expectClosed(SOON);
        }
        assertServesTheNextAssociation(listener);
    }

    @Test
    void boundsTheLengthOfACommand() throws IOException {
        DimseListener listener = listen();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            byte[] endless = WireBytes.pData(WireBytes.pdv(1, true, false, new byte[60_000]));
            for (int i = 0; i < 200; i++) {
                if (!sendIgnoringReset(peer, endless)) {
                    break;
                }
            }
            peer.expectClosed(SOON);
        }
        assertServesTheNextAssociation(listener);
    }

    @Test
    void closesAConnectionThatDoesNotAssociateInTime() throws Exception {
        Bounds bounds = new Bounds();
        bounds.associationTimeout = SHORT;
        DimseListener listener = listen(bounds);
        try (ScriptedPeer silent = ScriptedPeer.connect(listener.port())) {
            silent.expectClosed(SOON);
        }
        try (ScriptedPeer slow = ScriptedPeer.connect(listener.port())) {
            long began = System.nanoTime();
            try {
                slow.drip(storageRequest().encode(), 1, Duration.ofMillis(100));
            } catch (IOException e) {
                assertThat(e).as("the other side has closed").isInstanceOf(IOException.class);
            }
            slow.expectClosed(SOON);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        }
        assertServesTheNextAssociation(listener);
    }

    @Test
    void abortsAnIdleAssociation() throws IOException {
        Bounds bounds = new Bounds();
        bounds.idleTimeout = SHORT;
        DimseListener listener = listen(bounds);
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.expect(ReceivedPdu.ABORT, SOON);
            peer.expectClosed(SOON);
        }
        assertServesTheNextAssociation(listener);
    }

    @Test
    void abortsAPeerThatStallsWithinAMessage() throws Exception {
        Bounds bounds = new Bounds();
        bounds.messageTimeout = SHORT;
        DimseListener listener = listen(bounds);
        try (ScriptedPeer peer = withMessageBegun(listener)) {
            peer.expectClosed(SOON);
        }
        assertBroken(1);
        assertServesTheNextAssociation(listener);
    }

    @Test
    void survivesAFloodOfConnections() throws IOException {
        Bounds bounds = new Bounds();
        bounds.maxAssociations = 4;
        bounds.associationTimeout = SHORT;
        DimseListener listener = listen(bounds);
        List<ScriptedPeer> flood = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                flood.add(ScriptedPeer.connect(listener.port()));
            }
            for (ScriptedPeer peer : flood) {
                peer.expectClosed(SOON);
            }
        } finally {
            flood.forEach(ScriptedPeer::close);
        }
        assertServesTheNextAssociation(listener);
    }

    private static void assertAborted(DimseListener listener, byte[] pdu, String reason) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.send(pdu);
            assertThat(peer.expect(ReceivedPdu.ABORT).reason()).isEqualTo(reason);
            peer.expectClosed(SOON);
        }
    }

    private ScriptedPeer withMessageBegun(DimseListener listener) throws IOException {
        ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest());
        CommandSet request =
                CommandSet.storeRq(1, MAMMOGRAM.value(), instance(1).value());
        peer.send(WireBytes.pDataFragments(1, true, request.encode(), 16_000));
        peer.send(WireBytes.pData(WireBytes.pdv(1, false, false, bytes(16_000))));
        return peer;
    }

    private void assertBroken(int times) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (receiver.broken().size() < times && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(receiver.broken()).as("reads that failed").hasSize(times);
        assertThat(receiver.completed()).as("data sets taken for whole").isEmpty();
    }

    /** @return false if the other side has closed already */
    private static boolean sendIgnoringReset(ScriptedPeer peer, byte[] bytes) {
        try {
            peer.send(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

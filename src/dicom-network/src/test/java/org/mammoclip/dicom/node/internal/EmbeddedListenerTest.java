package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;

/** The acceptor against peers that misbehave, over loopback sockets; after each of them the next good one is served. */
@Timeout(60)
class EmbeddedListenerTest {
    private static final int MAX_PDU = 16_384;
    private static final long MAX_DATA_SET = 100_000;
    private static final int MAX_ASSOCIATIONS = 4;

    /** Long enough not to expire in a test that is not about it. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(300);

    private final List<Long> received = new ArrayList<>();
    private final AtomicReference<StoreRequest> lastRequest = new AtomicReference<>();
    private volatile InstanceReceiver receiver = (request, data) -> {
        long length = data.readAllBytes().length;
        lastRequest.set(request);
        synchronized (received) {
            received.add(length);
        }
        return StoreStatus.SUCCESS;
    };

    private EmbeddedListener listener = start(LONG, LONG, LONG);

    private EmbeddedListener start(Duration association, Duration idle, Duration message) {
        if (listener != null) {
            listener.close();
        }
        try {
            listener = new EmbeddedListener(
                            new ListenerConfig(
                                    new AeTitle("MAMMOCLIP"),
                                    InetAddress.getLoopbackAddress(),
                                    0,
                                    List.of(),
                                    Map.of(Uid.of(RawPeer.MAMMOGRAM), Set.of(Uid.of(RawPeer.EXPLICIT))),
                                    MAX_ASSOCIATIONS,
                                    MAX_ASSOCIATIONS,
                                    MAX_PDU,
                                    association,
                                    idle,
                                    message,
                                    MAX_DATA_SET,
                                    Optional.empty()),
                            (request, data) -> receiver.receive(request, data),
                            new Watchdog(),
                            "t")
                    .start();
            return listener;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void servesTheNextGoodPeerAndStops() throws IOException {
        if (!stoppedByTest) {
            try (RawPeer peer = RawPeer.associate(listener.port())) {
                peer.send(RawPeer.command(RawPeer.echo(7)));
                assertThat(peer.expectStatus()).isZero();
                peer.release();
            }
        }
        listener.close();
    }

    private boolean stoppedByTest;

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    // ---- storing

    @Test
    void handsOverWhatWasSentAndAnswers() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.sendStore(5, "1.2.3.4", new byte[50_000]);
            CommandSet response = peer.expectCommand();
            assertThat(response.field()).isEqualTo(CommandSet.C_STORE_RSP);
            assertThat(response.number(Tag.MessageIDBeingRespondedTo)).hasValue(5);
            assertThat(response.number(Tag.Status)).hasValue(0);
            assertThat(response.uid(Tag.AffectedSOPInstanceUID)).contains(Uid.of("1.2.3.4"));
            assertThat(response.hasDataSet()).isFalse();
            peer.release();
        }
        assertThat(received).containsExactly(50_000L);
        StoreRequest request = lastRequest.get();
        assertThat(request.associationId()).isEqualTo("t-1");
        assertThat(request.calling()).isEqualTo(new AeTitle("TEST"));
        assertThat(request.peerAddress()).isEqualTo("127.0.0.1");
        assertThat(request.transferSyntaxUid()).isEqualTo(Uid.of(RawPeer.EXPLICIT));
        assertThat(listener.statistics().receivedInstances()).isEqualTo(1);
        assertThat(listener.statistics().receivedBytes()).isEqualTo(50_000);
    }

    @ParameterizedTest(name = "SOP Instance UID \"{0}\"")
    @ValueSource(
            strings = {
                "..",
                "/",
                "../../../tmp/x",
                "",
                "1.2.",
                "11111111111111111111111111111111111111111111111111111111111111111"
            })
    void answers0117ToInstanceUidsThatAreNone(String uid) throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.sendStore(1, uid, new byte[20_000]);
            CommandSet response = peer.expectCommand();
            assertThat(response.number(Tag.Status)).hasValue(0x0117);
            assertThat(response.text(Tag.AffectedSOPInstanceUID)).isEmpty();
            peer.sendStore(2, "1.2.3", new byte[10]);
            assertThat(peer.expectStatus()).isZero();
            peer.release();
        }
        assertThat(received).containsExactly(10L);
        assertThat(listener.statistics().refusedInstances()).isEqualTo(1);
    }

    @ParameterizedTest(name = "SOP Class UID \"{0}\" -> {1}")
    @CsvSource({".., 0117", "1.2.3, 0122", "1.2.840.10008.1.1, 0122"})
    void refusesOtherSopClassesThanThatOfTheContext(String sopClass, String status) throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, sopClass, "1.2.3"))).sendData(new byte[100], 50);
            assertThat(peer.expectStatus()).isEqualTo(Integer.parseInt(status, 16));
            peer.release();
        }
        assertThat(received).isEmpty();
    }

    @Test
    void answers0211ToOperationsItDoesNotKnowAndReadsTheirDataSet() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            CommandSet find = CommandSet.builder(0x0020)
                    .number(Tag.MessageID, 9)
                    .number(Tag.CommandDataSetType, 1)
                    .build();
            peer.send(RawPeer.command(find)).sendData(new byte[1000], 300);
            CommandSet response = peer.expectCommand();
            assertThat(response.field()).isEqualTo(0x8020);
            assertThat(response.number(Tag.Status)).hasValue(0x0211);
            assertThat(response.number(Tag.MessageIDBeingRespondedTo)).hasValue(9);
            peer.release();
        }
    }

    @Test
    void answers0212ToAStoreWithoutDataSet() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            CommandSet store = CommandSet.builder(CommandSet.C_STORE_RQ)
                    .number(Tag.MessageID, 1)
                    .number(Tag.CommandDataSetType, CommandSet.NO_DATA_SET)
                    .text(Tag.AffectedSOPClassUID, RawPeer.MAMMOGRAM, '\0')
                    .text(Tag.AffectedSOPInstanceUID, "1.2.3", '\0')
                    .build();
            peer.send(RawPeer.command(store));
            assertThat(peer.expectStatus()).isEqualTo(0x0212);
            peer.release();
        }
    }

    @Test
    void answers0110WhenTheReceiverFailsAndGoesOn() throws IOException {
        InstanceReceiver good = receiver;
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            receiver = (request, data) -> {
                throw new IllegalStateException("a programming error");
            };
            peer.sendStore(1, "1.2.3", new byte[90_000]);
            assertThat(peer.expectStatus()).isEqualTo(0x0110);
            receiver = (request, data) -> {
                assertThat(data.read()).isZero();
                throw new IOException("disk full");
            };
            peer.sendStore(2, "1.2.3", new byte[90_000]);
            assertThat(peer.expectStatus()).isEqualTo(0x0110);
            receiver = good;
            peer.sendStore(3, "1.2.3", new byte[90_000]);
            assertThat(peer.expectStatus()).isZero();
            peer.release();
        }
    }

    @Test
    void drainsWhatTheReceiverLeaves() throws IOException {
        receiver = (request, data) -> StoreStatus.outOfResources("no room");
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            for (int message = 1; message <= 3; message++) {
                peer.sendStore(message, "1.2.3", new byte[70_000]);
                CommandSet response = peer.expectCommand();
                assertThat(response.number(Tag.Status)).hasValue(0xA700);
                assertThat(response.text(Tag.ErrorComment)).contains("no room");
            }
            peer.release();
        }
    }

    @Test
    void refusesADataSetBeyondItsBoundEvenIfTheReceiverIsContent() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.sendStore(1, "1.2.3", new byte[(int) MAX_DATA_SET]);
            assertThat(peer.expectStatus()).isZero();
            peer.sendStore(2, "1.2.3", new byte[(int) MAX_DATA_SET + 1]);
            assertThat(peer.expectStatus()).isEqualTo(0xA700);
            receiver = (request, data) -> StoreStatus.SUCCESS;
            peer.sendStore(3, "1.2.3", new byte[(int) MAX_DATA_SET + 1]);
            assertThat(peer.expectStatus()).isEqualTo(0xA700);
            peer.release();
        }
    }

    @Test
    void abortsAPeerWhoseDataSetNeverEnds() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, RawPeer.MAMMOGRAM, "1.2.3")));
            for (int i = 0; i < 30; i++) {
                peer.send(RawPeer.pData(RawPeer.CONTEXT, 0, new byte[10_000]));
            }
            assertThat(peer.expect(PduType.A_ABORT)).isEqualTo(Pdu.Abort.BY_USER);
        }
    }

    @Test
    void tellsTheReceiverOfATruncatedObjectAndAcknowledgesNothing() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        receiver = (request, data) -> {
            try {
                data.readAllBytes();
            } catch (IOException e) {
                told.countDown();
                throw e;
            }
            return StoreStatus.SUCCESS;
        };
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, RawPeer.MAMMOGRAM, "1.2.3")));
            peer.send(RawPeer.pData(RawPeer.CONTEXT, 0, new byte[5000]));
        }
        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        eventually(() -> listener.statistics().abortedAssociations() == 1);
        assertThat(listener.statistics().receivedInstances()).isZero();
    }

    // ---- PDUs that are none

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "474554202F20485454502F312E310D0A, HTTP request, 1",
        "0100FFFFFFFF, A-ASSOCIATE-RQ of 4 GiB, 6",
        "010080000001, A-ASSOCIATE-RQ of 2 GiB, 6",
        "010000000000, A-ASSOCIATE-RQ without body, 6",
        "0100000000100001000000000000000000000000000000, A-ASSOCIATE-RQ too short, 6",
        "0400000000060000000201 03, P-DATA-TF first, 2",
        "050000000004 00000000, A-RELEASE-RQ first, 2",
        "FF0000000004 00000000, unknown type, 1"
    })
    void abortsWhatIsNoAssociationRequest(String hex, String what, int reason) throws IOException {
        try (RawPeer peer = RawPeer.connect(listener.port())) {
            peer.send(PduCodecTest.hex(hex));
            assertThat(peer.expect(PduType.A_ABORT)).as(what).isEqualTo(Pdu.Abort.byProvider(reason));
            peer.expectClosed();
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "04 00 00004001, P-DATA-TF longer than announced, 6",
        "04 00 FFFFFFFF, P-DATA-TF of 4 GiB, 6",
        "04 00 00000000, P-DATA-TF without PDV, 6",
        "04 00 00000006 00000002 03 03, context that was not accepted, 6",
        "04 00 00000006 00000002 01 02, data set without command, 6",
        "04 00 0000000A 00000006 01 03 DEADBEEF, command that is none, 6",
        "01 00 00000004 00000000, second A-ASSOCIATE-RQ too short, 6",
        "03 00 00000004 00010101, A-ASSOCIATE-RJ from a requestor, 2",
        "06 00 00000004 00000000, A-RELEASE-RP that nobody asked for, 2",
        "05 00 00000005 00000000, A-RELEASE-RQ of five bytes, 6",
        "09 00 00000004 00000000, unknown type, 1"
    })
    void abortsAnAssociationOnWhatDoesNotBelongThere(String hex, String what, int reason) throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(PduCodecTest.hex(hex));
            assertThat(peer.expect(PduType.A_ABORT)).as(what).isEqualTo(Pdu.Abort.byProvider(reason));
            peer.expectClosed();
        }
        eventually(() -> listener.statistics().openAssociations() == 0);
        assertThat(listener.statistics().abortedAssociations()).isEqualTo(1);
    }

    @Test
    void abortsOnACommandInTheMiddleOfADataSet() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, RawPeer.MAMMOGRAM, "1.2.3")));
            peer.send(RawPeer.pData(RawPeer.CONTEXT, 0, new byte[10]));
            peer.send(RawPeer.command(RawPeer.echo(2)));
            assertThat(peer.expect(PduType.A_ABORT))
                    .isEqualTo(Pdu.Abort.byProvider(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE));
        }
    }

    @Test
    void abortsOnReleaseInTheMiddleOfADataSet() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, RawPeer.MAMMOGRAM, "1.2.3")));
            peer.send(new Pdu.ReleaseRq());
            assertThat(peer.expect(PduType.A_ABORT)).isEqualTo(Pdu.Abort.byProvider(Pdu.Abort.UNEXPECTED_PDU));
        }
    }

    @Test
    void abortsOnACommandSetThatNeverEnds() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.pData(RawPeer.CONTEXT, 1, new byte[CommandSet.MAX_BYTES / 2]));
            peer.send(RawPeer.pData(RawPeer.CONTEXT, 1, new byte[CommandSet.MAX_BYTES / 2 + 2]));
            assertThat(peer.expect(PduType.A_ABORT))
                    .isEqualTo(Pdu.Abort.byProvider(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE));
        }
    }

    @Test
    void abortsOnFragmentsWithoutEnd() throws IOException {
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, RawPeer.MAMMOGRAM, "1.2.3")));
            byte[] empty = RawPeer.pData(RawPeer.CONTEXT, 0, new byte[0]);
            for (int i = 0; i <= DataSetStream.MAX_EMPTY_FRAGMENTS; i++) {
                peer.send(empty);
            }
            assertThat(peer.expect(PduType.A_ABORT))
                    .isEqualTo(Pdu.Abort.byProvider(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE));
        }
    }

    // ---- rejections

    @Test
    void rejectsAnotherCalledTitle() throws IOException {
        try (RawPeer peer = RawPeer.connect(listener.port())) {
            peer.send(RawPeer.request("../MAMMOCLIP", "TEST"));
            assertThat(peer.expect(PduType.A_ASSOCIATE_RJ)).isEqualTo(Pdu.AssociateRj.CALLED_AE_TITLE);
            peer.expectClosed();
        }
        assertThat(listener.statistics().rejectedAssociations()).isEqualTo(1);
        assertThat(listener.statistics().acceptedAssociations()).isZero();
    }

    @Test
    void answersUnknownSopClassesContextByContext() throws IOException {
        try (RawPeer peer = RawPeer.connect(listener.port())) {
            peer.send(new Pdu.AssociateRq(
                    1,
                    "MAMMOCLIP",
                    "TEST",
                    PduCodec.APPLICATION_CONTEXT,
                    List.of(
                            new Pdu.ProposedContext(1, "1.2.3.4", List.of(RawPeer.EXPLICIT)),
                            new Pdu.ProposedContext(255, RawPeer.MAMMOGRAM, List.of("1.2.840.10008.1.2.4.100"))),
                    new Pdu.UserInformation(0, "", "", Optional.empty())));
            Pdu.AssociateAc accept = (Pdu.AssociateAc) peer.expect(PduType.A_ASSOCIATE_AC);
            assertThat(accept.contexts()).extracting(Pdu.ContextResult::result).containsExactly(3, 4);
            peer.release();
        }
    }

    @Test
    void rejectsAFloodTransientlyWithoutAThreadForEach() throws IOException {
        List<RawPeer> admitted = new ArrayList<>();
        for (int i = 0; i < MAX_ASSOCIATIONS; i++) {
            admitted.add(RawPeer.associate(listener.port()));
        }
        int before = Thread.activeCount();
        List<RawPeer> flood = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            flood.add(RawPeer.connect(listener.port()).send(RawPeer.request("MAMMOCLIP", "TEST")));
        }
        for (RawPeer peer : flood) {
            assertThat(peer.expect(PduType.A_ASSOCIATE_RJ)).isEqualTo(Pdu.AssociateRj.LOCAL_LIMIT_EXCEEDED);
        }
        assertThat(Thread.activeCount() - before).isLessThanOrEqualTo(2);
        assertThat(listener.statistics().rejectedAssociations()).isEqualTo(300);
        for (RawPeer peer : flood) {
            peer.close();
        }
        for (RawPeer peer : admitted) {
            peer.release();
            peer.close();
        }
        eventually(() -> listener.statistics().openAssociations() == 0);
    }

    @Test
    void freesThePlaceBeforeItConfirmsTheRelease() throws IOException {
        List<RawPeer> lingering = new ArrayList<>();
        for (int i = 0; i < 3 * MAX_ASSOCIATIONS; i++) {
            RawPeer peer = RawPeer.associate(listener.port());
            lingering.add(peer);
            peer.release(); // but does not close
        }
        for (RawPeer peer : lingering) {
            peer.close();
        }
    }

    @Test
    void silentConnectionsDoNotKeepOutRealPeers() throws IOException {
        List<RawPeer> silent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            silent.add(RawPeer.connect(listener.port()));
        }
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.release();
        }
        assertThat(listener.statistics().openAssociations()).isZero();
        for (RawPeer peer : silent) {
            peer.close();
        }
    }

    @Test
    void closesTheOldestSilentConnectionForTheNewest() throws IOException {
        List<RawPeer> silent = new ArrayList<>();
        for (int i = 0; i < Doorkeeper.MAX_PENDING + 5; i++) {
            silent.add(RawPeer.connect(listener.port()));
        }
        silent.get(0).expectClosed();
        try (RawPeer newest = RawPeer.associate(listener.port())) {
            newest.release();
        }
        for (RawPeer peer : silent) {
            peer.close();
        }
    }

    // ---- time

    @Test
    void closesAConnectionThatNeverAsksForAnAssociation() throws IOException {
        start(SHORT, LONG, LONG);
        try (RawPeer peer = RawPeer.connect(listener.port())) {
            peer.expectClosed();
        }
    }

    @Test
    void closesAConnectionWhoseRequestTricklesIn() throws Exception {
        start(SHORT, LONG, LONG);
        byte[] request = PduCodec.encode(RawPeer.request("MAMMOCLIP", "TEST"));
        try (RawPeer peer = RawPeer.connect(listener.port())) {
            assertThatTrickleIsCutOff(peer, request);
        }
    }

    @Test
    void abortsAnAssociationWithoutMessages() throws IOException {
        start(LONG, SHORT, LONG);
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            assertThat(peer.expect(PduType.A_ABORT)).isEqualTo(Pdu.Abort.byProvider(0));
        }
        start(LONG, LONG, LONG);
    }

    @Test
    void abortsAPeerThatStopsWithinAMessage() throws IOException {
        start(LONG, LONG, SHORT);
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, RawPeer.MAMMOGRAM, "1.2.3")));
            peer.send(RawPeer.pData(RawPeer.CONTEXT, 0, new byte[10]));
            assertThat(peer.expect(PduType.A_ABORT)).isEqualTo(Pdu.Abort.byProvider(0));
        }
    }

    @Test
    void abortsAPeerThatSendsAByteNowAndThen() throws Exception {
        start(LONG, LONG, SHORT);
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, RawPeer.MAMMOGRAM, "1.2.3")));
            assertThatTrickleIsCutOff(peer, RawPeer.pData(RawPeer.CONTEXT, 0, new byte[10_000]));
        }
    }

    @Test
    void doesNotCountTheTimeOfTheReceiverAgainstThePeer() throws IOException {
        Duration patience = Duration.ofSeconds(1);
        start(LONG, LONG, patience);
        receiver = (request, data) -> {
            sleep(patience.toMillis() + 200);
            data.readAllBytes();
            sleep(patience.toMillis() + 200);
            return StoreStatus.SUCCESS;
        };
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.sendStore(1, "1.2.3", new byte[90_000]);
            assertThat(peer.expectStatus()).isZero();
            peer.release();
        }
    }

    @Test
    void closesOnAPeerThatDoesNotReadItsResponses() throws IOException {
        start(LONG, LONG, SHORT);
        byte[] echoes = RawPeer.command(RawPeer.echo(1));
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            int sent = 0;
            while (listener.statistics().abortedAssociations() == 0 && sent < 2_000_000) {
                peer.send(echoes);
                sent++;
            }
        } catch (IOException closed) {
            // as it should be
        }
        eventually(() -> listener.statistics().openAssociations() == 0);
        assertThat(listener.statistics().abortedAssociations()).isEqualTo(1);
    }

    private void assertThatTrickleIsCutOff(RawPeer peer, byte[] bytes) {
        long start = System.nanoTime();
        try {
            for (byte one : bytes) {
                peer.send(new byte[] {one});
                sleep(SHORT.toMillis() / 10);
                if (listener.statistics().abortedAssociations() == 1) {
                    return;
                }
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(10)) {
                    throw new AssertionError("a byte now and then keeps the connection");
                }
            }
            throw new AssertionError("the trickle was taken to its end");
        } catch (IOException cutOff) {
            // as it should be
        }
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // ---- stopping

    @Test
    void finishesTheMessageUnderWayBeforeItStops() throws Exception {
        stoppedByTest = true;
        CountDownLatch reading = new CountDownLatch(1);
        receiver = (request, data) -> {
            reading.countDown();
            data.readAllBytes();
            return StoreStatus.SUCCESS;
        };
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.send(RawPeer.command(RawPeer.store(1, RawPeer.MAMMOGRAM, "1.2.3")));
            assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
            Thread stopping = new Thread(() -> listener.stop(Duration.ofSeconds(20)));
            stopping.start();
            peer.sendData(new byte[40_000], 1000);
            assertThat(peer.expectStatus()).isZero();
            assertThat(peer.expect(PduType.A_ABORT)).isEqualTo(Pdu.Abort.BY_USER);
            peer.close();
            stopping.join(10_000);
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    @Test
    void doesNotAcknowledgeWhatFinishesAfterTheGrace() throws Exception {
        stoppedByTest = true;
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        receiver = (request, data) -> {
            data.readAllBytes();
            entered.countDown();
            try {
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return StoreStatus.SUCCESS;
        };
        try (RawPeer peer = RawPeer.associate(listener.port())) {
            peer.sendStore(1, "1.2.3", new byte[100]);
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            listener.stop(Duration.ofMillis(50));
            goOn.countDown();
            assertThat(peer.expect(PduType.A_ABORT)).isEqualTo(Pdu.Abort.BY_USER);
            peer.expectClosed();
        }
    }

    @Test
    void leavesItsPort() throws IOException {
        int port = listener.port();
        listener.close();
        listener = new EmbeddedListener(
                        new ListenerConfig(
                                new AeTitle("MAMMOCLIP"),
                                InetAddress.getLoopbackAddress(),
                                port,
                                List.of(),
                                Map.of(Uid.of(RawPeer.MAMMOGRAM), Set.of(Uid.of(RawPeer.EXPLICIT))),
                                1,
                                1,
                                MAX_PDU,
                                LONG,
                                LONG,
                                LONG,
                                MAX_DATA_SET,
                                Optional.empty()),
                        receiver,
                        new Watchdog(),
                        "t")
                .start();
        assertThat(listener.port()).isEqualTo(port);
    }
}

package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;

/** C-STORE as SCP (PS3.7 9.1.1, PS3.4 B.2). */
abstract class StoringContract extends ContractFixture {
    @Test
    void handsOverTheDataSetAsReceivedAndAnswers() throws IOException {
        DimseListener listener = listen();
        byte[] dataSet = bytes(300_000);
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.sendStore(1, storeRq(77, 1), dataSet);
            CommandSet response = peer.expectCommand();
            assertThat(response.commandField()).isEqualTo(CommandSet.C_STORE_RSP);
            assertThat(response.status()).isZero();
            assertThat(response.u16(0x0120)).as("Message ID Being Responded To").isEqualTo(77);
            assertThat(response.text(0x0002)).isEqualTo(MAMMOGRAM.value());
            assertThat(response.text(0x1000)).isEqualTo(instance(1).value());
            assertThat(response.hasDataSet()).isFalse();
            peer.release();
        }
        StoreRequest request = receiver.completed().get(0).request();
        assertThat(receiver.completed().get(0).dataSet()).isEqualTo(dataSet);
        assertThat(request.calling()).isEqualTo(CALLING);
        assertThat(request.called()).isEqualTo(CALLED);
        assertThat(request.peerAddress()).isEqualTo("127.0.0.1");
        assertThat(request.sopClassUid()).isEqualTo(MAMMOGRAM);
        assertThat(request.sopInstanceUid()).isEqualTo(instance(1));
        assertThat(request.transferSyntaxUid()).isEqualTo(EXPLICIT);
        assertThat(request.associationId()).isNotBlank();
    }

    @Test
    void acceptsAnyFragmentation() throws IOException {
        DimseListener listener = listen();
        byte[] dataSet = bytes(3_000);
        byte[] command = storeRq(1, 1).encode();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.send(WireBytes.pDataFragments(1, true, command, 7));
            peer.send(WireBytes.pDataFragments(1, false, dataSet, 1));
            assertThat(peer.expectCommand().status()).isZero();
            peer.send(WireBytes.pData(
                    WireBytes.pdv(1, true, true, storeRq(2, 2).encode()),
                    WireBytes.pdv(1, false, false, dataSet),
                    WireBytes.pdv(1, false, true, new byte[0])));
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        }
        assertThat(receiver.completed())
                .hasSize(2)
                .allSatisfy(received -> assertThat(received.dataSet()).isEqualTo(dataSet));
    }

    @Test
    void conveysTheReceiversStatusAndCommentMessageByMessage() throws IOException {
        DimseListener listener = listen();
        List<StoreStatus> statuses = List.of(
                StoreStatus.outOfResources("disk full"),
                StoreStatus.dataSetMismatch("class differs"),
                StoreStatus.cannotUnderstand("truncated"),
                StoreStatus.identityConflict("other bytes"),
                StoreStatus.notAuthorised(""),
                new StoreStatus(0xB000, "coerced"),
                StoreStatus.SUCCESS);
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            int message = 0;
            for (StoreStatus status : statuses) {
                receiver.behave((request, in) -> {
                    in.readAllBytes();
                    return status;
                });
                peer.sendStore(1, storeRq(++message, message), bytes(1_000));
                CommandSet response = peer.expectCommand();
                assertThat(response.status()).isEqualTo(status.code());
                assertThat(response.text(0x0902)).isEqualTo(status.comment());
            }
            peer.release();
        }
        assertThat(listener.statistics().receivedInstances()).isEqualTo(2);
        assertThat(listener.statistics().refusedInstances()).isEqualTo(5);
    }

    @Test
    void refusesInstanceUidsThatAreNone() throws IOException {
        DimseListener listener = listen();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            for (String uid : List.of("..", "/", "../../etc/passwd", "1.2.3/4", "1..2", "9".repeat(65), "one.two")) {
                peer.sendStore(1, CommandSet.storeRq(1, MAMMOGRAM.value(), uid), bytes(1_000));
                assertThat(peer.expectCommand().status()).as("%s", uid).isEqualTo(0x0117);
            }
            peer.sendStore(1, storeRq(2, 1).without(0x1000), bytes(1_000));
            assertThat(peer.expectCommand().status())
                    .as("no Affected SOP Instance UID")
                    .isNotZero();
            assertThat(receiver.completed()).isEmpty();
            peer.sendStore(1, storeRq(3, 1), bytes(1_000));
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        }
        assertThat(receiver.completed()).hasSize(1);
    }

    @Test
    void refusesAClassOtherThanThatOfTheContext() throws IOException {
        DimseListener listener = listen();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.sendStore(
                    1,
                    CommandSet.storeRq(
                            1, "1.2.840.10008.5.1.4.1.1.7", instance(1).value()),
                    bytes(1_000));
            assertThat(peer.expectCommand().status()).isIn(0x0122, 0xA900, 0x0118, 0x0119);
            assertThat(receiver.completed()).isEmpty();
            peer.sendStore(1, storeRq(2, 1), bytes(1_000));
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        }
    }

    @Test
    void answersAnUnknownOperation() throws IOException {
        DimseListener listener = listen();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            CommandSet find =
                    CommandSet.echoRq(9).text(0x0002, MAMMOGRAM.value()).u16(0x0100, CommandSet.C_FIND_RQ);
            peer.send(WireBytes.pDataFragments(1, true, find.encode(), 16_000));
            CommandSet response = peer.expectCommand();
            assertThat(response.commandField()).isEqualTo(CommandSet.C_FIND_RQ | 0x8000);
            assertThat(response.status()).isEqualTo(0x0211);
            peer.sendStore(1, storeRq(10, 1), bytes(1_000));
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        }
    }

    @Test
    void answersProcessingFailureWhenTheReceiverThrows() throws IOException {
        DimseListener listener = listen();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            receiver.behave((request, in) -> {
                throw new IllegalStateException("secret of the receiver");
            });
            assertProcessingFailure(peer, 1);
            receiver.behave((request, in) -> {
                throw new IOException("secret of the receiver");
            });
            assertProcessingFailure(peer, 2);
            receiver.behaveNormally();
            peer.sendStore(1, storeRq(3, 3), bytes(1_000));
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        }
    }

    private static void assertProcessingFailure(ScriptedPeer peer, int message) throws IOException {
        peer.sendStore(1, storeRq(message, message), bytes(100_000));
        CommandSet response = peer.expectCommand();
        assertThat(response.status()).isEqualTo(0x0110);
        assertThat(response.text(0x0902)).doesNotContain("secret");
    }

    @Test
    void drainsWhatTheReceiverDidNotRead() throws IOException {
        DimseListener listener = listen();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            receiver.behave((request, in) -> StoreStatus.outOfResources("not even read"));
            peer.sendStore(1, storeRq(1, 1), bytes(2_000_000));
            assertThat(peer.expectCommand().status()).isEqualTo(0xA700);
            receiver.behaveNormally();
            peer.sendStore(1, storeRq(2, 2), bytes(1_000));
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        }
    }

    @Test
    void refusesADataSetBeyondTheLimit() throws IOException {
        Bounds bounds = new Bounds();
        bounds.maxDataSetBytes = 100_000;
        DimseListener listener = listen(bounds);
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.sendStore(1, storeRq(1, 1), bytes(100_002));
            assertThat(peer.expectCommand().status()).isEqualTo(0xA700);
            assertThat(receiver.completed()).isEmpty();
            peer.sendStore(1, storeRq(2, 2), bytes(100_000));
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        }
    }

    @Test
    void handsOverTheFirstBytesBeforeTheLastHaveCome() throws Exception {
        DimseListener listener = listen();
        CountDownLatch firstByte = new CountDownLatch(1);
        receiver.behave((request, in) -> {
            if (in.read() >= 0) {
                firstByte.countDown();
            }
            return receiver.readAll(request, in);
        });
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.send(WireBytes.pDataFragments(1, true, storeRq(1, 1).encode(), 16_000));
            peer.send(WireBytes.pData(WireBytes.pdv(1, false, false, bytes(16_000))));
            assertThat(firstByte.await(SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .as("the receiver reads while the peer still sends")
                    .isTrue();
            peer.send(WireBytes.pData(WireBytes.pdv(1, false, true, bytes(16_000))));
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        }
    }

    @Test
    void makesTheSenderWaitInsteadOfBufferingTheObject() throws Exception {
        DimseListener listener = listen();
        CountDownLatch mayRead = new CountDownLatch(1);
        AtomicLong read = new AtomicLong();
        receiver.behave((request, in) -> {
            awaitQuietly(mayRead);
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read.addAndGet(n);
            }
            return StoreStatus.SUCCESS;
        });
        int pieces = 1_024;
        byte[] piece = WireBytes.pData(WireBytes.pdv(1, false, false, new byte[64 << 10]));
        AtomicLong sent = new AtomicLong();
        ExecutorService sending = Executors.newSingleThreadExecutor();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            Future<?> all = sending.submit(() -> {
                peer.send(WireBytes.pDataFragments(1, true, storeRq(1, 1).encode(), 16_000));
                for (int i = 0; i < pieces; i++) {
                    peer.send(piece);
                    sent.addAndGet(64 << 10);
                }
                peer.send(WireBytes.pData(WireBytes.pdv(1, false, true, new byte[0])));
                return null;
            });
            awaitStandstill(sent);
            assertThat(sent.get())
                    .as("bytes taken off a sender whose receiver does not read")
                    .isLessThan(32L << 20);
            mayRead.countDown();
            assertThat(peer.expectCommand().status()).isZero();
            all.get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(read.get()).isEqualTo(pieces * (64L << 10));
            peer.release();
        } finally {
            mayRead.countDown();
            sending.shutdownNow();
        }
    }

    @Test
    void servesAssociationsAtTheSameTime() throws Exception {
        DimseListener listener = listen();
        int associations = 8;
        CountDownLatch allThere = new CountDownLatch(associations);
        receiver.behave((request, in) -> {
            StoreStatus status = receiver.readAll(request, in);
            allThere.countDown();
            return awaitQuietly(allThere) ? status : StoreStatus.processingFailure("the others did not come");
        });
        List<ScriptedPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < associations; i++) {
                peers.add(ScriptedPeer.associate(listener.port(), storageRequest()));
            }
            for (int i = 0; i < associations; i++) {
                peers.get(i).sendStore(1, storeRq(1, i), bytes(50_000));
            }
            for (ScriptedPeer peer : peers) {
                assertThat(peer.expectCommand().status()).isZero();
                peer.release();
            }
        } finally {
            peers.forEach(ScriptedPeer::close);
        }
        assertThat(receiver.completed())
                .extracting(received -> received.request().associationId())
                .doesNotHaveDuplicates()
                .hasSize(associations);
    }

    private static CommandSet storeRq(int message, int number) {
        return CommandSet.storeRq(message, MAMMOGRAM.value(), instance(number).value());
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void awaitStandstill(AtomicLong counter) throws InterruptedException {
        long last = -1;
        for (int still = 0; still < 10; ) {
            Thread.sleep(50);
            long now = counter.get();
            still = now == last && now > 0 ? still + 1 : 0;
            last = now;
        }
    }
}

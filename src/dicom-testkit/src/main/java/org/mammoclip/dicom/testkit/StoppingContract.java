package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.dimse.DimseListener;

/** Opening and closing of the port. */
abstract class StoppingContract extends ContractFixture {
    @Test
    void finishesTheMessageInProgressBeforeItStops() throws Exception {
        DimseListener listener = listen();
        CountDownLatch reading = new CountDownLatch(1);
        receiver.behave((request, in) -> {
            reading.countDown();
            return receiver.readAll(request, in);
        });
        ExecutorService stopping = Executors.newSingleThreadExecutor();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            CommandSet request =
                    CommandSet.storeRq(1, MAMMOGRAM.value(), instance(1).value());
            peer.send(WireBytes.pDataFragments(1, true, request.encode(), 16_000));
            peer.send(WireBytes.pData(WireBytes.pdv(1, false, false, bytes(1_000))));
            assertThat(reading.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Future<?> stopped = stopping.submit(() -> listener.stop(SOON));
            assertNoMoreConnections(listener.port());
            peer.send(WireBytes.pData(WireBytes.pdv(1, false, true, bytes(1_000))));
            assertThat(peer.expectCommand().status()).isZero();
            peer.expectClosed(SOON);
            stopped.get(SOON.toSeconds(), TimeUnit.SECONDS);
        } finally {
            stopping.shutdownNow();
        }
        assertThat(receiver.completed()).hasSize(1);
    }

    @Test
    void abortsWhatDoesNotFinishWithinTheGrace() throws Exception {
        DimseListener listener = listen();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            CommandSet request =
                    CommandSet.storeRq(1, MAMMOGRAM.value(), instance(1).value());
            peer.send(WireBytes.pDataFragments(1, true, request.encode(), 16_000));
            peer.send(WireBytes.pData(WireBytes.pdv(1, false, false, bytes(1_000))));
            long began = System.nanoTime();
            listener.stop(Duration.ofMillis(300));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            peer.expectClosed(SOON);
        }
        assertThat(receiver.completed()).isEmpty();
    }

    @Test
    void abortsIdleAssociationsAtOnce() throws Exception {
        DimseListener listener = listen();
        ExecutorService stopping = Executors.newSingleThreadExecutor();
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            Future<?> stopped = stopping.submit(() -> listener.stop(Duration.ofMinutes(1)));
            peer.expect(ReceivedPdu.ABORT);
            peer.close();
            stopped.get(SOON.toSeconds(), TimeUnit.SECONDS);
        } finally {
            stopping.shutdownNow();
        }
    }

    @Test
    void canListenAgainOnThePortItLeft() throws IOException {
        DimseListener first = listen();
        assertServesTheNextAssociation(first);
        first.close();
        first.close();
        assertServesTheNextAssociation(listen());
    }

    @Test
    void saysThatThePortIsTaken() throws IOException {
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> provider()
                            .listen(
                                    org.mammoclip.dicom.dimse.ListenerConfig.of(
                                            CALLED,
                                            java.net.InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                                            port,
                                            java.util.Map.of()),
                                    receiver))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(port));
        }
    }

    private static void assertNoMoreConnections(int port) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < deadline) {
            try (ScriptedPeer peer = ScriptedPeer.connect(port)) {
                peer.send(storageRequest().encode());
                if (peer.receive(SOON).type() != ReceivedPdu.ASSOCIATE_AC) {
                    return;
                }
            } catch (IOException | AssertionError e) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("a stopping listener still accepts associations");
    }
}

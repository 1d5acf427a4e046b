package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.ListenerConfig.Caller;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.file.TransferSyntax;

/** A listener of the provider under test, and peers that call it. */
abstract class ContractFixture {
    static final AeTitle CALLED = new AeTitle("CONTRACT_SCP");
    static final AeTitle CALLING = new AeTitle("CONTRACT_SCU");
    static final Uid MAMMOGRAM = SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION;
    static final Uid EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
    static final Uid IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();

    /** Long enough for a loaded machine, short enough to wait for. */
    static final Duration SOON = Duration.ofSeconds(10);

    final RecordingReceiver receiver = new RecordingReceiver();
    private final List<DimseListener> listeners = new ArrayList<>();

    /** The bounds a test may change; the others are the product's defaults. */
    static final class Bounds {
        List<Caller> callers = List.of();
        int maxAssociations = ListenerConfig.DEFAULT_MAX_ASSOCIATIONS;
        int maxAssociationsPerCaller = ListenerConfig.DEFAULT_MAX_ASSOCIATIONS;
        int maxPduLength = ListenerConfig.DEFAULT_MAX_PDU_LENGTH;
        Duration associationTimeout = ListenerConfig.DEFAULT_ASSOCIATION_TIMEOUT;
        Duration idleTimeout = ListenerConfig.DEFAULT_IDLE_TIMEOUT;
        Duration messageTimeout = ListenerConfig.DEFAULT_MESSAGE_TIMEOUT;
        long maxDataSetBytes = ListenerConfig.DEFAULT_MAX_DATA_SET_BYTES;
    }

    abstract DimseProvider provider();

    DimseListener listen() throws IOException {
        return listen(new Bounds());
    }

    DimseListener listen(Bounds bounds) throws IOException {
        DimseListener listener = provider()
                .listen(
                        new ListenerConfig(
                                CALLED,
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                                0,
                                bounds.callers,
                                Map.of(
                                        MAMMOGRAM,
                                        Set.of(EXPLICIT, IMPLICIT),
                                        SopClass.MAMMOGRAPHY_CAD_SR,
                                        Set.of(EXPLICIT)),
                                bounds.maxAssociations,
                                bounds.maxAssociationsPerCaller,
                                bounds.maxPduLength,
                                bounds.associationTimeout,
                                bounds.idleTimeout,
                                bounds.messageTimeout,
                                bounds.maxDataSetBytes,
                                Optional.empty()),
                        receiver);
        listeners.add(listener);
        return listener;
    }

    @AfterEach
    void closeListeners() {
        listeners.forEach(DimseListener::close);
    }

    static AssociateRequest request() {
        return AssociateRequest.of(CALLED.value(), CALLING.value());
    }

    /** A request for context 1: mammograms in Explicit VR Little Endian. */
    static AssociateRequest storageRequest() {
        return request().with(MAMMOGRAM, EXPLICIT);
    }

    static RemoteAe remote(int port) {
        return new RemoteAe(CALLED, "127.0.0.1", port, Duration.ofSeconds(5), Duration.ofSeconds(10), Optional.empty());
    }

    static Uid instance(int number) {
        return ExamIdentity.uid(0, "contract|" + number);
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** Proves that the listener is unharmed: a new association stores an object. */
    void assertServesTheNextAssociation(DimseListener listener) {
        int before = receiver.completed().size();
        Uid uid = instance(10_000 + before);
        byte[] dataSet = bytes(5_000);
        try (ScriptedPeer peer = ScriptedPeer.associate(listener.port(), storageRequest())) {
            peer.sendStore(1, CommandSet.storeRq(1, MAMMOGRAM.value(), uid.value()), dataSet);
            assertThat(peer.expectCommand().status()).isZero();
            peer.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RecordingReceiver.Received last = receiver.completed().get(before);
        assertThat(last.request().sopInstanceUid()).isEqualTo(uid);
        assertThat(last.dataSet()).isEqualTo(dataSet);
    }
}

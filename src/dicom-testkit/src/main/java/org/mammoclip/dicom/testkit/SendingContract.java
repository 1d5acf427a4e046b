package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.ListenerConfig.Caller;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.DataSetWriter;
import org.mammoclip.dicom.file.Part10File;

/** C-ECHO and C-STORE as SCU, against good peers and bad ones. */
abstract class SendingContract extends ContractFixture {
    @TempDir
    Path directory;

    private final ExecutorService scripts = Executors.newCachedThreadPool();
    private ServerSocket server;

    /** What a scripted peer does with the one association it takes. */
    private interface Script {
        void play(ScriptedPeer peer, ReceivedPdu request) throws Exception;
    }

    @BeforeEach
    void openServer() throws IOException {
        server = new ServerSocket(0, 16, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
        scripts.shutdownNow();
    }

    @Test
    void verifiesAPeer() throws IOException {
        assertThat(sender(listen().port()).echo())
                .isInstanceOfSatisfying(
                        SendOutcome.Accepted.class,
                        accepted -> assertThat(accepted.status().code()).isZero());
    }

    @Test
    void storesFilesInOrderWithTheirBytesUnchanged() throws IOException {
        SyntheticExam exam = SyntheticExam.of(1);
        List<SendOutcome> outcomes = sender(listen().port()).store(exam.writeTo(directory));
        assertThat(outcomes).hasSize(4).allMatch(SendOutcome::isAccepted);
        for (int i = 0; i < 4; i++) {
            RecordingReceiver.Received received = receiver.completed().get(i);
            SyntheticImage image = exam.syntheticImages().get(i);
            assertThat(received.request().sopInstanceUid()).isEqualTo(image.sopInstanceUid());
            assertThat(received.request().calling()).isEqualTo(CALLING);
            assertThat(received.dataSet()).isEqualTo(encoded(image.render()));
        }
        assertThat(receiver.completed())
                .extracting(received -> received.request().associationId())
                .as("one call is one association")
                .containsOnly(receiver.completed().get(0).request().associationId());
    }

    @Test
    void tellsWarningsTransientAndPermanentRefusalsApart() throws IOException {
        List<Path> files = SyntheticExam.of(2).writeTo(directory);
        List<Integer> codes = List.of(0xB000, 0xA700, 0xC000, 0x0000);
        List<Integer> answered = new ArrayList<>();
        receiver.behave((request, in) -> {
            in.readAllBytes();
            int code = codes.get(answered.size());
            answered.add(code);
            return new StoreStatus(code, "told");
        });
        List<SendOutcome> outcomes = sender(listen().port()).store(files);
        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        SendOutcome.Accepted.class,
                        accepted -> assertThat(accepted.status().code()).isEqualTo(0xB000));
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(new StoreStatus(0xA700, "told"));
            assertThat(refused.permanent()).isFalse();
        });
        assertThat(outcomes.get(2)).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
            assertThat(refused.status().code()).isEqualTo(0xC000);
            assertThat(refused.permanent()).isTrue();
        });
        assertThat(outcomes.get(3).isAccepted()).isTrue();
    }

    @Test
    void reportsThatNobodyListens() throws IOException {
        int port = server.getLocalPort();
        server.close();
        List<Path> files = SyntheticExam.of(3).writeTo(directory);
        assertThat(sender(port).echo()).isInstanceOf(SendOutcome.Unreachable.class);
        assertThat(sender(port).store(files)).hasSize(4).hasOnlyElementsOfType(SendOutcome.Unreachable.class);
    }

    @Test
    void takesAPermanentRejectionForPermanent() throws IOException {
        Bounds bounds = new Bounds();
        bounds.callers = List.of(new Caller(new AeTitle("ANOTHER"), List.of()));
        List<Path> files = SyntheticExam.of(3).writeTo(directory);
        assertThat(sender(listen(bounds).port()).store(files))
                .hasSize(4)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                SendOutcome.Refused.class,
                                refused -> assertThat(refused.permanent()).isTrue()));
    }

    @Test
    void takesATransientRejectionForTransient() throws Exception {
        Future<?> script = play((peer, request) -> peer.send(WireBytes.reject(2, 3, 2)));
        List<SendOutcome> outcomes = sender(server.getLocalPort()).store(oneFile());
        assertThat(outcomes.get(0).isAccepted()).isFalse();
        if (outcomes.get(0) instanceof SendOutcome.Refused refused) {
            assertThat(refused.permanent()).isFalse();
        }
        finish(script);
    }

    @Test
    void storesWhatTheAcceptedContextsAllow() throws Exception {
        List<Path> files = new ArrayList<>(SyntheticExam.builder(4)
                .views(SyntheticView.LCC, SyntheticView.LMLO)
                .defect(SyntheticView.LCC, Defect.SECONDARY_CAPTURE)
                .build()
                .writeTo(directory));
        List<SendOutcome> outcomes = sender(listen().port()).store(files);
        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.permanent()).isTrue());
        assertThat(outcomes.get(1).isAccepted()).isTrue();
        assertThat(receiver.completed()).hasSize(1);
    }

    @Test
    void keepsToTheLongestPduOfThePeer() throws Exception {
        SyntheticExam exam = SyntheticExam.builder(5).views(SyntheticView.LCC).build();
        for (int maxPdu : new int[] {4_096, 16_384, 0}) {
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            Future<?> script = play((peer, request) -> {
                peer.send(AssociateAccept.all(request, maxPdu));
                CommandSet command = peer.expectCommand();
                boolean last = false;
                while (!last) {
                    ReceivedPdu pdu = peer.expect(ReceivedPdu.P_DATA_TF);
                    assertThat(pdu.body().length).isLessThanOrEqualTo(maxPdu == 0 ? Integer.MAX_VALUE : maxPdu);
                    for (ReceivedPdu.Pdv pdv : pdu.pdvs()) {
                        received.writeBytes(pdv.fragment());
                        last = pdv.last();
                    }
                }
                answer(peer, command, 0);
                peer.expect(ReceivedPdu.RELEASE_RQ);
                peer.send(WireBytes.releaseRp());
            });
            assertThat(sender(server.getLocalPort()).store(exam.writeTo(directory)))
                    .allMatch(SendOutcome::isAccepted);
            finish(script);
            assertThat(received.toByteArray())
                    .isEqualTo(encoded(exam.syntheticImages().get(0).render()));
        }
    }

    @Test
    void sendsTheCommandOfTheStandard() throws Exception {
        Future<?> script = play((peer, request) -> {
            peer.send(AssociateAccept.all(request, 16_384));
            CommandSet command = peer.expectCommand();
            assertThat(command.commandField()).isEqualTo(CommandSet.C_STORE_RQ);
            assertThat(command.text(0x0002)).isEqualTo(MAMMOGRAM.value());
            assertThat(command.text(0x1000))
                    .isEqualTo(SyntheticExam.of(6)
                            .syntheticImages()
                            .get(0)
                            .sopInstanceUid()
                            .value());
            assertThat(command.hasDataSet()).isTrue();
            assertThat(command.u16(0x0700)).as("Priority").isIn(0, 1, 2);
            byte[] ignored = peer.expectDataSet();
            assertThat(ignored).isNotEmpty();
            answer(peer, command, 0);
            peer.expect(ReceivedPdu.RELEASE_RQ);
            peer.send(WireBytes.releaseRp());
        });
        assertThat(sender(server.getLocalPort()).store(oneFile())).allMatch(SendOutcome::isAccepted);
        finish(script);
    }

    @Test
    void neverCountsABrokenExchangeAsAccepted() throws Exception {
        List<Script> breakers = List.of(
                (peer, request) -> peer.send(WireBytes.abort()),
                (peer, request) -> peer.send(bytes(500)),
                (peer, request) -> peer.send(WireBytes.pduHeader(ReceivedPdu.ASSOCIATE_AC, 0xFFFF_FFFFL)
                        .toByteArray()),
                (peer, request) -> {
                    peer.send(AssociateAccept.all(request, 16_384));
                    peer.send(WireBytes.abort());
                },
                (peer, request) -> {
                    peer.send(AssociateAccept.all(request, 16_384));
                    peer.expectCommand();
                    peer.reset();
                },
                (peer, request) -> {
                    peer.send(AssociateAccept.all(request, 16_384));
                    peer.expectCommand();
                    peer.expectDataSet();
                    peer.send(bytes(500));
                },
                (peer, request) -> {
                    peer.send(AssociateAccept.all(request, 16_384));
                    CommandSet command = peer.expectCommand();
                    peer.expectDataSet();
                    answer(peer, command.u16(0x0110, command.u16(0x0110) + 5), 0);
                });
        for (int i = 0; i < breakers.size(); i++) {
            Future<?> script = play(breakers.get(i));
            List<SendOutcome> outcomes = sender(server.getLocalPort()).store(oneFile());
            assertThat(outcomes).as("breaker %s", i).hasSize(1).noneMatch(SendOutcome::isAccepted);
            finish(script);
        }
    }

    @Test
    void givesUpOnAPeerThatDoesNotAnswer() throws Exception {
        for (boolean afterAccept : new boolean[] {false, true}) {
            Future<?> script = play((peer, request) -> {
                if (afterAccept) {
                    peer.send(AssociateAccept.all(request, 16_384));
                }
                peer.expectClosed(Duration.ofSeconds(20));
            });
            RemoteAe silent = new RemoteAe(
                    CALLED,
                    "127.0.0.1",
                    server.getLocalPort(),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(800),
                    Optional.empty());
            long began = System.nanoTime();
            assertThat(provider().sender(silent, CALLING).store(oneFile()))
                    .hasOnlyElementsOfType(SendOutcome.Unreachable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
            finish(script);
        }
    }

    @Test
    void keepsWhatWasAcceptedBeforeThePeerBroke() throws Exception {
        Future<?> script = play((peer, request) -> {
            peer.send(AssociateAccept.all(request, 16_384));
            CommandSet command = peer.expectCommand();
            byte[] ignored = peer.expectDataSet();
            assertThat(ignored).isNotEmpty();
            answer(peer, command, 0);
            peer.expectCommand();
            peer.reset();
        });
        List<SendOutcome> outcomes =
                sender(server.getLocalPort()).store(SyntheticExam.of(6).writeTo(directory));
        assertThat(outcomes.get(0).isAccepted()).isTrue();
        assertThat(outcomes.subList(1, 4)).hasOnlyElementsOfType(SendOutcome.Unreachable.class);
        finish(script);
    }

    @Test
    void doesNotSendAFileThatIsNone() throws IOException {
        Path garbage = directory.resolve("garbage.dcm");
        Files.write(garbage, bytes(1_000));
        List<Path> files =
                List.of(garbage, directory.resolve("missing.dcm"), oneFile().get(0));
        List<SendOutcome> outcomes = sender(listen().port()).store(files);
        assertThat(outcomes).hasSize(3);
        assertThat(outcomes.get(0)).isInstanceOf(SendOutcome.Refused.class);
        assertThat(outcomes.get(1).isAccepted()).isFalse();
        assertThat(outcomes.get(2).isAccepted()).isTrue();
    }

    @Test
    void sendsOverManyAssociationsAtOnce() throws Exception {
        DimseListener listener = listen();
        List<Path> files = SyntheticExam.of(7).writeTo(directory);
        InstanceSender sender = sender(listener.port());
        List<Callable<List<SendOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> sender.store(files));
        }
        for (Future<List<SendOutcome>> call : scripts.invokeAll(calls)) {
            assertThat(call.get()).hasSize(4).allMatch(SendOutcome::isAccepted);
        }
        assertThat(receiver.completed()).hasSize(32);
    }

    private InstanceSender sender(int port) {
        return provider().sender(remote(port), CALLING);
    }

    private List<Path> oneFile() throws IOException {
        return SyntheticExam.builder(6).views(SyntheticView.LCC).build().writeTo(directory);
    }

    private static byte[] encoded(Part10File file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataSetWriter.write(bytes, file.dataSet(), file.transferSyntax());
        return bytes.toByteArray();
    }

    private Future<?> play(Script script) {
        return scripts.submit(() -> {
            try (ScriptedPeer peer = ScriptedPeer.accept(server)) {
                script.play(peer, peer.expect(ReceivedPdu.ASSOCIATE_RQ));
            }
            return null;
        });
    }

    private static void finish(Future<?> script) throws Exception {
        script.get(30, TimeUnit.SECONDS);
    }

    private static void answer(ScriptedPeer peer, CommandSet request, int status) throws IOException {
        peer.send(WireBytes.pDataFragments(
                1, true, CommandSet.response(request, status).encode(), 16_000));
    }
}

package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.TransferSyntax;

/** The requestor against peers that misbehave: whatever they do, every file gets its outcome in time. */
@Timeout(60)
class EmbeddedSenderTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Watchdog watchdog = new Watchdog();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private EmbeddedSender sender(Duration responseTimeout) {
        return new EmbeddedSender(
                new RemoteAe(
                        new AeTitle("PACS"),
                        "127.0.0.1",
                        server.getLocalPort(),
                        Duration.ofSeconds(2),
                        responseTimeout,
                        Optional.empty()),
                new AeTitle("MAMMOCLIP"),
                watchdog);
    }

    /** What a peer does with its one connection. */
    interface Script {
        void play(RawPeer peer) throws IOException;
    }

    private Future<Void> peer(Script script) {
        return threads.submit(() -> {
            try (RawPeer peer = RawPeer.accept(server)) {
                script.play(peer);
            }
            return null;
        });
    }

    private static void finished(Future<Void> script) throws InterruptedException, TimeoutException {
        try {
            script.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the peer did not see what it expected", e.getCause());
        }
    }

    private Path file(String sopClass, TransferSyntax syntax, int number, byte[] dataSet) throws IOException {
        byte[] meta = FileMeta.encode(Uid.of(sopClass), Uid.of("1.2.3." + number), syntax, Implementation.MAMMOCLIP);
        byte[] bytes = Arrays.copyOf(meta, meta.length + dataSet.length);
        System.arraycopy(dataSet, 0, bytes, meta.length, dataSet.length);
        return Files.write(directory.resolve(number + ".dcm"), bytes);
    }

    private List<Path> mammograms(int count, int length) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            byte[] data = new byte[length];
            new Random(i).nextBytes(data);
            files.add(file(RawPeer.MAMMOGRAM, EXPLICIT, i, data));
        }
        return files;
    }

    /** Takes the association as proposed. */
    private static Pdu.AssociateRq accept(RawPeer peer, long maximumLength) throws IOException {
        Pdu.AssociateRq request = (Pdu.AssociateRq) peer.expect(PduType.A_ASSOCIATE_RQ);
        peer.send(new Pdu.AssociateAc(
                request.calledAeTitle(),
                request.callingAeTitle(),
                request.contexts().stream()
                        .map(context -> new Pdu.ContextResult(
                                context.id(), 0, context.transferSyntaxes().get(0)))
                        .toList(),
                new Pdu.UserInformation(maximumLength, "1.2.3", "", Optional.empty())));
        return request;
    }

    private static void respond(RawPeer peer, CommandSet request, int status) throws IOException {
        peer.send(
                RawPeer.command(response(request, request.number(Tag.MessageID).orElseThrow(), status)));
    }

    private static CommandSet response(CommandSet request, int messageId, int status) {
        return CommandSet.builder(request.field() | CommandSet.RESPONSE)
                .number(Tag.MessageIDBeingRespondedTo, messageId)
                .number(Tag.CommandDataSetType, CommandSet.NO_DATA_SET)
                .number(Tag.Status, status)
                .text(Tag.ErrorComment, "told", ' ')
                .build();
    }

    private static void releaseWhenAsked(RawPeer peer) throws IOException {
        peer.expect(PduType.A_RELEASE_RQ);
        peer.send(new Pdu.ReleaseRp());
    }

    @ParameterizedTest(name = "peer takes PDUs of {0}")
    @CsvSource({"0", "64", "65", "16384", "131072", "4294967295"})
    void sendsTheDataSetUnchangedInPdusThatThePeerTakes(long maximumLength) throws Exception {
        byte[] data = new byte[300_000];
        new Random(1).nextBytes(data);
        Path file = file(RawPeer.MAMMOGRAM, EXPLICIT, 1, maximumLength == 0 ? data : Arrays.copyOf(data, 20_000));
        Future<Void> peer = peer(connection -> {
            accept(connection, maximumLength);
            CommandSet store = CommandSet.decode(connection.readMessagePart(true));
            assertThat(store.field()).isEqualTo(CommandSet.C_STORE_RQ);
            assertThat(store.uid(Tag.AffectedSOPInstanceUID)).contains(Uid.of("1.2.3.1"));
            assertThat(store.uid(Tag.AffectedSOPClassUID)).contains(Uid.of(RawPeer.MAMMOGRAM));
            assertThat(store.number(Tag.Priority)).hasValue(0);
            byte[] received = connection.readMessagePart(false);
            assertThat(received).isEqualTo(maximumLength == 0 ? data : Arrays.copyOf(data, 20_000));
            respond(connection, store, 0);
            releaseWhenAsked(connection);
        });
        List<SendOutcome> outcomes = sender(Duration.ofSeconds(10)).store(List.of(file));
        assertThat(outcomes).allMatch(SendOutcome::isAccepted);
        finished(peer);
    }

    @Test
    void refusesAPeerThatTakesNoUsablePdus() throws Exception {
        Future<Void> peer = peer(connection -> {
            accept(connection, 63);
            connection.expect(PduType.A_ABORT);
        });
        assertThat(sender(SHORT).store(mammograms(1, 10))).singleElement().isInstanceOf(SendOutcome.Unreachable.class);
        finished(peer);
    }

    @Test
    void tellsStatusesApart() throws Exception {
        List<Integer> statuses = List.of(0x0000, 0xB000, 0xA700, 0xC000, 0x0110, 0x0122, 0xA900, 0x0001);
        Future<Void> peer = peer(connection -> {
            accept(connection, 16_384);
            for (int status : statuses) {
                respond(connection, connection.expectCommand(), status);
            }
            releaseWhenAsked(connection);
        });
        List<SendOutcome> outcomes = sender(Duration.ofSeconds(10)).store(mammograms(statuses.size(), 100));
        assertThat(outcomes)
                .extracting(outcome -> outcome instanceof SendOutcome.Refused refused
                        ? (refused.permanent() ? "permanent " : "transient ")
                                + String.format("%04X", refused.status().code())
                                + " "
                                + refused.status().comment()
                        : outcome.getClass().getSimpleName())
                .containsExactly(
                        "Accepted",
                        "Accepted",
                        "transient A700 told",
                        "permanent C000 told",
                        "transient 0110 told",
                        "permanent 0122 told",
                        "permanent A900 told",
                        "Accepted");
        finished(peer);
    }

    @ParameterizedTest(name = "result {0} source {1} reason {2}")
    @CsvSource({
        "1, 1, 7, true, called AE title not recognized",
        "1, 1, 3, true, calling AE title not recognized",
        "2, 3, 2, false, local limit exceeded",
        "2, 3, 1, false, temporary congestion"
    })
    void tellsRejectionsApart(int result, int source, int reason, boolean permanent, String words) throws Exception {
        Future<Void> peer = peer(connection -> {
            connection.expect(PduType.A_ASSOCIATE_RQ);
            connection.send(new Pdu.AssociateRj(result, source, reason));
            connection.expectClosed();
        });
        List<SendOutcome> outcomes = sender(Duration.ofSeconds(10)).store(mammograms(2, 10));
        assertThat(outcomes)
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
                            assertThat(refused.permanent()).isEqualTo(permanent);
                            assertThat(refused.status().comment()).isEqualTo(words);
                        }));
        finished(peer);
    }

    @Test
    void sendsOnlyWhatTheAcceptedContextsAllow() throws Exception {
        List<Path> files = List.of(
                file(RawPeer.MAMMOGRAM, EXPLICIT, 1, new byte[10]),
                file("1.2.840.10008.5.1.4.1.1.7", EXPLICIT, 2, new byte[10]),
                file(RawPeer.MAMMOGRAM, TransferSyntax.JPEG_LOSSLESS_SV1, 3, new byte[10]),
                file(RawPeer.MAMMOGRAM, EXPLICIT, 4, new byte[10]));
        Future<Void> peer = peer(connection -> {
            Pdu.AssociateRq request = (Pdu.AssociateRq) connection.expect(PduType.A_ASSOCIATE_RQ);
            assertThat(request.contexts())
                    .extracting(Pdu.ProposedContext::id, Pdu.ProposedContext::transferSyntaxes)
                    .hasSize(3);
            connection.send(new Pdu.AssociateAc(
                    "PACS",
                    "MAMMOCLIP",
                    List.of(
                            new Pdu.ContextResult(1, 0, EXPLICIT.uid().value()),
                            new Pdu.ContextResult(3, 3, EXPLICIT.uid().value()),
                            new Pdu.ContextResult(5, 0, EXPLICIT.uid().value())),
                    new Pdu.UserInformation(16_384, "1.2.3", "", Optional.empty())));
            respond(connection, connection.expectCommand(), 0);
            respond(connection, connection.expectCommand(), 0);
            releaseWhenAsked(connection);
        });
        List<SendOutcome> outcomes = sender(Duration.ofSeconds(10)).store(files);
        assertThat(outcomes.get(0).isAccepted()).isTrue();
        assertThat(outcomes.get(3).isAccepted()).isTrue();
        // refused, and accepted with a transfer syntax that was not proposed
        assertThat(outcomes.subList(1, 3))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                SendOutcome.Refused.class,
                                refused -> assertThat(refused.permanent()).isTrue()));
        finished(peer);
    }

    @Test
    void usesASecondAssociationBeyond128Contexts() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= 130; i++) {
            files.add(file("1.2.840.10008.5.1.4." + i, EXPLICIT, i, new byte[10]));
        }
        Script script = connection -> {
            Pdu.AssociateRq request = accept(connection, 16_384);
            for (int i = 0; i < request.contexts().size(); i++) {
                respondToAny(connection);
            }
            releaseWhenAsked(connection);
        };
        Future<Void> first = peer(script);
        Future<Void> second = peer(script);
        assertThat(sender(Duration.ofSeconds(10)).store(files)).hasSize(130).allMatch(SendOutcome::isAccepted);
        finished(first);
        finished(second);
    }

    private static void respondToAny(RawPeer peer) throws IOException {
        respond(peer, peer.expectCommand(), 0);
    }

    @Test
    void keepsWhatWasAcceptedWhenThePeerAborts() throws Exception {
        Future<Void> peer = peer(connection -> {
            accept(connection, 16_384);
            respond(connection, connection.expectCommand(), 0);
            connection.expectCommand();
            connection.send(Pdu.Abort.BY_USER);
            connection.expectClosed();
        });
        List<SendOutcome> outcomes = sender(Duration.ofSeconds(10)).store(mammograms(4, 1000));
        assertThat(outcomes.get(0).isAccepted()).isTrue();
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        SendOutcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.reason()).startsWith("ABORTED_BY_PEER"));
        assertThat(outcomes.subList(2, 4))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                SendOutcome.Unreachable.class,
                                unreachable -> assertThat(unreachable.reason()).startsWith("not sent")));
        finished(peer);
    }

    @Test
    void givesUpOnAPeerThatDoesNotAnswerTheAssociation() throws Exception {
        Future<Void> peer = peer(connection -> {
            connection.expect(PduType.A_ASSOCIATE_RQ);
            connection.expect(PduType.A_ABORT);
        });
        assertThat(sender(SHORT).echo()).isInstanceOf(SendOutcome.Unreachable.class);
        finished(peer);
    }

    @Test
    void givesUpOnAPeerThatDoesNotAnswerARequest() throws Exception {
        Future<Void> peer = peer(connection -> {
            accept(connection, 16_384);
            connection.expectCommand();
            connection.expect(PduType.A_ABORT);
        });
        assertThat(sender(SHORT).store(mammograms(1, 1000)))
                .singleElement()
                .isInstanceOf(SendOutcome.Unreachable.class);
        finished(peer);
    }

    @Test
    void givesUpOnAPeerThatDoesNotReadTheDataSet() throws Exception {
        Future<Void> peer = peer(connection -> {
            accept(connection, 16_384);
            try {
                TimeUnit.SECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long start = System.nanoTime();
        assertThat(sender(SHORT).store(mammograms(1, 20_000_000)))
                .singleElement()
                .isInstanceOf(SendOutcome.Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        peer.cancel(true);
    }

    @Test
    void givesUpOnAPeerThatCloses() throws Exception {
        Future<Void> peer = peer(connection -> accept(connection, 16_384));
        assertThat(sender(Duration.ofSeconds(10)).store(mammograms(1, 100_000)))
                .singleElement()
                .isInstanceOf(SendOutcome.Unreachable.class);
        finished(peer);
    }

    @Test
    void doesNotTakeTheAnswerToAnotherRequest() throws Exception {
        Future<Void> peer = peer(connection -> {
            accept(connection, 16_384);
            CommandSet request = connection.expectCommand();
            connection.send(RawPeer.command(response(request, 77, 0)));
            connection.expect(PduType.A_ABORT);
        });
        assertThat(sender(Duration.ofSeconds(10)).store(mammograms(1, 1000)))
                .singleElement()
                .isInstanceOf(SendOutcome.Unreachable.class);
        finished(peer);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "474554202F20485454502F312E31, HTTP",
        "02 00 FFFFFFFF, A-ASSOCIATE-AC of 4 GiB",
        "02 00 00000004 00000000, A-ASSOCIATE-AC too short",
        "04 00 00000006 00000002 01 03, P-DATA-TF before acceptance",
        "05 00 00000004 00000000, A-RELEASE-RQ before acceptance"
    })
    void abortsOnGarbage(String hex, String what) throws Exception {
        Future<Void> peer = peer(connection -> {
            connection.expect(PduType.A_ASSOCIATE_RQ);
            connection.send(PduCodecTest.hex(hex));
            assertThat(((Pdu.Abort) connection.expect(PduType.A_ABORT)).source())
                    .as(what)
                    .isEqualTo(2);
        });
        assertThat(sender(Duration.ofSeconds(10)).echo()).isInstanceOf(SendOutcome.Unreachable.class);
        finished(peer);
    }

    @Test
    void survivesAReleaseCollision() throws Exception {
        Future<Void> peer = peer(connection -> {
            accept(connection, 16_384);
            respondToAny(connection);
            connection.expect(PduType.A_RELEASE_RQ);
            connection.send(new Pdu.ReleaseRq());
            connection.expect(PduType.A_RELEASE_RP);
            connection.send(new Pdu.ReleaseRp());
            connection.expectClosed();
        });
        assertThat(sender(Duration.ofSeconds(10)).echo().isAccepted()).isTrue();
        finished(peer);
    }

    @Test
    void keepsTheOutcomeWhenThePeerDoesNotConfirmTheRelease() throws Exception {
        Future<Void> peer = peer(connection -> {
            accept(connection, 16_384);
            respondToAny(connection);
            connection.expect(PduType.A_RELEASE_RQ);
            connection.expect(PduType.A_ABORT);
        });
        assertThat(sender(Duration.ofSeconds(2)).echo().isAccepted()).isTrue();
        finished(peer);
    }

    @Test
    void saysWhichFileIsNoneAndSendsTheOthers() throws Exception {
        Future<Void> peer = peer(connection -> {
            accept(connection, 16_384);
            respondToAny(connection);
            releaseWhenAsked(connection);
        });
        List<Path> files = new ArrayList<>(mammograms(1, 1000));
        files.add(0, Files.writeString(directory.resolve("notes.txt"), "no DICOM"));
        files.add(directory.resolve("missing.dcm"));
        List<SendOutcome> outcomes = sender(Duration.ofSeconds(10)).store(files);
        assertThat(outcomes.get(0)).isInstanceOf(SendOutcome.Refused.class);
        assertThat(outcomes.get(1).isAccepted()).isTrue();
        assertThat(outcomes.get(2)).isInstanceOf(SendOutcome.Refused.class);
        finished(peer);
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        server.close();
        EmbeddedSender sender = sender(Duration.ofSeconds(10));
        assertThat(sender.echo()).isInstanceOf(SendOutcome.Unreachable.class);
        assertThat(sender.store(mammograms(2, 10)))
                .hasSize(2)
                .allMatch(outcome -> outcome instanceof SendOutcome.Unreachable);
        assertThat(sender.store(List.of())).isEmpty();
    }
}

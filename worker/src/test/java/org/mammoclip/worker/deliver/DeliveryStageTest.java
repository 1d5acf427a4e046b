package org.mammoclip.worker.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.web.Authentication;
import org.mammoclip.dicom.web.QidoClient;
import org.mammoclip.dicom.web.StowClient;
import org.mammoclip.dicom.web.WebEndpoint;
import org.mammoclip.schema.ledger.DeliveryBatch;
import org.mammoclip.schema.ledger.DeliveryTask;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.OutputKind;
import org.mammoclip.schema.ledger.OutputObject;
import org.mammoclip.schema.ledger.Sha256;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.schema.ledger.StoredObject;
import org.mammoclip.schema.ledger.StudyRevision;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.TriagePriority;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.ScriptedLedger;
import org.mammoclip.worker.stage.Backoff;
import org.mammoclip.worker.stage.Health;
import org.mammoclip.worker.storage.LocalFiles;
import org.mammoclip.worker.storage.ObjectStore;

class DeliveryStageTest {
    private static final WorkerId WORKER = new WorkerId("anna");
    private static final SendOutcome ACCEPTED = new SendOutcome.Accepted(StoreStatus.SUCCESS);

    @TempDir
    Path dataDir;

    private final ScriptedLedger ledger = new ScriptedLedger();
    private final List<String> answers = new ArrayList<>();
    private final List<FailureCode> putOff = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private SendOutcome alive = ACCEPTED;
    private Supplier<SendOutcome> answer = () -> ACCEPTED;
    private int asked;
    private ObjectStore store;
    private DeliveryStage stage;

    @BeforeEach
    void open() throws IOException {
        store = ObjectStore.open(dataDir, new LocalFiles(), new Random(1), 0);
        SpoolId id = store.newId(ObjectStore.Area.WRITTEN);
        Files.write(store.file(id), new byte[1]);
        DeliveryTask task = new DeliveryTask(
                1,
                new OutputObject(
                        Uid.of("1.2.1"),
                        Uid.of("1.2.2"),
                        OutputKind.TID1500_SR,
                        null,
                        new StoredObject(id, new Sha256("a".repeat(64)), 1, Uid.of("1.2.3"), Uid.of("1.2.4"))),
                1,
                now);
        DeliveryBatch batch = new DeliveryBatch(
                new StudyRevision(Uid.of("1.2"), 1), "pacs", TriagePriority.URGENT, List.of(task), WORKER, 1, now);
        ledger.on("claim", arguments -> Optional.of(batch))
                .on("release", arguments -> null)
                .on("delivered", arguments -> {
                    answers.add((String) arguments[2]);
                    return StudyState.DELIVERED;
                })
                .on("retryLater", arguments -> {
                    putOff.add((FailureCode) arguments[2]);
                    return null;
                });
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        stage = new DeliveryStage(
                peer(),
                store,
                ledger.ledger(),
                WORKER,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(9), new Random(2)),
                new Health(clock),
                clock,
                new SimpleMeterRegistry());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private Destination peer() {
        return new Destination() {
            @Override
            public String name() {
                return "pacs";
            }

            @Override
            public SendOutcome alive() {
                asked++;
                return alive;
            }

            @Override
            public List<SendOutcome> send(Uid study, Map<Uid, Path> files) {
                return files.keySet().stream().map(uid -> answer.get()).toList();
            }
        };
    }

    @Test
    void countsAnObjectThatThePeerAlreadyHasAsDelivered() {
        answer = () -> new SendOutcome.Refused(new StoreStatus(0x0111, ""), true);
        assertThat(stage.deliverNext()).isTrue();
        assertThat(answers).containsExactly("0111H");
    }

    @Test
    void putsABatchOffThatCannotBeSentByAFaultOfOurs() {
        answer = () -> {
            throw new IndexOutOfBoundsException("7");
        };
        assertThat(stage.deliverNext()).isTrue();
        assertThat(putOff).containsExactly(FailureCode.INTERNAL);
        assertThat(ledger.calls()).endsWith("release");
    }

    @Test
    void givesTheLeaseBackWhenTheLedgerReturns() {
        ledger.on("delivered", arguments -> {
            throw new LedgerUnavailableException("away", new IllegalStateException());
        });
        assertThatThrownBy(() -> stage.deliverNext()).isInstanceOf(LedgerUnavailableException.class);
        assertThat(ledger.calls()).doesNotContain("release");
        ledger.on("claim", arguments -> Optional.empty());
        assertThat(stage.deliverNext()).isFalse();
        assertThat(ledger.calls()).containsSequence("delivered", "release", "claim");
    }

    @Test
    void asksAPeerThatIsAwayAgainAfterTheClockWentBack() {
        alive = new SendOutcome.Unreachable("down");
        ledger.on("claim", arguments -> Optional.empty());
        stage.deliverNext();
        stage.deliverNext();
        assertThat(asked).as("held for a while").isEqualTo(1);
        now = now.minus(Duration.ofHours(1));
        stage.deliverNext();
        assertThat(asked).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"200,true", "204,true", "405,true", "501,true", "400,true", "401,false", "404,false", "503,false"})
    void sendsToAServerThatStoresButDoesNotAnswerQueries(int status, boolean alive) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            WebEndpoint endpoint = WebEndpoint.of(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/dicom-web"),
                    new Authentication.None());
            Destination web = Destination.dicomWeb("web", new StowClient(endpoint), new QidoClient(endpoint));
            assertThat(web.alive().isAccepted()).isEqualTo(alive);
        } finally {
            server.stop(0);
        }
    }
}

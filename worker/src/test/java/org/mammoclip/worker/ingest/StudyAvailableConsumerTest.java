package org.mammoclip.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.event.EventCodec;
import org.mammoclip.schema.event.StudyAvailable;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.Inbox;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.LedgerUpkeep;
import org.mammoclip.schema.ledger.QuarantinedInput;
import org.mammoclip.schema.ledger.Receipt;

/** A committed offset is a promise: it is given only for messages that are rows (design invariants 1 and 4). */
class StudyAvailableConsumerTest {
    private static final String TOPIC = "imaging.study.available.v1";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T08:00:00Z"), ZoneOffset.UTC);

    private final List<StudyAvailable> rows = new ArrayList<>();
    private final List<QuarantinedInput> quarantined = new ArrayList<>();
    private final List<MockConsumer<byte[], byte[]>> connections = new ArrayList<>();
    private final List<byte[]> topic = new ArrayList<>();
    private boolean ledgerIsAway;

    private final StudyAvailableConsumer consumer = new StudyAvailableConsumer(
            this::connect, TOPIC, Set.of("pacs"), ledger(), CLOCK, new SimpleMeterRegistry());

    private Consumer<byte[], byte[]> connect() {
        MockConsumer<byte[], byte[]> connection = new MockConsumer<>("earliest");
        Node node = new Node(0, "localhost", 9092);
        connection.updatePartitions(
                TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})));
        connection.updateBeginningOffsets(Map.of(PARTITION, 0L));
        connection.updateEndOffsets(Map.of(PARTITION, (long) topic.size()));
        connection.schedulePollTask(() -> {
            connection.rebalance(List.of(PARTITION));
            for (int offset = 0; offset < topic.size(); offset++) {
                connection.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, null, topic.get(offset)));
            }
        });
        connections.add(connection);
        return connection;
    }

    private Ledger ledger() {
        Inbox inbox = only(Inbox.class, "accept", arguments -> {
            rows.add((StudyAvailable) arguments[0]);
            return Receipt.NEW;
        });
        LedgerUpkeep upkeep =
                only(LedgerUpkeep.class, "quarantine", arguments -> quarantined.add((QuarantinedInput) arguments[0]));
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) -> method.getName().equals("inbox") ? inbox : upkeep);
    }

    private interface Answer {
        Object to(Object[] arguments);
    }

    private <T> T only(Class<T> type, String name, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (!method.getName().equals(name)) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    if (ledgerIsAway) {
                        throw new LedgerUnavailableException("away", new IllegalStateException());
                    }
                    Object result = answer.to(arguments);
                    return method.getReturnType() == void.class ? null : result;
                }));
    }

    private static byte[] event(long number, String source) {
        return EventCodec.encode(new StudyAvailable(
                new UUID(0, number),
                Uid.of("1.2." + number),
                source,
                StudyAvailable.Priority.ROUTINE,
                "",
                CLOCK.instant()));
    }

    private Long committed() {
        MockConsumer<byte[], byte[]> latest = connections.get(connections.size() - 1);
        var offset = latest.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? null : offset.offset();
    }

    @Test
    void commitsBehindTheLastMessageThatIsARow() {
        topic.add(event(1, "pacs"));
        topic.add(event(2, "pacs"));
        assertThat(consumer.poll()).isTrue();
        assertThat(rows).extracting(row -> row.studyInstanceUid().value()).containsExactly("1.2.1", "1.2.2");
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void commitsNothingWhileTheLedgerIsAwayAndReadsItAgain() {
        topic.add(event(1, "pacs"));
        ledgerIsAway = true;
        assertThatThrownBy(consumer::poll).isInstanceOf(LedgerUnavailableException.class);
        assertThat(connections.get(0).closed()).isTrue();
        assertThat(rows).isEmpty();

        ledgerIsAway = false;
        assertThat(consumer.poll()).isTrue();
        assertThat(connections).as("connects anew, behind the last commit").hasSize(2);
        assertThat(rows).hasSize(1);
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void quarantinesWhatIsNoEventAndCommitsBehindIt() {
        topic.add("not JSON".getBytes(StandardCharsets.UTF_8));
        topic.add(event(2, "somebody"));
        topic.add(event(3, "pacs"));
        assertThat(consumer.poll()).isTrue();
        assertThat(quarantined)
                .extracting(QuarantinedInput::code)
                .containsExactly(FailureCode.EVENT_MALFORMED, FailureCode.SOURCE_UNKNOWN);
        assertThat(rows).hasSize(1);
        assertThat(committed()).isEqualTo(3);
    }

    @Test
    void commitsNothingWhenTheQuarantineCannotBeWritten() {
        topic.add("not JSON".getBytes(StandardCharsets.UTF_8));
        ledgerIsAway = true;
        assertThatThrownBy(consumer::poll).isInstanceOf(LedgerUnavailableException.class);
        ledgerIsAway = false;
        assertThat(consumer.poll()).isTrue();
        assertThat(quarantined).hasSize(1);
    }
}

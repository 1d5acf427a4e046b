package org.mammoclip.worker.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.ledger.OutboxEvent;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.ScriptedLedger;

class TriagePublisherTest {
    private static final WorkerId WORKER = new WorkerId("anna");

    private final List<OutboxEvent> events = IntStream.range(0, 5)
            .mapToObj(i -> new OutboxEvent(i, new UUID(0, i), Uid.of("1.2." + i), "{}", 1, WORKER, 1))
            .toList();
    private final List<OutboxEvent> published = new ArrayList<>();
    private final List<OutboxEvent> putOff = new ArrayList<>();

    @SuppressWarnings("unchecked")
    private TriagePublisher publisher(MockProducer<byte[], byte[]> producer) {
        ScriptedLedger ledger = new ScriptedLedger()
                .on("claim", arguments -> events)
                .on("published", arguments -> {
                    published.addAll((List<OutboxEvent>) arguments[0]);
                    return null;
                })
                .on("retryLater", arguments -> {
                    putOff.addAll((List<OutboxEvent>) arguments[0]);
                    return null;
                });
        return new TriagePublisher(
                () -> producer, "t", ledger.ledger(), WORKER, Clock.systemUTC(), new SimpleMeterRegistry());
    }

    @Test
    void publishesWhatTheBrokerAcknowledges() throws InterruptedException {
        MockProducer<byte[], byte[]> producer = new MockProducer<>(
                true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        assertThat(publisher(producer).publishNext()).isTrue();
        assertThat(published).isEqualTo(events);
        assertThat(putOff).isEmpty();
    }

    /** A producer without metadata blocks in every send and returns a future that has failed. */
    @Test
    void waitsOnceForABrokerThatIsAwayNotOnceForEachEvent() {
        List<ProducerRecord<byte[], byte[]>> tried = new ArrayList<>();
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(
                        true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> message, Callback callback) {
                        tried.add(message);
                        return CompletableFuture.failedFuture(new TimeoutException("no metadata"));
                    }

                    @Override
                    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
                        return send(message, null);
                    }
                };
        TriagePublisher publisher = publisher(producer);
        assertThatThrownBy(publisher::publishNext).isInstanceOf(KafkaException.class);
        assertThat(tried).hasSize(1);
        assertThat(published).isEmpty();
        assertThat(putOff).isEqualTo(events);
    }
}

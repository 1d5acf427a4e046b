package org.mammoclip.worker.deliver;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.OutboxEvent;
import org.mammoclip.schema.ledger.WorkerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the events of the outbox on Kafka, oldest first; a row is done when the broker has acknowledged it. While Kafka is
 * away the rows wait. Owned by one thread.
 */
public final class TriagePublisher implements AutoCloseable {
    private static final int BATCH = 100;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration ACKNOWLEDGE = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(TriagePublisher.class);

    private final Supplier<Producer<byte[], byte[]>> connect;
    private final String topic;
    private final Ledger ledger;
    private final WorkerId worker;
    private final Clock clock;
    private final MeterRegistry metrics;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param connect makes a producer; called again after a failure */
    public TriagePublisher(
            Supplier<Producer<byte[], byte[]>> connect,
            String topic,
            Ledger ledger,
            WorkerId worker,
            Clock clock,
            MeterRegistry metrics) {
        this.connect = connect;
        this.topic = topic;
        this.ledger = ledger;
        this.worker = worker;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * @return whether there was an event
     * @throws KafkaException if the broker did not take an event; its rows wait for the next call
     */
    public boolean publishNext() throws InterruptedException {
        List<OutboxEvent> events = ledger.outbox().claim(worker, clock.instant(), LEASE, BATCH);
        if (events.isEmpty()) {
            return false;
        }
        List<OutboxEvent> acknowledged = new ArrayList<>();
        KafkaException failure = send(events, acknowledged);
        if (!acknowledged.isEmpty()) {
            ledger.outbox().published(acknowledged, clock.instant());
            count("published", acknowledged.size());
        }
        if (failure != null) {
            List<OutboxEvent> left = new ArrayList<>(events);
            left.removeAll(acknowledged);
            ledger.outbox().retryLater(left, clock.instant().plus(RETRY));
            count("failed", left.size());
            disconnect();
            throw failure;
        }
        return true;
    }

    /** Stops at the first that fails, so that a later event of a study never overtakes it. */
    private @Nullable KafkaException send(List<OutboxEvent> events, List<OutboxEvent> acknowledged)
            throws InterruptedException {
        try {
            Producer<byte[], byte[]> open = open();
            List<Future<RecordMetadata>> answers = new ArrayList<>();
            for (OutboxEvent event : events) {
                Future<RecordMetadata> answer = open.send(new ProducerRecord<>(
                        topic,
                        event.studyInstanceUid().value().getBytes(StandardCharsets.US_ASCII),
                        event.payload().getBytes(StandardCharsets.UTF_8)));
                answers.add(answer);
                if (answer.isDone()) {
                    // Without a broker each send waits long and then fails here: one wait is enough.
                    answer.get();
                }
            }
            open.flush();
            for (int i = 0; i < answers.size(); i++) {
                answers.get(i).get(ACKNOWLEDGE.toMillis(), TimeUnit.MILLISECONDS);
                acknowledged.add(events.get(i));
            }
            return null;
        } catch (ExecutionException e) {
            return new KafkaException("an event was not acknowledged", e.getCause());
        } catch (TimeoutException e) {
            return new KafkaException("an event was not acknowledged in time", e);
        } catch (KafkaException e) {
            return e;
        }
    }

    private Producer<byte[], byte[]> open() {
        if (producer == null) {
            producer = connect.get();
        }
        return producer;
    }

    private void disconnect() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            try {
                open.close(Duration.ofSeconds(1));
            } catch (KafkaException e) {
                log.atDebug().setCause(e).log("closing the producer failed");
            }
        }
    }

    private void count(String outcome, int events) {
        metrics.counter("mammoclip.outbox.events", "outcome", outcome).increment(events);
    }

    @Override
    public void close() {
        disconnect();
    }
}

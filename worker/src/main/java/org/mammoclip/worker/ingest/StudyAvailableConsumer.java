package org.mammoclip.worker.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.mammoclip.schema.event.EventCodec;
import org.mammoclip.schema.event.EventFormatException;
import org.mammoclip.schema.event.StudyAvailable;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.InboxPosition;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.QuarantinedInput;
import org.mammoclip.schema.ledger.Receipt;
import org.mammoclip.worker.stage.LogName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes announcements from Kafka into the ledger's inbox. An offset is committed only when every message before it is a
 * row: a task to fetch, or an entry of the quarantine with its reason. Fetching is somebody else's work
 * ({@link StudyFetcher}), so a source that is away never holds back the topic.
 *
 * <p>Owned by one thread, which calls {@link #poll} again and again.
 */
public final class StudyAvailableConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(StudyAvailableConsumer.class);

    private final Supplier<Consumer<byte[], byte[]>> connect;
    private final String topic;
    private final Set<String> sources;
    private final Ledger ledger;
    private final Clock clock;
    private final MeterRegistry metrics;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private Instant lastAnswer = Instant.EPOCH;

    /**
     * @param connect makes a consumer that does not commit by itself; called again after a failure
     * @param sources the configured names; an event that names another is quarantined
     */
    public StudyAvailableConsumer(
            Supplier<Consumer<byte[], byte[]>> connect,
            String topic,
            Set<String> sources,
            Ledger ledger,
            Clock clock,
            MeterRegistry metrics) {
        this.connect = connect;
        this.topic = topic;
        this.sources = Set.copyOf(sources);
        this.ledger = ledger;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Takes what the broker has, waiting a moment for it.
     *
     * @return whether any message was taken
     * @throws KafkaException if the broker failed us; the next call connects anew and starts after the last commit
     */
    public boolean poll() {
        try {
            Consumer<byte[], byte[]> open = open();
            ConsumerRecords<byte[], byte[]> messages = open.poll(POLL);
            probe(open, messages.isEmpty());
            for (TopicPartition partition : messages.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> records = messages.records(partition);
                records.forEach(this::take);
                long next = records.get(records.size() - 1).offset() + 1;
                open.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
            }
            return !messages.isEmpty();
        } catch (RuntimeException e) {
            // Whatever was not committed is read again; a repetition in the inbox is a DUPLICATE.
            disconnect();
            throw e;
        }
    }

    private Consumer<byte[], byte[]> open() {
        if (consumer == null) {
            consumer = connect.get();
            if (consumer.partitionsFor(topic, ANSWER).isEmpty()) {
                throw new KafkaException("the topic of announcements does not exist");
            }
            consumer.subscribe(List.of(topic));
            lastAnswer = clock.instant();
        }
        return consumer;
    }

    /** A consumer polls an absent broker without a word; now and then it has to answer a question. */
    private void probe(Consumer<byte[], byte[]> open, boolean silent) {
        Instant now = clock.instant();
        if (!silent) {
            lastAnswer = now;
        } else if (lastAnswer.plus(PROBE_EVERY).isBefore(now)) {
            open.endOffsets(open.assignment(), ANSWER);
            lastAnswer = now;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        InboxPosition position = new InboxPosition(message.topic(), message.partition(), message.offset());
        StudyAvailable event;
        try {
            event = EventCodec.decodeStudyAvailable(message.value() == null ? new byte[0] : message.value());
        } catch (EventFormatException e) {
            quarantine(FailureCode.EVENT_MALFORMED, String.valueOf(e.getMessage()), position, null);
            return;
        }
        if (!sources.contains(event.source())) {
            quarantine(FailureCode.SOURCE_UNKNOWN, "the event names a source that is not configured", position, event);
            return;
        }
        Receipt receipt = ledger.inbox().accept(event, position, clock.instant());
        count(receipt == Receipt.NEW ? "accepted" : "duplicate");
        log.atInfo()
                .addKeyValue("study", LogName.of(event.studyInstanceUid()))
                .addKeyValue("event", event.eventId())
                .addKeyValue("source", event.source())
                .addKeyValue("receipt", receipt)
                .log("study announced");
    }

    private void quarantine(FailureCode code, String detail, InboxPosition position, @Nullable StudyAvailable event) {
        ledger.upkeep()
                .quarantine(new QuarantinedInput(
                        code,
                        detail,
                        position.topic(),
                        event == null ? null : event.studyInstanceUid(),
                        null,
                        null,
                        position,
                        clock.instant()));
        count(code.name());
        log.atWarn()
                .addKeyValue("code", code)
                .addKeyValue("partition", position.partition())
                .addKeyValue("offset", position.offset())
                .log("announcement quarantined");
    }

    private void count(String outcome) {
        metrics.counter("mammoclip.announcements", "outcome", outcome).increment();
    }

    private void disconnect() {
        Consumer<byte[], byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            try {
                open.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
            } catch (InterruptException e) {
                Thread.currentThread().interrupt();
            } catch (KafkaException e) {
                log.atDebug().setCause(e).log("closing the consumer failed");
            }
        }
    }

    /** Leaves the group. On the polling thread, or after it has ended. */
    @Override
    public void close() {
        disconnect();
    }
}

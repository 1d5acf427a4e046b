package org.mammoclip.conformance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.mammoclip.dicom.Uid;
import org.mammoclip.embedded.EmbeddedKafka;

/** What an integration engine sends and reads over Kafka. */
public final class Announcements {
    private static final String AVAILABLE = "imaging.study.available.v1";
    private static final String TRIAGE = "mammoclip.triage.v1";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Announcements() {}

    /** Announces a study that a configured source has. */
    public static void announce(EmbeddedKafka kafka, Uid study, String source)
            throws ExecutionException, InterruptedException {
        UUID event = UUID.nameUUIDFromBytes((study + source).getBytes(StandardCharsets.US_ASCII));
        send(kafka, """
                { "eventId": "%s", "studyInstanceUID": "%s", "source": "%s", "occurredAt": "2026-01-15T09:30:00Z" }
                """.formatted(event, study, source));
    }

    /** Sends any text as if it were an announcement. */
    public static void send(EmbeddedKafka kafka, String message) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(AVAILABLE, message.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    /** Waits until a study is announced to be in the state. @return all its events so far, in order */
    public static List<JsonNode> awaitTriage(EmbeddedKafka kafka, Uid study, String state) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(TRIAGE, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<JsonNode> events = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (events.stream()
                            .noneMatch(event -> event.path("state").asText().equals(state))
                    && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(500))) {
                    JsonNode event = JSON.readTree(message.value());
                    if (event.path("studyInstanceUID").asText().equals(study.value())) {
                        events.add(event);
                    }
                }
            }
            if (System.nanoTime() >= deadline) {
                throw new AssertionError("not announced as " + state + " within " + PATIENCE + ": " + events);
            }
            return events;
        }
    }
}

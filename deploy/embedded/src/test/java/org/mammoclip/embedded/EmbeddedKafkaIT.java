package org.mammoclip.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedKafkaIT {
    @TempDir
    Path directory;

    private static void send(EmbeddedKafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("studies", "key", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(EmbeddedKafka kafka, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "g", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("studies"));
            List<String> values = new ArrayList<>();
            while (values.size() < count) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> values.add(message.value()));
            }
            consumer.commitSync();
            return values;
        }
    }

    @Test
    void keepsItsPortItsMessagesAndItsGroupsWhileItIsDown() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            kafka.createTopic("studies");
            kafka.createTopic("studies");
            send(kafka, "one");
            assertThat(read(kafka, 1)).containsExactly("one");
            String servers = kafka.bootstrapServers();
            kafka.stop();
            assertThat(kafka.isRunning()).isFalse();
            kafka.start();
            assertThat(kafka.bootstrapServers()).isEqualTo(servers);
            send(kafka, "two");
            assertThat(read(kafka, 1)).containsExactly("two");
        }
    }
}

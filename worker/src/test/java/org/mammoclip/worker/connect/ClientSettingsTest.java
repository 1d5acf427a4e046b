package org.mammoclip.worker.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.worker.config.DatabaseConfig;
import org.mammoclip.worker.config.KafkaConfig;

/** What the operator sets reaches the client, and what correctness needs cannot be set away. */
class ClientSettingsTest {
    @TempDir
    Path folder;

    private static KafkaConfig kafka(Map<String, String> properties) {
        return new KafkaConfig("broker:9092", "group", "in", "out", properties);
    }

    @Test
    void passesKafkaPropertiesToBothClients() {
        KafkaConfig config = kafka(Map.of("security.protocol", "SSL", "request.timeout.ms", "4000"));
        for (Properties client : List.of(KafkaClients.consumer(config), KafkaClients.producer(config))) {
            assertThat(client)
                    .containsEntry("security.protocol", "SSL")
                    .containsEntry("request.timeout.ms", "4000")
                    .containsEntry("bootstrap.servers", "broker:9092");
        }
        assertThat(KafkaClients.consumer(config)).containsEntry("group.id", "group");
    }

    @Test
    void keepsWhatDurabilityNeedsWhateverThePropertiesSay() {
        KafkaConfig config = kafka(Map.of(
                "enable.auto.commit", "true",
                "auto.offset.reset", "latest",
                "acks", "0",
                "enable.idempotence", "false",
                "bootstrap.servers", "other:1"));
        assertThat(KafkaClients.consumer(config))
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("bootstrap.servers", "broker:9092");
        assertThat(KafkaClients.producer(config))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true");
    }

    @Test
    void opensAPoolOfTheConfiguredSizeWhileTheDatabaseIsAway() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        DatabaseConfig config = new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/x", "user", password, 7);
        try (HikariDataSource pool = DatabasePool.open(config, Duration.ofMillis(400))) {
            assertThat(pool.getMaximumPoolSize()).isEqualTo(7);
            assertThat(pool.getConnectionTimeout()).isEqualTo(400);
            assertThat(pool.getUsername()).isEqualTo("user");
            assertThat(pool.getPassword()).isEqualTo("secret");
        }
    }

    @Test
    void refusesSecretsThatAreNoneWithoutRepeatingThem() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        assertThatThrownBy(() -> SecretFile.read(empty)).isInstanceOf(IOException.class);
        Path absurd = Files.writeString(folder.resolve("absurd"), "x".repeat(70_000));
        assertThatThrownBy(() -> SecretFile.read(absurd))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("xxx");
        assertThatThrownBy(() -> SecretFile.read(folder.resolve("absent"))).isInstanceOf(IOException.class);
    }
}

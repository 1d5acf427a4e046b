package org.mammoclip.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void isNotReadyBeforeWhatIsRequiredHasReported() {
        health.expect("database", true);
        assertThat(health.isReady()).isFalse();
        assertThat(health.up("database")).isTrue();
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void isReadyWithoutWhatIsNotRequired() {
        health.expect("archive", false);
        health.down("archive", "away");
        assertThat(health.isReady()).isTrue();
        assertThat(health.components().get("archive").reason()).isEqualTo("away");
    }

    @Test
    void tellsNewsOnce() {
        assertThat(health.down("kafka", "away")).isTrue();
        assertThat(health.down("kafka", "still away")).isFalse();
        assertThat(health.components().get("kafka").reason()).isEqualTo("still away");
        assertThat(health.up("kafka")).isTrue();
        assertThat(health.up("kafka")).isFalse();
    }
}

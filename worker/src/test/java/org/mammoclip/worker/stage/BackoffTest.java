package org.mammoclip.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15), new Random(1));

    @Test
    void doublesFromTheFirstWaitWithAJitterOfUpToAHalf() {
        for (int attempt = 1; attempt <= 7; attempt++) {
            Duration full = Duration.ofSeconds(5).multipliedBy(1L << (attempt - 1));
            for (int i = 0; i < 100; i++) {
                assertThat(backoff.after(attempt)).isBetween(full.dividedBy(2), full);
            }
        }
    }

    @Test
    void neverWaitsLongerThanTheBound() {
        assertThat(backoff.after(9)).isBetween(Duration.ofSeconds(450), Duration.ofMinutes(15));
        assertThat(backoff.after(Integer.MAX_VALUE)).isBetween(Duration.ofSeconds(450), Duration.ofMinutes(15));
        assertThat(backoff.after(0)).isPositive();
    }

    @Test
    void refusesABoundBelowTheFirstWait() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(4), new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(4), new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

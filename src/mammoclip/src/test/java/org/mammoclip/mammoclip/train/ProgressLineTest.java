package org.mammoclip.mammoclip.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pace and time left, on a clock that the test moves. */
class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seconds = 1000;

    private final Clock clock = new Clock() {
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
            return Instant.ofEpochSecond(seconds);
        }
    };

    @Test
    void saysPaceAndTimeLeftNotMoreOftenThanEveryFiveSeconds() {
        Map<String, Double> loss = Map.of("loss", 1.25);
        ProgressLine line = new ProgressLine(new PrintWriter(bytes, false, StandardCharsets.UTF_8), clock, 2);
        // goes on at step 100 of 4000; a step of 8 samples takes 2 seconds
        for (int step = 101; step <= 104; step++) {
            seconds += 2;
            line.stepped(step, 4000, 8, loss);
        }
        line.validated(3, Map.of("loss", 2.5), true);
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "step 101/4000  loss 1.2500  8.0 images/s  left 2:09:58",
                        "step 104/4000  loss 1.2500  8.0 images/s  left 2:09:52",
                        "epoch 3  validation loss 2.5000  (best so far)");
    }
}

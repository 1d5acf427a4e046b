package org.mammoclip.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StageLoopTest {
    @Test
    void goesOnAfterAnError() throws InterruptedException {
        Health health = new Health(Clock.systemUTC());
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch again = new CountDownLatch(1);
        try (StageLoop loop = new StageLoop("score", Duration.ofMillis(10), health, () -> {
            if (steps.incrementAndGet() == 1) {
                throw new StackOverflowError("one deep study");
            }
            again.countDown();
            return false;
        })) {
            assertThat(again.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.name()).isEqualTo("score");
        }
    }
}

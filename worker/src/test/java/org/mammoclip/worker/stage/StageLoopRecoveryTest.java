package org.mammoclip.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StageLoopRecoveryTest {
    private final Health health = new Health(Clock.systemUTC());

    @Test
    void goesOnAfterAStepThatFails() throws InterruptedException {
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);
        try (StageLoop loop = new StageLoop("test", Duration.ofMillis(1), health, () -> {
            third.countDown();
            if (steps.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
            return true;
        })) {
            assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(health.isUp("test")).isTrue();
        }
        assertThat(health.isUp("test")).isFalse();
    }

    @Test
    void saysThatItIsDownWhileItsStepFails() throws InterruptedException {
        CountDownLatch twice = new CountDownLatch(2);
        try (StageLoop loop = new StageLoop("test", Duration.ofMillis(1), health, () -> {
            twice.countDown();
            throw new IllegalStateException("always");
        })) {
            assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(health.isUp("test")).isFalse();
            assertThat(health.components().get("test").reason()).isEqualTo("IllegalStateException");
        }
    }

    @Test
    void doesNotWaitForTheIdleTimeWhenItIsWoken() throws InterruptedException {
        Semaphore steps = new Semaphore(0);
        try (StageLoop loop = new StageLoop("test", Duration.ofHours(1), health, () -> {
            steps.release();
            return false;
        })) {
            assertThat(steps.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            loop.wake();
            assertThat(steps.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void interruptsAStepThatDoesNotEndWithinTheGrace() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        StageLoop loop = new StageLoop("test", Duration.ofMillis(1), health, () -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return false;
        });
        entered.await();
        loop.stop();
        loop.join(Duration.ofMillis(20));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
}

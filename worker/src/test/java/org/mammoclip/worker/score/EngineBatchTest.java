package org.mammoclip.worker.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.UnscoredImage;

@Timeout(30)
class EngineBatchTest {
    private static final RasterSize SIZE = new RasterSize(2, 2);
    private static final ModelImage IMAGE = ModelImage.of(SIZE, new float[] {0, 1, 2, 3});

    /** Remembers its batches and the threads it was used on; can be held and broken. */
    private static final class Model implements ImageScorer {
        private final List<Integer> batches = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch hold = new CountDownLatch(1);
        private boolean held;
        private boolean broken;
        private boolean closed;

        @Override
        public ModelCard card() {
            threads.add(Thread.currentThread());
            return new ModelCard(
                    "test",
                    "1",
                    "none",
                    "0".repeat(64),
                    false,
                    true,
                    "a test",
                    SIZE,
                    SIZE,
                    "none",
                    512,
                    "cpu",
                    FindingSet.DEFAULT);
        }

        @Override
        public List<ImageResult> score(List<ModelImage> batch) {
            threads.add(Thread.currentThread());
            entered.countDown();
            if (held) {
                try {
                    hold.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            if (broken) {
                broken = false;
                throw new IllegalStateException("out of memory");
            }
            batches.add(batch.size());
            return batch.stream()
                    .map(image -> (ImageResult) new UnscoredImage(UnscoredImage.Reason.CONSTANT_IMAGE, "test"))
                    .toList();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Engine start(Model model, int maxImages) throws IOException, InterruptedException {
        return Engine.start(() -> model, maxImages, Duration.ofMillis(20), new SimpleMeterRegistry());
    }

    @Test
    void scoresWhatQueuedUpMeanwhileInOneBatchOnItsOwnThread() throws Exception {
        Model model = new Model();
        model.held = true;
        try (Engine engine = start(model, 4)) {
            List<CompletableFuture<ImageResult>> results = new ArrayList<>();
            results.add(engine.score(IMAGE));
            model.entered.await();
            for (int i = 0; i < 4; i++) {
                results.add(engine.score(IMAGE));
            }
            model.hold.countDown();
            for (CompletableFuture<ImageResult> result : results) {
                assertThat(result.get()).isInstanceOf(UnscoredImage.class);
            }
        }
        assertThat(model.batches).containsExactly(1, 4);
        assertThat(model.threads).containsOnly(model.threads.get(0)).doesNotContain(Thread.currentThread());
        assertThat(model.closed).isTrue();
    }

    @Test
    void failsOnlyTheBatchThatTheModelCouldNotScore() throws Exception {
        Model model = new Model();
        model.broken = true;
        try (Engine engine = start(model, 1)) {
            assertThatThrownBy(engine.score(IMAGE)::join)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("out of memory");
            assertThat(engine.score(IMAGE).join()).isInstanceOf(UnscoredImage.class);
        }
    }

    @Test
    void saysWhyTheModelCannotBeOpened() {
        assertThatThrownBy(() -> Engine.start(
                        () -> {
                            throw new IOException("no checkpoint here");
                        },
                        1,
                        Duration.ZERO,
                        new SimpleMeterRegistry()))
                .isInstanceOf(IOException.class)
                .hasMessage("no checkpoint here");
    }

    @Test
    void failsWhatIsQueuedWhenItCloses() throws Exception {
        Model model = new Model();
        model.held = true;
        Engine engine = start(model, 1);
        CompletableFuture<ImageResult> running = engine.score(IMAGE);
        model.entered.await();
        CompletableFuture<ImageResult> queued = engine.score(IMAGE);
        Thread closing = new Thread(engine::close);
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        model.hold.countDown();
        closing.join();
        assertThat(running.get()).isInstanceOf(UnscoredImage.class);
        assertThat(queued).isCompletedExceptionally();
        assertThatThrownBy(() -> engine.score(IMAGE).join()).isInstanceOf(CompletionException.class);
    }
}

package org.mammoclip.worker.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;

@Timeout(60)
class EngineTest {
    private static final ModelImage IMAGE = ModelImage.ofGrey8(new RasterSize(2, 2), new byte[4]);

    /** A model that fails as told; nobody here asks what it is. */
    private record Failing(Throwable failure) implements ImageScorer {
        @Override
        public ModelCard card() {
            return null;
        }

        @Override
        public List<ImageResult> score(List<ModelImage> batch) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public void close() {}
    }

    private static Engine engine(Throwable failure) throws Exception {
        return Engine.start(() -> new Failing(failure), 4, Duration.ofMillis(1), new SimpleMeterRegistry());
    }

    @Test
    void goesOnAfterABatchThatFailed() throws Exception {
        try (Engine engine = engine(new IllegalStateException("out of device memory"))) {
            CompletableFuture<ImageResult> first = engine.score(IMAGE);
            assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            engine.requireRunning();
            assertThatThrownBy(() -> engine.score(IMAGE).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void leavesNobodyWaitingWhenItEndsByAnError() throws Exception {
        try (Engine engine = engine(new UnsatisfiedLinkError("no native library"))) {
            CompletableFuture<ImageResult> first = engine.score(IMAGE);
            assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(UnsatisfiedLinkError.class);
            while (!ended(engine)) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> engine.score(IMAGE).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    /** After such a failure every image of every study would fail. */
    @Test
    void endsWhenTheGpuIsLost() throws Exception {
        RuntimeException lost = new IllegalStateException("CUDA error: an illegal memory access was encountered");
        try (Engine engine = engine(lost)) {
            CompletableFuture<ImageResult> first = engine.score(IMAGE);
            assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).hasRootCause(lost);
            while (!ended(engine)) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> engine.score(IMAGE).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
        try (Engine engine = engine(new IllegalStateException("CUDA error: CUBLAS_STATUS_ALLOC_FAILED"))) {
            CompletableFuture<ImageResult> first = engine.score(IMAGE);
            assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            engine.requireRunning();
        }
    }

    private static boolean ended(Engine engine) {
        try {
            engine.requireRunning();
            return false;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("ended");
            return true;
        }
    }
}

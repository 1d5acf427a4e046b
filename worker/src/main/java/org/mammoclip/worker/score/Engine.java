package org.mammoclip.worker.score;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelImage;

/**
 * The one thread that owns the model. Images of all studies queue in front of it and are scored in micro-batches: the
 * first image waits at most {@code maxDelay} for others. An image fails only for its own sake ({@link GuardedScorer}); a device
 * that is lost to this process ends the engine, so that no further study is begun in vain.
 * Thread-safe.
 *
 * <p>The queue is bounded; {@link #score} blocks when it is full, which holds back preparation and thereby memory.
 */
public final class Engine implements AutoCloseable {
    private static final long STOP_WAIT_MILLIS = 10_000;

    private final BlockingQueue<Request> queue;
    private final CompletableFuture<ModelCard> card = new CompletableFuture<>();
    private final int maxImages;
    private final Duration maxDelay;
    private final MeterRegistry metrics;
    private final DistributionSummary batchImages;
    private final Timer batchTime;
    private final Thread thread;
    private volatile boolean stopping;

    private record Request(ModelImage image, CompletableFuture<ImageResult> result) {
        void complete(GuardedScorer.Outcome outcome) {
            if (outcome.failure() == null) {
                result.complete(outcome.result());
            } else {
                result.completeExceptionally(outcome.failure());
            }
        }
    }

    private Engine(ImageScorer.Opener opener, int maxImages, Duration maxDelay, MeterRegistry metrics) {
        this.queue = new ArrayBlockingQueue<>(2 * maxImages);
        this.maxImages = maxImages;
        this.maxDelay = maxDelay;
        this.metrics = metrics;
        this.batchImages = DistributionSummary.builder("mammoclip.score.batch.images")
                .description("images in one micro-batch")
                .register(metrics);
        this.batchTime = Timer.builder("mammoclip.score.batch.time")
                .description("time of one micro-batch on the engine thread")
                .register(metrics);
        this.thread = new Thread(() -> run(opener), "engine");
        thread.start();
    }

    /**
     * Opens the model on the engine thread and waits until it is there.
     *
     * @param maxImages images in one batch, at least 1
     * @param maxDelay how long the first image of a batch waits for others
     * @throws IOException if the model could not be opened, or the device asked for is not there
     */
    public static Engine start(ImageScorer.Opener opener, int maxImages, Duration maxDelay, MeterRegistry metrics)
            throws IOException, InterruptedException {
        Engine engine = new Engine(opener, maxImages, maxDelay, metrics);
        try {
            engine.card.get();
            return engine;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cannotOpen) {
                throw cannotOpen;
            }
            if (e.getCause() instanceof IllegalArgumentException wrongDevice) {
                throw new IOException(wrongDevice.getMessage(), wrongDevice);
            }
            throw new IllegalStateException("the model could not be opened", e.getCause());
        }
    }

    /** What the model is. */
    public ModelCard card() {
        return card.join();
    }

    /** Queues an image; blocks while the queue is full. */
    public CompletableFuture<ImageResult> score(ModelImage image) throws InterruptedException {
        CompletableFuture<ImageResult> result = new CompletableFuture<>();
        Request request = new Request(image, result);
        while (!queue.offer(request, 100, TimeUnit.MILLISECONDS)) {
            if (stopping) {
                result.completeExceptionally(stopped());
                return result;
            }
        }
        if (stopping && queue.remove(request)) {
            result.completeExceptionally(stopped());
        }
        return result;
    }

    private static IllegalStateException stopped() {
        return new IllegalStateException("the engine has ended");
    }

    private void run(ImageScorer.Opener opener) {
        try (GuardedScorer model = new GuardedScorer(opener.open(), opener.onProcessor(), metrics)) {
            card.complete(model.card());
            while (!stopping) {
                List<Request> batch = nextBatch();
                if (!batch.isEmpty()) {
                    score(model, batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            card.completeExceptionally(e);
            failQueued(e);
            if (e instanceof Error error) {
                throw error;
            }
        } finally {
            stopping = true;
            failQueued(stopped());
        }
    }

    private List<Request> nextBatch() throws InterruptedException {
        List<Request> batch = new ArrayList<>(maxImages);
        Request first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
            return batch;
        }
        batch.add(first);
        long deadline = System.nanoTime() + maxDelay.toNanos();
        while (batch.size() < maxImages) {
            Request next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void score(GuardedScorer model, List<Request> batch) {
        batchImages.record(batch.size());
        List<ModelImage> images = batch.stream().map(Request::image).toList();
        Timer.Sample sample = Timer.start();
        try {
            List<GuardedScorer.Outcome> outcomes = model.score(images);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).complete(outcomes.get(i));
            }
        } catch (RuntimeException | Error e) {
            // Nobody may wait for ever, although this ends the engine.
            batch.forEach(request -> request.result().completeExceptionally(e));
            throw e;
        } finally {
            sample.stop(batchTime);
        }
    }

    /** @throws IllegalStateException if the engine has ended: whatever is queued would fail */
    void requireRunning() {
        if (stopping) {
            throw stopped();
        }
    }

    private void failQueued(Throwable reason) {
        List<Request> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(request -> request.result().completeExceptionally(reason));
    }

    /** Finishes the running batch, fails what is queued and closes the model. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

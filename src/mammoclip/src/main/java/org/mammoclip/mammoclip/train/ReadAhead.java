package org.mammoclip.mammoclip.train;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The next batch is read by a thread of its own while the engine works on this one. One batch ahead, one reader at a time. Nothing
 * that is computed depends on it.
 */
final class ReadAhead<B> implements AutoCloseable {
    private static final int CLOSE_SECONDS = 60;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread reader = new Thread(task, "training-reader");
        reader.setDaemon(true);
        return reader;
    });
    private @Nullable Future<B> next;

    /** Begins to read; the batch is waiting for {@link #take}. */
    void begin(Callable<B> read) {
        next = thread.submit(read);
    }

    /** Whether a batch is being read or waiting. */
    boolean begun() {
        return next != null;
    }

    /** The batch that was begun, as soon as it is read, or the failure of reading it. */
    B take() throws IOException {
        Future<B> batch = next;
        if (batch == null) {
            throw new IllegalStateException("no batch was begun");
        }
        next = null;
        try {
            return batch.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a batch was read", e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static IOException failure(ExecutionException e) throws IOException {
        Throwable cause = e.getCause();
        if (cause instanceof IOException unreadable) {
            throw unreadable;
        }
        if (cause instanceof RuntimeException unusable) {
            throw unusable;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException("a batch could not be read", cause);
    }

    /** Waits for a read that is under way, so that nobody closes what it reads from. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a batch is still being read after " + CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

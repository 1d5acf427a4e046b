package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The SHA-256 of a whole file, computed on a thread of its own while the file is used: for a released checkpoint it takes longer than
 * all else. Thread-safe.
 */
final class FileDigest implements AutoCloseable {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final FutureTask<String> task;

    private FileDigest(Path file) {
        this.task = new FutureTask<>(() -> Digests.sha256(file, cancelled::get));
    }

    /** Begins to read. */
    static FileDigest start(Path file) {
        FileDigest digest = new FileDigest(file);
        Thread thread = new Thread(digest.task, "checkpoint-digest");
        thread.setDaemon(true);
        thread.start();
        return digest;
    }

    /**
     * Waits for the end of the file.
     *
     * @return 64 lower-case hexadecimal digits
     * @throws IOException if the file could not be read, or the wait was interrupted
     */
    String get() throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("the file could not be read for its digest", e.getCause());
        } catch (CancellationException e) {
            throw new IOException("the file was closed before its digest was known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the file's digest was computed", e);
        }
    }

    /** Stops reading; the digest is then unknown unless it was complete. */
    @Override
    public void close() {
        cancelled.set(true);
        task.cancel(false);
    }
}

package org.mammoclip.dicom.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body that may not keep us waiting for ever: {@link java.net.http.HttpClient} knows no time-out once the
 * headers are there. Each {@link #PROGRESS_BYTES} must arrive within the patience; the time that the reader itself takes
 * is not counted. When the patience is over the body is closed under the blocked read.
 */
final class PatientInputStream extends FilterInputStream {
    /** As many bytes earn the full patience again. */
    static final int PROGRESS_BYTES = 64 << 10;

    private static final long NEVER = Long.MAX_VALUE;
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final long patienceNanos;
    private final long epoch = System.nanoTime();
    private final ScheduledFuture<?> watch;
    private long leftNanos;
    private int progress;
    private volatile long expiresAt = NEVER;
    private volatile boolean expired;

    PatientInputStream(InputStream body, Duration patience) {
        super(body);
        this.patienceNanos = patience.toNanos();
        this.leftNanos = patienceNanos;
        long interval = Math.max(10, Math.min(500, patience.toMillis() / 4));
        this.watch = TIMER.scheduleWithFixedDelay(this::expireIfDue, interval, interval, TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dicomweb-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    private void expireIfDue() {
        if (System.nanoTime() - epoch > expiresAt) {
            expired = true;
            try {
                in.close();
            } catch (IOException e) {
                // the reader learns it from expired
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long begin = System.nanoTime();
        expiresAt = begin - epoch + leftNanos;
        try {
            int count = in.read(target, offset, length);
            if (expired) {
                throw tooSlow(null);
            }
            progress += Math.max(0, count);
            return count;
        } catch (WebException e) {
            throw e;
        } catch (IOException e) {
            throw expired ? tooSlow(e) : new WebException("response body broke off", false, e);
        } finally {
            expiresAt = NEVER;
            leftNanos -= System.nanoTime() - begin;
            if (progress >= PROGRESS_BYTES) {
                progress = 0;
                leftNanos = patienceNanos;
            }
        }
    }

    private static WebException tooSlow(@Nullable IOException cause) {
        WebException tooSlow = new WebException("response body came too slowly", 0, false);
        if (cause != null) {
            tooSlow.initCause(cause);
        }
        return tooSlow;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] discarded = new byte[(int) Math.min(count, 8192)];
        int skipped = count <= 0 ? 0 : read(discarded, 0, discarded.length);
        return Math.max(0, skipped);
    }

    @Override
    public void close() throws IOException {
        watch.cancel(false);
        super.close();
    }
}

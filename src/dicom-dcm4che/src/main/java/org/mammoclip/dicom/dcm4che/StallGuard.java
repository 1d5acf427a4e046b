package org.mammoclip.dicom.dcm4che;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.dcm4che3.net.Association;

/**
 * Aborts an association whose peer has stopped, or nearly so, within a data set; dcm4che has no timer for it. While we
 * wait, every 64 KiB must arrive within the time. One per message.
 */
final class StallGuard implements AutoCloseable {
    private static final int PROGRESS_BYTES = 64 << 10;

    private final long patienceNanos;
    private final ScheduledFuture<?> check;
    private long waitedNanos;
    private int progress;
    private long waitingSince;
    private boolean waiting;

    StallGuard(Association association, Duration patience, ScheduledExecutorService timer) {
        this.patienceNanos = patience.toNanos();
        long interval = Math.max(10, Math.min(500, patience.toMillis() / 4));
        this.check = timer.scheduleWithFixedDelay(
                () -> {
                    if (isStalled()) {
                        association.abort();
                    }
                },
                interval,
                interval,
                TimeUnit.MILLISECONDS);
    }

    synchronized void waiting() {
        waiting = true;
        waitingSince = System.nanoTime();
    }

    synchronized void notWaiting() {
        if (waiting) {
            waitedNanos += System.nanoTime() - waitingSince;
        }
        waiting = false;
    }

    synchronized void received(int bytes) {
        progress += bytes;
        if (progress >= PROGRESS_BYTES) {
            progress = 0;
            waitedNanos = 0;
            waitingSince = System.nanoTime();
        }
    }

    private synchronized boolean isStalled() {
        return waiting && waitedNanos + System.nanoTime() - waitingSince > patienceNanos;
    }

    @Override
    public void close() {
        check.cancel(false);
    }
}

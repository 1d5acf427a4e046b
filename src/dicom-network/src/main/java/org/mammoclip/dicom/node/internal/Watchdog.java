package org.mammoclip.dicom.node.internal;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose time is over while their thread is blocked where no socket time-out helps: a write to a peer
 * that does not read, or a TLS handshake fed byte by byte. One daemon thread, which ends when nothing is watched.
 * Thread-safe.
 */
public final class Watchdog {
    private static final long INTERVAL_MILLIS = 100;

    private final ScheduledThreadPoolExecutor timer;

    public Watchdog() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dimse-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Calls {@link Transport#closeIfExpired} until the future is cancelled. */
    ScheduledFuture<?> watch(Transport transport) {
        return timer.scheduleWithFixedDelay(
                transport::closeIfExpired, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }
}

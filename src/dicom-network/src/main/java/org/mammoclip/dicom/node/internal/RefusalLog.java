package org.mammoclip.dicom.node.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs refused connections, but no more than {@value #MAX_LINES_PER_SECOND} a second: a flood must not fill the disk. The
 * counters count all of them. Thread-safe.
 */
final class RefusalLog {
    static final int MAX_LINES_PER_SECOND = 10;

    private final Logger log;
    private final LongSupplier nanoTime;
    private long secondBegan;
    private int lines;
    private long suppressed;

    RefusalLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.secondBegan = nanoTime.getAsLong();
    }

    /** @param format with two places */
    synchronized void info(String format, String address, String reason) {
        long now = nanoTime.getAsLong();
        if (now - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            if (suppressed > 0) {
                log.info("{} more refused connections were not logged", suppressed);
            }
            secondBegan = now;
            lines = 0;
            suppressed = 0;
        }
        if (lines == MAX_LINES_PER_SECOND) {
            suppressed++;
            return;
        }
        lines++;
        log.info(format, address, reason);
    }
}

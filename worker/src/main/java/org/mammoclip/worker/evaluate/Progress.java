package org.mammoclip.worker.evaluate;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A bar with the time that is left, on standard error: redrawn on a terminal, a line now and then elsewhere. Not thread-safe. */
public final class Progress {
    private static final int BAR = 30;
    private static final long TERMINAL_NANOS = 500_000_000L;
    private static final long LINE_NANOS = 30_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private long started;
    private long shown;
    private int skipped;

    /**
     * @param terminal whether a line can be drawn over
     * @param nanos a clock that only ever grows
     */
    public Progress(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** @param fromCache images that need no work, so that they do not spoil the estimate */
    public void start(int fromCache) {
        started = nanos.getAsLong();
        shown = started;
        skipped = fromCache;
    }

    /** @param done of all images */
    public void done(int done, int total) {
        long now = nanos.getAsLong();
        if (done < total && now - shown < (terminal ? TERMINAL_NANOS : LINE_NANOS)) {
            return;
        }
        shown = now;
        String line = line(done, total, (now - started) / 1e9, skipped);
        if (terminal) {
            out.print("\r" + line + (done == total ? System.lineSeparator() : ""));
        } else {
            out.println(line);
        }
        out.flush();
    }

    static String line(int done, int total, double seconds, int skipped) {
        int worked = Math.max(0, done - skipped);
        double rate = seconds > 0 ? worked / seconds : 0;
        int filled = total == 0 ? BAR : (int) ((long) BAR * done / total);
        String left = done == total
                ? "done in " + duration(seconds)
                : worked == 0 ? "estimating" : "about " + duration((total - done) / rate) + " left";
        return String.format(
                Locale.ROOT,
                "[%s%s] %,d of %,d images, %.2f/s, %s   ",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                done,
                total,
                rate,
                left);
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 120
                ? whole + " s"
                : whole < 7200 ? whole / 60 + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}

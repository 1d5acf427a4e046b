package org.mammoclip.worker.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.learn.curve.CurveCell;
import org.mammoclip.mammoclip.train.TrainingListener;

/** Says how far a learning curve is, on standard error. Not thread-safe. */
final class CurveConsole {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final PrintWriter err;
    private final Clock clock;
    private Instant last = Instant.MIN;

    CurveConsole(PrintWriter err, Clock clock) {
        this.err = err;
        this.clock = clock;
    }

    void encoded(String what, int done, int total, int fromCache) {
        if (done == total || isTime()) {
            err.printf(
                    Locale.ROOT,
                    "encoding %s: %d of %d images%s%n",
                    what,
                    done,
                    total,
                    fromCache == 0 ? "" : ", " + fromCache + " computed earlier");
            err.flush();
        }
    }

    TrainingListener listener(CurveCell cell) {
        return new TrainingListener() {
            @Override
            public void stepped(long step, long total, int samples, Map<String, Double> figures) {
                if (isTime()) {
                    err.printf(
                            Locale.ROOT,
                            "%s: step %d of %d, loss %.4f%n",
                            cell,
                            step,
                            total,
                            figures.getOrDefault("loss", Double.NaN));
                    err.flush();
                }
            }
        };
    }

    private boolean isTime() {
        Instant now = clock.instant();
        if (!last.equals(Instant.MIN) && now.isBefore(last.plus(INTERVAL))) {
            return false;
        }
        last = now;
        return true;
    }

    void done(CurveCell cell, int done, int total, Optional<Duration> left) {
        err.printf(
                Locale.ROOT,
                "%d of %d trainings, %s: %s%n",
                done,
                total,
                left.map(time -> "about " + words(time) + " left").orElse("time left not known yet"),
                cell);
        err.flush();
    }

    private static String words(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 120
                ? seconds + " s"
                : seconds < 7200 ? seconds / 60 + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3600.0);
    }
}

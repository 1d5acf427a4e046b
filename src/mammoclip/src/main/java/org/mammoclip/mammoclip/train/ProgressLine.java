package org.mammoclip.mammoclip.train;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Progress for people: step, loss, images a second and the time that is left if it goes on at the pace since this process began.
 * At most one line every few seconds, and one for each validation.
 */
public final class ProgressLine implements TrainingListener {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int IMAGES_PER_SAMPLE = 2;

    private final PrintStream out;
    private final Clock clock;
    private final Instant start;
    private Instant last = Instant.MIN;
    private long steps;
    private long images;

    public ProgressLine(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    @Override
    public void stepped(long step, long total, int samples, StepLoss loss) {
        steps++;
        images += (long) samples * IMAGES_PER_SAMPLE;
        Instant now = clock.instant();
        if (step < total && !last.equals(Instant.MIN) && now.isBefore(last.plus(INTERVAL))) {
            return;
        }
        last = now;
        double seconds = Math.max(1e-3, Duration.between(start, now).toMillis() / 1000.0);
        Duration left = Duration.ofSeconds(Math.round((total - step) * seconds / steps));
        out.printf(
                Locale.ROOT,
                "step %d/%d  loss %.4f  %.1f images/s  left %d:%02d:%02d%n",
                step,
                total,
                loss.total(),
                images / seconds,
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart());
    }

    @Override
    public void validated(int epoch, double loss, boolean best) {
        out.printf(Locale.ROOT, "epoch %d  validation loss %.4f%s%n", epoch, loss, best ? "  (best so far)" : "");
    }
}

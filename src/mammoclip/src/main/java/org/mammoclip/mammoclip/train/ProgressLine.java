package org.mammoclip.mammoclip.train;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Progress for people: step, loss, images a second and the time that is left if it goes on at the pace since this process began.
 * At most one line every few seconds, and one for each validation.
 */
public final class ProgressLine implements TrainingListener {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final Clock clock;
    private final int imagesPerSample;
    private final Instant start;
    private Instant last = Instant.MIN;
    private long steps;
    private long images;

    /** @param imagesPerSample 2 for pre-training, 1 for the tasks after it */
    public ProgressLine(PrintWriter out, Clock clock, int imagesPerSample) {
        this.out = out;
        this.imagesPerSample = imagesPerSample;
        this.clock = clock;
        this.start = clock.instant();
    }

    @Override
    public void stepped(long step, long total, int samples, Map<String, Double> figures) {
        steps++;
        images += (long) samples * imagesPerSample;
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
                figures.getOrDefault("loss", Double.NaN),
                images / seconds,
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart());
        out.flush();
    }

    @Override
    public void validated(int epoch, Map<String, Double> figures, boolean best) {
        String list = figures.entrySet().stream()
                .map(figure -> String.format(Locale.ROOT, "%s %.4f", figure.getKey(), figure.getValue()))
                .collect(Collectors.joining("  "));
        out.printf(Locale.ROOT, "epoch %d  validation %s%s%n", epoch, list, best ? "  (best so far)" : "");
        out.flush();
    }
}

package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(out, true), terminal, nanos::get);
    }

    @Test
    void saysHowMuchIsLeftFromTheWorkOfThisRunOnly() {
        assertThat(Progress.line(60, 100, 20, 50)).contains("60 of 100 images", "0.50/s", "about 80 s left");
        assertThat(Progress.line(50, 100, 1, 50)).contains("estimating");
        assertThat(Progress.line(4000, 4000, 7300, 0)).contains("4,000 of 4,000", "done in 2.0 h");
        assertThat(Progress.line(0, 0, 0, 0)).contains("done in 0 s");
    }

    @Test
    void drawsOverALineOnATerminalAndWritesFewElsewhere() {
        Progress terminal = progress(true);
        terminal.start(0);
        for (int i = 1; i <= 4; i++) {
            nanos.addAndGet(600_000_000L);
            terminal.done(i, 4);
        }
        assertThat(out.toString().split("\r")).hasSize(1 + 4);
        out.getBuffer().setLength(0);
        Progress file = progress(false);
        file.start(0);
        for (int i = 1; i <= 40; i++) {
            nanos.addAndGet(1_000_000_000L);
            file.done(i, 40);
        }
        assertThat(out.toString().lines()).hasSize(2);
    }
}

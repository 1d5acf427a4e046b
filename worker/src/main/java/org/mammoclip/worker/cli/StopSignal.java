package org.mammoclip.worker.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mammoclip.mammoclip.train.TrainingListener;

/**
 * Lets Ctrl-C and SIGTERM end a training after the step it is in, with a save, instead of in the middle of the engine's work. After
 * {@link #LONGEST_WAIT} the process ends in any case: the run folder is whole at every moment. Thread-safe.
 */
final class StopSignal implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private final PrintWriter err;
    private volatile boolean asked;
    private volatile boolean training;

    private StopSignal(PrintWriter err) {
        this.err = err;
    }

    static StopSignal watch(PrintWriter err) {
        StopSignal signal = new StopSignal(err);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** The same listener, which ends its run when the process is asked to end. */
    TrainingListener ending(TrainingListener listener) {
        return new TrainingListener() {
            @Override
            public void stepped(long step, long total, int samples, Map<String, Double> figures) {
                training = step < total;
                listener.stepped(step, total, samples, figures);
            }

            @Override
            public void validated(int epoch, Map<String, Double> figures, boolean best) {
                listener.validated(epoch, figures, best);
            }

            @Override
            public boolean asksToStop() {
                return asked;
            }
        };
    }

    private void stop() {
        asked = true;
        if (!training) {
            return;
        }
        err.println("stopping after this step, " + LONGEST_WAIT.toSeconds() + " s at most");
        err.flush();
        try {
            if (ended.await(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                err.println("stopped; the same command goes on from there");
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command is over. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, which is what the hook is for
        }
    }
}

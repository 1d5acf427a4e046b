package org.mammoclip.worker.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.train.TrainingListener;

/**
 * Lets Ctrl-C and SIGTERM end a training after the step it is in, with a save, instead of in the middle of the engine's work. A
 * step that is not on disk is waited for, {@link #LONGEST_WAIT} at most, anything else {@link #UNWINDING}: the run folder is whole at
 * every moment. Thread-safe.
 */
final class StopSignal implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    /** For a command to come to its end when all its steps are on disk. */
    private static final Duration UNWINDING = Duration.ofSeconds(10);

    private final Thread hook = new Thread(this::stop, "stop");
    private final PrintWriter err;
    private boolean asked;
    private boolean training;
    private boolean unsaved;
    private long changed;
    private boolean over;
    private @Nullable String failure;

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
                now(true, true);
                listener.stepped(step, total, samples, figures);
            }

            @Override
            public void saved(long step) {
                now(true, false);
                listener.saved(step);
            }

            @Override
            public void ended() {
                now(false, false);
                listener.ended();
            }

            @Override
            public void validated(int epoch, Map<String, Double> figures, boolean best) {
                listener.validated(epoch, figures, best);
            }

            @Override
            public boolean asksToStop() {
                return asked();
            }
        };
    }

    private synchronized void now(boolean isTraining, boolean isUnsaved) {
        training = isTraining;
        unsaved = isUnsaved;
        changed = System.nanoTime();
        notifyAll();
    }

    private synchronized boolean asked() {
        return asked;
    }

    private synchronized void stop() {
        asked = true;
        if (!training) {
            return;
        }
        err.println("stopping after this step, " + LONGEST_WAIT.toSeconds() + " s at most");
        err.flush();
        try {
            changed = System.nanoTime();
            long last = changed + LONGEST_WAIT.toNanos();
            while (training && !over) {
                long left = (unsaved ? last : Math.min(last, changed + UNWINDING.toNanos())) - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                wait(1 + left / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            err.println(failure);
        } else {
            err.println(
                    (unsaved ? "not stopped in time" : "stopped") + "; the same command goes on from the last save");
        }
        err.flush();
    }

    /**
     * The command ended before its end. If that is because the process ends, the reason is said here and the caller never returns:
     * whoever would print it later might be too late.
     */
    void failed(String reason) {
        synchronized (this) {
            if (!asked) {
                return;
            }
            failure = reason;
            over = true;
            notifyAll();
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command is over. */
    @Override
    public void close() {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, which is what the hook is for
        }
    }
}

package org.mammoclip.worker.stage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one step again and again on its own thread: at once while there is work, after {@code idle} or a
 * {@link #wake} otherwise. A step that throws, be it an error, is logged and tried again after a wait that doubles up to
 * {@link #MAX_WAIT}: neither one bad step nor a ledger that is away ends a stage. (Out of memory ends the process, see the
 * launcher.)
 */
public final class StageLoop implements AutoCloseable {
    /** Longest wait after failed steps. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Logger log = LoggerFactory.getLogger(StageLoop.class);

    /** One unit of work. */
    @FunctionalInterface
    public interface Step {
        /** @return whether there was something to do, so that there may be more */
        boolean run() throws Exception;
    }

    private final String name;
    private final Step step;
    private final Duration idle;
    private final Health health;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean woken;
    private volatile boolean stopping;

    /** Starts at once. */
    public StageLoop(String name, Duration idle, Health health, Step step) {
        this.name = name;
        this.step = step;
        this.idle = idle;
        this.health = health;
        this.thread = new Thread(this::run, name);
        thread.start();
    }

    private void run() {
        health.up(name);
        Duration wait = FIRST_WAIT;
        while (!stopping) {
            try {
                boolean more = step.run();
                wait = FIRST_WAIT;
                if (health.up(name)) {
                    log.atInfo().addKeyValue("stage", name).log("stage works again");
                }
                if (!more) {
                    await(idle);
                }
            } catch (InterruptedException e) {
                stopping = true;
            } catch (Exception | Error e) {
                if (stopping) {
                    break;
                }
                String reason = e.getClass().getSimpleName();
                if (health.down(name, reason)) {
                    log.atWarn().addKeyValue("stage", name).setCause(e).log("stage step failed, will be tried again");
                } else {
                    log.atDebug().addKeyValue("stage", name).setCause(e).log("stage step failed again");
                }
                await(wait);
                wait = wait.multipliedBy(2).compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait.multipliedBy(2);
            }
        }
        health.down(name, "stopped");
    }

    private void await(Duration time) {
        lock.lock();
        try {
            if (!woken && !stopping) {
                changed.await(time.toMillis(), TimeUnit.MILLISECONDS);
            }
            woken = false;
        } catch (InterruptedException e) {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    public String name() {
        return name;
    }

    /** There may be work: do not wait for the idle time to pass. Any thread. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No further step begins; the running one goes on. */
    public void stop() {
        stopping = true;
        wake();
    }

    /** Waits for the running step; interrupts it after the grace. */
    public void join(Duration grace) throws InterruptedException {
        thread.join(Math.max(1, grace.toMillis()));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(1_000);
        }
    }

    /** {@link #stop} and a short wait. */
    @Override
    public void close() {
        stop();
        try {
            join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.mammoclip.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mammoclip.worker.stage.Health;
import org.mammoclip.worker.stage.StageLoop;

/** The running loops. They stop together: first none begins another step, then each may finish its own. Thread-safe. */
final class Loops implements AutoCloseable {
    private final List<StageLoop> loops = new CopyOnWriteArrayList<>();
    private final Health health;
    private final Duration grace;

    /** @param grace for all loops together, before their threads are interrupted */
    Loops(Health health, Duration grace) {
        this.health = health;
        this.grace = grace;
    }

    void start(String name, Duration idle, StageLoop.Step step) {
        loops.add(new StageLoop(name, idle, health, step));
    }

    /** Wakes the loops whose name begins so. */
    void wake(String prefix) {
        loops.stream().filter(loop -> loop.name().startsWith(prefix)).forEach(StageLoop::wake);
    }

    @Override
    public void close() throws InterruptedException {
        loops.forEach(StageLoop::stop);
        long deadline = System.nanoTime() + grace.toNanos();
        for (StageLoop loop : loops) {
            loop.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }
}

package org.mammoclip.dicom.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.mammoclip.dicom.testkit.PacsFault.Stall;

/** The faults still to come. Thread-safe. */
final class PacsFaults {
    private static final class Pending {
        final PacsFault fault;
        int left;

        Pending(PacsFault fault) {
            this.fault = fault;
            left = fault.times();
        }
    }

    private final Deque<Pending> pending = new ArrayDeque<>();
    private long generation;

    synchronized void add(PacsFault... faults) {
        for (PacsFault fault : faults) {
            pending.addLast(new Pending(fault));
        }
    }

    synchronized void clear() {
        pending.clear();
        generation++;
        notifyAll();
    }

    /** The first fault that applies, used up by one; a stall has been waited for when this returns. */
    Optional<PacsFault> next(Predicate<PacsFault> applies) {
        Optional<PacsFault> fault = take(applies);
        if (fault.isPresent() && fault.get() instanceof Stall stall) {
            await(stall.delay());
        }
        return fault;
    }

    private synchronized Optional<PacsFault> take(Predicate<PacsFault> applies) {
        for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
            Pending next = all.next();
            if (applies.test(next.fault)) {
                if (next.left != Integer.MAX_VALUE && --next.left <= 0) {
                    all.remove();
                }
                return Optional.of(next.fault);
            }
        }
        return Optional.empty();
    }

    private synchronized void await(Duration delay) {
        long began = generation;
        long deadline = System.nanoTime() + delay.toNanos();
        try {
            while (generation == began && System.nanoTime() < deadline) {
                wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

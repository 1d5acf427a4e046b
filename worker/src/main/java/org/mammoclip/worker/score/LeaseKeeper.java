package org.mammoclip.worker.score;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.mammoclip.schema.ledger.ClaimedRevision;
import org.mammoclip.schema.ledger.LeaseLostException;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews leases while their work goes on, each at a third of its length. Thread-safe. */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Ledger ledger;
    private final Clock clock;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "leases"));

    public LeaseKeeper(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A lease that is kept until it is closed. */
    final class Kept implements AutoCloseable {
        private final ClaimedRevision claim;
        private final Duration lease;
        private final ScheduledFuture<?> renewals;

        private Kept(ClaimedRevision claim, Duration lease) {
            this.claim = claim;
            this.lease = lease;
            long period = Math.max(1, lease.toMillis() / 3);
            this.renewals = executor.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
        }

        private void renew() {
            try {
                ledger.studies().renew(claim, clock.instant(), lease);
            } catch (LeaseLostException e) {
                // Ends the renewals; the ledger refuses the result when it comes.
                throw e;
            } catch (LedgerUnavailableException e) {
                log.atDebug().setCause(e).log("a lease could not be renewed, will be tried again");
            }
        }

        @Override
        public void close() {
            renewals.cancel(false);
        }
    }

    Kept keep(ClaimedRevision claim, Duration lease) {
        return new Kept(claim, lease);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}

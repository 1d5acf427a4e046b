package org.mammoclip.worker;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.ingest.SpoolReconciliation;
import org.mammoclip.worker.stage.Health;
import org.mammoclip.worker.storage.SlotHolders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether it is there. Senders are let in after the first answer and the reconciliation that follows it,
 * and are refused before they send much while it is away. {@link #run} is called by one thread, {@link #isUp} by any.
 */
final class DatabaseProbe {
    static final String COMPONENT = "database";
    private static final Logger log = LoggerFactory.getLogger(DatabaseProbe.class);

    private final Ledger ledger;
    private final SlotHolders holders;
    private final WorkerId worker;
    private final List<WorkerId> dead;
    private final Health health;
    private final Clock clock;
    private final AtomicBoolean up = new AtomicBoolean();
    private volatile boolean reconciled;

    /** @param holders of the slot that this worker holds */
    DatabaseProbe(Ledger ledger, SlotHolders holders, WorkerId worker, Health health, Clock clock) throws IOException {
        this.ledger = ledger;
        this.holders = holders;
        this.worker = worker;
        this.health = health;
        this.clock = clock;
        dead = holders.enter(worker);
        health.expect(COMPONENT, true);
    }

    boolean isUp() {
        return up.get();
    }

    /** Whether files and rows are in order, so that stages may write files that have no row yet. */
    boolean isReconciled() {
        return reconciled;
    }

    /** One look. @return false: it may rest until the next */
    boolean run(SpoolReconciliation reconciliation) throws IOException {
        try {
            if (reconciled) {
                ledger.view().worklist(1);
            } else {
                takeOver();
                reconciliation.run();
                reconciled = true;
            }
            up.set(true);
            if (health.up(COMPONENT)) {
                log.info("database answers");
            }
        } catch (LedgerUnavailableException e) {
            away("does not answer", e);
        } catch (LedgerRefusedException e) {
            away("refuses us: user, privileges or schema version", e);
        }
        return false;
    }

    /** What our predecessors held when they were killed is free now, not when their leases expire. */
    private void takeOver() throws IOException {
        int freed = 0;
        for (WorkerId predecessor : dead) {
            freed += ledger.studies().takeOver(predecessor, clock.instant());
        }
        holders.settled(worker);
        if (freed > 0) {
            log.atInfo().addKeyValue("leases", freed).log("took over from a worker that was killed");
        }
    }

    private void away(String reason, RuntimeException cause) {
        up.set(false);
        if (health.down(COMPONENT, reason)) {
            log.atError().setCause(cause).log("database is away; senders are asked to come back");
        }
    }
}

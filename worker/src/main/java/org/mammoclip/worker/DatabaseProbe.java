package org.mammoclip.worker;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.worker.ingest.SpoolReconciliation;
import org.mammoclip.worker.stage.Health;
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
    private final Health health;
    private final AtomicBoolean up = new AtomicBoolean();
    private boolean reconciled;

    DatabaseProbe(Ledger ledger, Health health) {
        this.ledger = ledger;
        this.health = health;
        health.expect(COMPONENT, true);
    }

    boolean isUp() {
        return up.get();
    }

    /** One look. @return false: it may rest until the next */
    boolean run(SpoolReconciliation reconciliation) throws IOException {
        try {
            if (reconciled) {
                ledger.view().worklist(1);
            } else {
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

    private void away(String reason, RuntimeException cause) {
        up.set(false);
        if (health.down(COMPONENT, reason)) {
            log.atError().setCause(cause).log("database is away; senders are asked to come back");
        }
    }
}

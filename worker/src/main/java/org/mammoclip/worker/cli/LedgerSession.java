package org.mammoclip.worker.cli;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.PostgresLedger;
import org.mammoclip.worker.config.WorkerConfig;
import org.mammoclip.worker.connect.DatabasePool;

/** The ledger for the length of one command. */
final class LedgerSession implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HikariDataSource pool;
    private final Ledger ledger;

    /** What a command does with the ledger. */
    interface Work {
        void run(Ledger ledger) throws CommandFailure;
    }

    private LedgerSession(HikariDataSource pool) {
        this.pool = pool;
        this.ledger = PostgresLedger.over(pool);
    }

    /** @throws CommandFailure if the work says so, or the database does not answer or refuses */
    static void with(WorkerConfig config, Work work) throws CommandFailure {
        try (LedgerSession session = new LedgerSession(DatabasePool.open(config.database(), TIMEOUT))) {
            work.run(session.ledger);
        } catch (IOException e) {
            throw new CommandFailure("database.passwordFile: " + e.getMessage(), e);
        } catch (LedgerUnavailableException e) {
            throw new CommandFailure(
                    "the database at " + config.database().url() + " does not answer; is it up and reachable?", e);
        } catch (LedgerRefusedException e) {
            throw new CommandFailure(
                    "the database refuses us (user, privileges or schema version); 'mammoclip check --connect' and"
                            + " 'mammoclip migrate' help",
                    e);
        }
    }

    /**
     * Resolves what an operator types.
     *
     * @param name a Study Instance UID or an Accession Number
     * @throws CommandFailure if no study or more than one answers to it
     */
    static Uid resolve(Ledger ledger, String name) throws CommandFailure {
        if (Uid.isValid(name) && ledger.view().story(Uid.of(name)).isPresent()) {
            return Uid.of(name);
        }
        List<Uid> studies = ledger.view().studiesOf(name);
        if (studies.isEmpty()) {
            throw new CommandFailure("no study has this Study Instance UID or Accession Number;"
                    + " if it should be here, look at the sender: nothing of it was ever accepted");
        }
        if (studies.size() > 1) {
            throw new CommandFailure("the Accession Number belongs to " + studies.size() + " studies; name one of "
                    + studies.stream().map(Uid::value).toList());
        }
        return studies.get(0);
    }

    @Override
    public void close() {
        pool.close();
    }
}

package org.mammoclip.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.worker.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up pixels after their retention: first the row says so, then the file goes, so that a crash between the two leaves
 * a file without a row, which the next start sees. Evidence rows stay for ever. Owned by one thread.
 */
final class Housekeeping {
    private static final int BATCH = 200;
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final Ledger ledger;
    private final ObjectStore store;
    private final Duration retention;
    private final Clock clock;

    Housekeeping(Ledger ledger, ObjectStore store, Duration retention, Clock clock) {
        this.ledger = ledger;
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /** @return whether there may be more to release */
    boolean releaseExpired() throws IOException {
        Instant now = clock.instant();
        List<SpoolId> released = ledger.upkeep().releaseExpired(now.minus(retention), now, BATCH);
        for (SpoolId id : released) {
            delete(id);
        }
        if (!released.isEmpty()) {
            log.atInfo().addKeyValue("files", released.size()).log("pixels released after their retention");
        }
        emptyQuarantine(now.minus(retention));
        return released.size() == BATCH;
    }

    private void delete(SpoolId id) {
        try {
            store.delete(id);
        } catch (IOException e) {
            log.atWarn().addKeyValue("file", id.value()).setCause(e).log("a released file could not be deleted");
        }
    }

    private void emptyQuarantine(Instant before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(store.quarantine())) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            log.atDebug().setCause(e).log("a quarantined file went by itself");
        }
    }
}

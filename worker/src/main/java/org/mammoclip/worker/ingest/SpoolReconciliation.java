package org.mammoclip.worker.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerRefusedException;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.worker.storage.DurableFiles;
import org.mammoclip.worker.storage.ObjectStore;
import org.mammoclip.worker.storage.ObjectStore.Area;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings files and rows together again after a crash, before work begins:
 *
 * <ul>
 *   <li>An unfinished file was never acknowledged. It moves to the quarantine folder, where retention removes it.
 *   <li>A complete received file without a row was never acknowledged either, but is whole: it goes through the intake
 *       again and becomes a row, a duplicate, or a refusal.
 *   <li>A complete output without a row belongs to a result that was never stored and will be made again: it moves to the
 *       quarantine folder.
 *   <li>A row whose file is missing is counted and logged; scoring or delivery stops at it with SPOOL_DAMAGED.
 * </ul>
 *
 * <p>Only slots that no running worker holds are touched. Repeating it changes nothing.
 */
public final class SpoolReconciliation {
    private static final int PAGE = 1_000;
    private static final Logger log = LoggerFactory.getLogger(SpoolReconciliation.class);

    private final ObjectStore store;
    private final DurableFiles files;
    private final Ledger ledger;
    private final InstanceIntake intake;

    public SpoolReconciliation(ObjectStore store, DurableFiles files, Ledger ledger, InstanceIntake intake) {
        this.store = store;
        this.files = files;
        this.ledger = ledger;
        this.intake = intake;
    }

    /**
     * @param unfinished files that nobody finished
     * @param recorded received files offered to the ledger again
     * @param orphaned outputs without a row
     * @param missing rows without a file
     */
    public record Outcome(int unfinished, int recorded, int orphaned, int missing) {}

    /**
     * A file that cannot be dealt with is logged and stays where it is; it never keeps the others, or senders, waiting.
     *
     * @throws IOException if the volume cannot be read
     */
    public Outcome run() throws IOException {
        Counts counts = new Counts();
        store.tidySlots(slot -> tidy(slot, counts));
        Outcome outcome = new Outcome(counts.unfinished, counts.recorded, counts.orphaned, countMissing());
        log.atInfo()
                .addKeyValue("unfinished", outcome.unfinished())
                .addKeyValue("recorded", outcome.recorded())
                .addKeyValue("orphaned", outcome.orphaned())
                .addKeyValue("missing", outcome.missing())
                .log("files and ledger reconciled");
        return outcome;
    }

    private static final class Counts {
        private int unfinished;
        private int recorded;
        private int orphaned;
    }

    private void tidy(int slot, Counts counts) throws IOException {
        for (Area area : Area.values()) {
            for (SpoolId id : store.unfinished(area, slot)) {
                each(id, () -> setAside(store.unfinished(id)));
                counts.unfinished++;
            }
        }
        for (SpoolId id : withoutRow(store.complete(Area.RECEIVED, slot))) {
            each(id, () -> offer(id));
            counts.recorded++;
        }
        for (SpoolId id : withoutRow(store.complete(Area.WRITTEN, slot))) {
            each(id, () -> setAside(store.file(id)));
            counts.orphaned++;
        }
    }

    @FunctionalInterface
    private interface FileStep {
        void run() throws IOException;
    }

    /** A ledger that is away ends the run, which is tried again; a fault of one file does not. */
    private static void each(SpoolId id, FileStep step) {
        try {
            step.run();
        } catch (LedgerUnavailableException | LedgerRefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            log.atError().addKeyValue("file", id.value()).setCause(e).log("a file could not be reconciled and stays");
        }
    }

    private List<SpoolId> withoutRow(List<SpoolId> ids) {
        List<SpoolId> result = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            result.addAll(ledger.upkeep().unreferenced(ids.subList(from, Math.min(ids.size(), from + PAGE))));
        }
        return result;
    }

    private void setAside(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        files.rename(file, store.quarantine().resolve(name));
    }

    /** Sends the file through the intake; it is a new file there, so the old one goes once it has been taken. */
    private void offer(SpoolId id) throws IOException {
        Path file = store.file(id);
        StoreStatus status;
        try (InputStream part10 = Files.newInputStream(file)) {
            FetchedPart part = FetchedPart.readHead(part10);
            Arrival arrival = new Arrival(
                    "reconciliation",
                    "reconciliation",
                    "start",
                    part.sopClassUid(),
                    part.sopInstanceUid(),
                    part.transferSyntaxUid());
            status = intake.takeBack(arrival, part10);
        } catch (DicomFormatException e) {
            status = StoreStatus.cannotUnderstand("no Part 10 file");
        }
        if (status.isSuccess()) {
            deleteUnlessRecorded(id);
        } else if (!status.isTransientFailure()) {
            setAside(file);
        }
    }

    /**
     * The row of this very file may have been committed since it was looked for: by a statement that outlived the worker
     * which sent it. Then the intake has found a duplicate, and this is the copy that counts.
     */
    private void deleteUnlessRecorded(SpoolId id) throws IOException {
        if (ledger.upkeep().unreferenced(List.of(id)).contains(id)) {
            store.delete(id);
        }
    }

    private int countMissing() {
        int missing = 0;
        @Nullable SpoolId after = null;
        while (true) {
            List<SpoolId> page = ledger.upkeep().referenced(after, PAGE);
            for (SpoolId id : page) {
                if (!Files.exists(store.file(id))) {
                    missing++;
                    log.atError().addKeyValue("file", id.value()).log("a recorded file is missing");
                }
            }
            if (page.size() < PAGE) {
                return missing;
            }
            after = page.get(page.size() - 1);
        }
    }
}

package org.mammoclip.worker.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.schema.ledger.WorkerId;

/**
 * The workers that held one slot since its leases were last put in order, a line each, the present one last. Whoever holds
 * the slot knows that the others are dead, so their leases can be freed at once. Not thread-safe.
 */
public final class SlotHolders {
    private final Path file;

    SlotHolders(Path file) {
        this.file = file;
    }

    /** Writes the present holder down, before it leases anything. @return those before it, dead now */
    public List<WorkerId> enter(WorkerId present) throws IOException {
        List<WorkerId> dead = read();
        List<WorkerId> all = new ArrayList<>(dead);
        all.add(present);
        write(all);
        return dead;
    }

    /** The leases of the dead are free: forgets them. */
    public void settled(WorkerId present) throws IOException {
        write(List.of(present));
    }

    private List<WorkerId> read() throws IOException {
        List<WorkerId> holders = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (WorkerId.isValid(line)) {
                    holders.add(new WorkerId(line));
                }
            }
        }
        return holders;
    }

    /** Not synced: after a power failure leases expire by themselves. */
    private void write(List<WorkerId> holders) throws IOException {
        Path next = file.resolveSibling("holders.part");
        Files.write(next, holders.stream().map(WorkerId::value).toList());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

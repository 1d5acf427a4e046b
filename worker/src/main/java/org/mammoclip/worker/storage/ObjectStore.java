package org.mammoclip.worker.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mammoclip.schema.ledger.SpoolId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the bytes behind a {@link SpoolId} lie: {@code <dataDir>/<area>/slot-<n>/<shard>/<random>.dcm}, {@code .part}
 * while a file is being written. No part of a name comes from the wire.
 *
 * <p>Several workers may share one {@code dataDir}: each holds one slot, locked by the operating system, and writes only
 * there; every worker can read all slots. A slot frees itself when its process ends. Thread-safe.
 */
public final class ObjectStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ObjectStore.class);

    /** Most workers on one volume. */
    public static final int MAX_SLOTS = 64;

    private static final String UNFINISHED = ".part";
    private static final String COMPLETE = ".dcm";
    private static final String LOCKS = "slots";
    private static final int SHARDS = 64;
    private static final int RANDOM_BYTES = 16;
    private static final Pattern ID = Pattern.compile("([rw])(\\d{1,2})-([0-9a-f]{32})");

    /** What a file holds. */
    public enum Area {
        /** As received: {@code spool/}. */
        RECEIVED('r', "spool"),
        /** Made by us: {@code outputs/}. */
        WRITTEN('w', "outputs");

        private final char letter;
        private final String folder;

        Area(char letter, String folder) {
            this.letter = letter;
            this.folder = folder;
        }
    }

    private final Path dataDir;
    private final FolderLock lock;
    private final int slot;
    private final DurableFiles files;
    private final RandomGenerator random;
    private final long reserveBytes;

    private ObjectStore(
            Path dataDir, FolderLock lock, int slot, DurableFiles files, RandomGenerator random, long reserveBytes) {
        this.dataDir = dataDir;
        this.lock = lock;
        this.slot = slot;
        this.files = files;
        this.random = random;
        this.reserveBytes = reserveBytes;
    }

    /**
     * Takes the first free slot and creates its folders.
     *
     * @param random names the files; must be safe for use by several threads
     * @param reserveBytes free space of the volume that received objects leave to everything else
     * @throws IOException if the folder cannot be written or every slot is held by a running worker
     */
    public static ObjectStore open(Path dataDir, DurableFiles files, RandomGenerator random, long reserveBytes)
            throws IOException {
        for (int slot = 0; slot < MAX_SLOTS; slot++) {
            Optional<FolderLock> lock = lockSlot(dataDir, slot);
            if (lock.isPresent()) {
                ObjectStore store = new ObjectStore(dataDir, lock.get(), slot, files, random, reserveBytes);
                try {
                    store.createFolders();
                    return store;
                } catch (IOException e) {
                    store.close();
                    throw e;
                }
            }
        }
        throw new IOException("all " + MAX_SLOTS + " slots of the data folder are held by running workers");
    }

    private static Optional<FolderLock> lockSlot(Path dataDir, int slot) throws IOException {
        return FolderLock.tryAcquire(dataDir.resolve(LOCKS).resolve("slot-" + slot));
    }

    private void createFolders() throws IOException {
        for (Area area : Area.values()) {
            Path folder = slotFolder(area, slot);
            for (int shard = 0; shard < SHARDS; shard++) {
                Files.createDirectories(folder.resolve(HexFormat.of().toHexDigits((byte) shard)));
            }
            files.syncDirectory(folder);
            files.syncDirectory(dataDir.resolve(area.folder));
        }
        Files.createDirectories(quarantine());
        files.syncDirectory(dataDir);
    }

    private Path slotFolder(Area area, int number) {
        return dataDir.resolve(area.folder).resolve("slot-" + number);
    }

    /** Where start-up puts what nobody was promised: {@code <dataDir>/quarantine}. */
    public Path quarantine() {
        return dataDir.resolve("quarantine");
    }

    /** A name that no file has. */
    public SpoolId newId(Area area) {
        byte[] id = new byte[RANDOM_BYTES];
        random.nextBytes(id);
        return new SpoolId("" + area.letter + slot + "-" + HexFormat.of().formatHex(id));
    }

    /** Where a complete file lies, whether it is there or not. */
    public Path file(SpoolId id) {
        return path(id, COMPLETE);
    }

    /** Where it lies while it is being written. */
    public Path unfinished(SpoolId id) {
        return path(id, UNFINISHED);
    }

    private Path path(SpoolId id, String suffix) {
        Matcher matched = matched(id);
        return shardFolder(matched).resolve(matched.group(3) + suffix);
    }

    private static Matcher matched(SpoolId id) {
        Matcher matcher = ID.matcher(id.value());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a spool id of this store");
        }
        return matcher;
    }

    private Path shardFolder(Matcher id) {
        Area area = id.group(1).charAt(0) == Area.RECEIVED.letter ? Area.RECEIVED : Area.WRITTEN;
        int shard = HexFormat.fromHexDigits(id.group(3), 0, 2) & (SHARDS - 1);
        return slotFolder(area, Integer.parseInt(id.group(2)))
                .resolve(HexFormat.of().toHexDigits((byte) shard));
    }

    /** Gives a written and synced file its final name, durably. */
    public Path complete(SpoolId id) throws IOException {
        Path complete = file(id);
        files.rename(unfinished(id), complete);
        files.syncDirectory(shardFolder(matched(id)));
        return complete;
    }

    /** Gives a complete file the name of another one that is gone, durably. */
    public void replace(SpoolId copy, SpoolId gone) throws IOException {
        Path folder = shardFolder(matched(gone));
        Files.createDirectories(folder);
        files.rename(file(copy), file(gone));
        files.syncDirectory(folder);
    }

    /** Deletes a file, finished or not; no complaint when it is gone. */
    public void delete(SpoolId id) throws IOException {
        files.delete(unfinished(id));
        files.delete(file(id));
    }

    /** Whether {@code bytes} more fit above the reserve. */
    public boolean hasRoomFor(long bytes) {
        try {
            return files.usableBytes(dataDir) - bytes >= reserveBytes;
        } catch (IOException e) {
            return false;
        }
    }

    /** Which workers held our slot; all of them but the last are dead, because we hold it. */
    public SlotHolders holders() {
        return new SlotHolders(dataDir.resolve(LOCKS).resolve("slot-" + slot).resolve("holders"));
    }

    /** What is done to the files of one slot. */
    @FunctionalInterface
    public interface Tidying {
        void tidy(int number) throws IOException;
    }

    /**
     * Visits the slots that this process may tidy: its own, and those that no running worker holds. A foreign slot stays
     * locked during the visit, so that no worker starts to write there meanwhile.
     */
    public void tidySlots(Tidying visit) throws IOException {
        visit.tidy(slot);
        for (int other = 0; other < MAX_SLOTS; other++) {
            if (other != slot && Files.isDirectory(slotFolder(Area.RECEIVED, other))) {
                Optional<FolderLock> abandoned = lockSlot(dataDir, other);
                if (abandoned.isPresent()) {
                    try (FolderLock held = abandoned.get()) {
                        log.atInfo()
                                .addKeyValue("folder", held.folder())
                                .log("tidying the slot of a worker that ended");
                        visit.tidy(other);
                    }
                }
            }
        }
    }

    /** The complete files of a slot, as they are found. */
    public List<SpoolId> complete(Area area, int number) throws IOException {
        return list(area, number, COMPLETE);
    }

    /** The files of a slot that somebody began to write. */
    public List<SpoolId> unfinished(Area area, int number) throws IOException {
        return list(area, number, UNFINISHED);
    }

    private List<SpoolId> list(Area area, int number, String suffix) throws IOException {
        List<SpoolId> ids = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(slotFolder(area, number), 2)) {
            walk.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> "" + area.letter + number + "-" + name.substring(0, name.length() - suffix.length()))
                    .filter(id -> ID.matcher(id).matches())
                    .map(SpoolId::new)
                    .forEach(ids::add);
        }
        return ids;
    }

    /** Frees the slot. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}

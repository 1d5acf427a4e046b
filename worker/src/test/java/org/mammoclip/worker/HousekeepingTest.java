package org.mammoclip.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerUpkeep;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.worker.storage.LocalFiles;
import org.mammoclip.worker.storage.ObjectStore;

/** What the ledger releases is what retention covers; {@code StudyLedgerContractTest} covers which studies these are. */
class HousekeepingTest {
    private static final Instant NOW = Instant.parse("2026-03-08T08:00:00Z");
    private static final Duration RETENTION = Duration.ofDays(7);

    @TempDir
    Path dataDir;

    private final List<SpoolId> expired = new ArrayList<>();
    private final List<Instant> askedFor = new ArrayList<>();
    private ObjectStore store;
    private Housekeeping housekeeping;

    @BeforeEach
    void open() throws Exception {
        store = ObjectStore.open(dataDir, new LocalFiles(), new Random(1), 0);
        housekeeping = new Housekeeping(ledger(), store, RETENTION, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private Ledger ledger() {
        LedgerUpkeep upkeep = only(LedgerUpkeep.class, "releaseExpired", arguments -> {
            askedFor.add((Instant) arguments[0]);
            assertThat(arguments[1]).isEqualTo(NOW);
            List<SpoolId> released = List.copyOf(expired.subList(0, Math.min(expired.size(), (int) arguments[2])));
            expired.removeAll(released);
            return released;
        });
        return only(Ledger.class, "upkeep", arguments -> upkeep);
    }

    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T only(Class<T> type, String name, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals(name)) {
                        return answer.to(arguments);
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }

    private SpoolId object() throws Exception {
        SpoolId id = store.newId(ObjectStore.Area.RECEIVED);
        Files.write(store.file(id), new byte[10]);
        return id;
    }

    @Test
    void deletesWhatTheLedgerReleasedAndNothingElse() throws Exception {
        SpoolId kept = object();
        SpoolId released = object();
        expired.add(released);
        assertThat(housekeeping.releaseExpired()).isFalse();
        assertThat(askedFor).containsExactly(NOW.minus(RETENTION));
        assertThat(store.file(released)).doesNotExist();
        assertThat(store.file(kept)).exists();
    }

    @Test
    void goesOnWhenAReleasedFileIsGoneAlready() throws Exception {
        expired.add(store.newId(ObjectStore.Area.RECEIVED));
        SpoolId released = object();
        expired.add(released);
        housekeeping.releaseExpired();
        assertThat(store.file(released)).doesNotExist();
    }

    @Test
    void saysThatThereIsMoreAfterAFullBatch() throws Exception {
        for (int i = 0; i < 250; i++) {
            expired.add(store.newId(ObjectStore.Area.RECEIVED));
        }
        assertThat(housekeeping.releaseExpired()).isTrue();
        assertThat(housekeeping.releaseExpired()).isFalse();
        assertThat(expired).isEmpty();
    }

    @Test
    void emptiesTheQuarantineAfterTheSameTime() throws Exception {
        Path old = Files.write(store.quarantine().resolve("old"), new byte[1]);
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(RETENTION).minusSeconds(1)));
        Path fresh = Files.write(store.quarantine().resolve("fresh"), new byte[1]);
        Files.setLastModifiedTime(fresh, FileTime.from(NOW.minus(RETENTION).plusSeconds(1)));
        housekeeping.releaseExpired();
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }
}

package org.mammoclip.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.worker.storage.ObjectStore.Area;

class ObjectStoreTest {
    @TempDir
    Path dataDir;

    private ObjectStore open(long seed) throws IOException {
        return ObjectStore.open(dataDir, new LocalFiles(), new Random(seed), 0);
    }

    @Test
    void givesEachProcessASlotOfItsOwnAndReadsThoseOfTheOthers() throws IOException {
        try (ObjectStore first = open(1);
                ObjectStore second = open(2)) {
            SpoolId id = first.newId(Area.RECEIVED);
            Files.write(first.unfinished(id), new byte[] {1});
            first.complete(id);
            assertThat(second.file(id)).isEqualTo(first.file(id)).exists();
            assertThat(second.file(second.newId(Area.RECEIVED)).startsWith(dataDir.resolve("spool/slot-1")))
                    .isTrue();
        }
    }

    @Test
    void givesTheSlotOfAnEndedProcessToTheNext() throws IOException {
        SpoolId before;
        try (ObjectStore store = open(1)) {
            before = store.newId(Area.WRITTEN);
        }
        try (ObjectStore store = open(2)) {
            assertThat(store.file(store.newId(Area.WRITTEN)).getParent().getParent())
                    .isEqualTo(store.file(before).getParent().getParent());
        }
    }

    @Test
    void neverReplacesAFile() throws IOException {
        try (ObjectStore store = open(1)) {
            SpoolId id = store.newId(Area.RECEIVED);
            Files.write(store.file(id), new byte[] {1});
            Files.write(store.unfinished(id), new byte[] {2});
            assertThatThrownBy(() -> store.complete(id)).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(Files.readAllBytes(store.file(id))).containsExactly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r0-..",
                "x0-00000000000000000000000000000000",
                "r0-0000",
                "w999-00000000000000000000000000000000"
            })
    void knowsNoFileForAnIdThatItDidNotMake(String id) throws IOException {
        try (ObjectStore store = open(1)) {
            assertThatThrownBy(() -> store.file(new SpoolId(id))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

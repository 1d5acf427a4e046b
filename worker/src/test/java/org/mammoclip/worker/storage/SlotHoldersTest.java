package org.mammoclip.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.schema.ledger.WorkerId;

class SlotHoldersTest {
    private static final WorkerId ANNA = new WorkerId("anna");
    private static final WorkerId BERT = new WorkerId("bert");
    private static final WorkerId CARL = new WorkerId("carl");

    @TempDir
    Path directory;

    @Test
    void remembersEveryDeadHolderUntilItsLeasesAreFree() throws IOException {
        SlotHolders holders = new SlotHolders(directory.resolve("holders"));
        assertThat(holders.enter(ANNA)).isEmpty();
        assertThat(holders.enter(BERT)).containsExactly(ANNA);
        assertThat(holders.enter(CARL))
                .as("bert was killed before it had settled")
                .containsExactly(ANNA, BERT);
        holders.settled(CARL);
        assertThat(holders.enter(ANNA)).containsExactly(CARL);
    }

    @Test
    void passesOverLinesThatAreNoWorker() throws IOException {
        Files.writeString(directory.resolve("holders"), "anna\n\n../x\n");
        assertThat(new SlotHolders(directory.resolve("holders")).enter(BERT)).containsExactly(ANNA);
    }
}

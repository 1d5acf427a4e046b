package org.mammoclip.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.worker.storage.ObjectStore;
import org.mammoclip.worker.storage.ObjectStore.Area;

class SpoolReconciliationTest {
    @TempDir
    Path dataDir;

    private Intake intake;
    private Part10File image;

    @BeforeEach
    void open() throws IOException {
        intake = new Intake(dataDir);
        image = SyntheticExam.of(2).images().get(0);
    }

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    @Test
    void recordsACompleteFileThatACrashLeftWithoutARow() throws IOException {
        intake.ledger.goAway();
        intake.send(image);
        intake.ledger.comeBack();
        intake.restart(2);

        SpoolReconciliation.Outcome outcome = intake.reconciliation().run();

        assertThat(outcome).isEqualTo(new SpoolReconciliation.Outcome(0, 1, 0, 0));
        assertThat(intake.ledger.rows()).hasSize(1);
        assertThat(intake.ledger.rows().get(0).key().sopInstanceUid())
                .isEqualTo(image.dataSet().uid(Tag.SOPInstanceUID).orElseThrow());
        assertThat(intake.files()).hasSize(1);
        assertThat(intake.store.file(intake.ledger.rows().get(0).object().spoolId()))
                .exists();
    }

    @Test
    void keepsTheFileWhoseRowIsCommittedWhileItIsOfferedAgain() throws IOException {
        intake.ledger.goAway();
        intake.send(image);
        intake.ledger.commitLate();
        intake.restart(2);

        intake.reconciliation().run();

        assertThat(intake.ledger.rows()).hasSize(1);
        assertThat(intake.store.file(intake.ledger.rows().get(0).object().spoolId()))
                .as("the one copy that a row points to")
                .exists();
    }

    @Test
    void goesOnWhenTheLedgerTakesNoRowOfAFile() throws IOException {
        intake.ledger.goAway();
        intake.send(image);
        intake.ledger.refuseRows();
        Path orphan = intake.store.file(intake.store.newId(Area.WRITTEN));
        Files.write(orphan, new byte[100]);
        intake.restart(2);

        assertThat(intake.reconciliation().run().orphaned()).isEqualTo(1);
        assertThat(orphan).doesNotExist();
    }

    @Test
    void goesOnWhenAFileCannotBeRead() throws IOException {
        Path unreadable = intake.store.file(intake.store.newId(Area.RECEIVED));
        Files.createDirectory(unreadable);
        intake.ledger.goAway();
        intake.send(image);
        intake.ledger.comeBack();

        intake.reconciliation().run();

        assertThat(intake.ledger.rows()).hasSize(1);
        assertThat(unreadable).exists();
    }

    @Test
    void holdsTheSlotOfADeadWorkerWhileItTidiesIt(@TempDir Path other) throws IOException {
        try (Intake dead = new Intake(other)) {
            Files.write(dead.store.unfinished(dead.store.newId(Area.RECEIVED)), new byte[100]);
        }
        try (ObjectStore first = ObjectStore.open(other, intake.disk, new Random(5), 0);
                ObjectStore second = ObjectStore.open(other, intake.disk, new Random(6), 0)) {
            first.close();
            List<Integer> visited = new ArrayList<>();
            second.tidySlots(slot -> {
                visited.add(slot);
                try (ObjectStore third = ObjectStore.open(other, intake.disk, new Random(7), 0)) {
                    assertThat(third.newId(Area.RECEIVED).value())
                            .as("while slot %d is tidied", slot)
                            .startsWith(slot == 0 ? "r2-" : "r0-");
                }
            });
            assertThat(visited).startsWith(1, 0);
        }
    }

    @Test
    void removesTheFileOfADuplicateThatACrashLeft() throws IOException {
        intake.send(image);
        SpoolId copy = intake.store.newId(Area.RECEIVED);
        Files.copy(intake.store.file(intake.ledger.rows().get(0).object().spoolId()), intake.store.file(copy));
        intake.restart(2);
        intake.reconciliation().run();
        assertThat(intake.files()).hasSize(1);
        assertThat(intake.ledger.rows()).hasSize(1);
    }

    @Test
    void setsUnfinishedFilesAsideAndDeletesNothing() throws IOException {
        Path unfinished = intake.store.unfinished(intake.store.newId(Area.RECEIVED));
        Files.write(unfinished, new byte[100]);
        intake.restart(2);
        assertThat(intake.reconciliation().run().unfinished()).isEqualTo(1);
        assertThat(unfinished).doesNotExist();
        assertThat(intake.files()).hasSize(1);
        assertThat(intake.files().get(0).getParent()).isEqualTo(intake.store.quarantine());
    }

    @Test
    void setsOutputsThatNoResultNamesAside() throws IOException {
        Path orphan = intake.store.file(intake.store.newId(Area.WRITTEN));
        Files.write(orphan, new byte[100]);
        assertThat(intake.reconciliation().run().orphaned()).isEqualTo(1);
        assertThat(orphan).doesNotExist();
    }

    @Test
    void setsACompleteFileAsideThatIsNoDicom() throws IOException {
        Path garbage = intake.store.file(intake.store.newId(Area.RECEIVED));
        Files.write(garbage, new byte[1000]);
        intake.reconciliation().run();
        assertThat(garbage).doesNotExist();
        assertThat(intake.ledger.rows()).isEmpty();
        assertThat(intake.files()).hasSize(1);
    }

    @Test
    void countsRowsWhoseFileIsGone() throws IOException {
        intake.send(image);
        Files.delete(intake.store.file(intake.ledger.rows().get(0).object().spoolId()));
        assertThat(intake.reconciliation().run().missing()).isEqualTo(1);
    }

    @Test
    void changesNothingWhenRepeated() throws IOException {
        intake.send(image);
        intake.reconciliation().run();
        assertThat(intake.reconciliation().run()).isEqualTo(new SpoolReconciliation.Outcome(0, 0, 0, 0));
        assertThat(intake.files()).hasSize(1);
    }

    @Test
    void leavesTheFilesOfARunningNeighbourAlone(@TempDir Path other) throws IOException {
        Path unfinished = intake.store.unfinished(intake.store.newId(Area.RECEIVED));
        Files.write(unfinished, new byte[100]);
        try (Intake neighbour = new Intake(dataDir)) {
            neighbour.reconciliation().run();
        }
        assertThat(unfinished).exists();
    }
}

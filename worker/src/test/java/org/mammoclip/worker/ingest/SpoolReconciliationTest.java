package org.mammoclip.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.schema.ledger.SpoolId;
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

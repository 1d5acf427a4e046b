package org.mammoclip.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.ReceivedInstance;
import org.mammoclip.schema.ledger.Sha256;
import org.mammoclip.worker.storage.FaultyFiles.Fault;

class SpoolingReceiverTest {
    @TempDir
    Path dataDir;

    private Intake intake;
    private Part10File image;

    @BeforeEach
    void open() throws IOException {
        intake = new Intake(dataDir);
        image = SyntheticExam.of(1).images().get(0);
    }

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    @Test
    void storesTheBytesAsReceivedBehindAFileHeader() throws Exception {
        byte[] sent = Intake.encode(image);

        assertThat(intake.send(image)).isEqualTo(StoreStatus.SUCCESS);

        ReceivedInstance row = intake.ledger.rows().get(0);
        Path file = intake.store.file(row.object().spoolId());
        byte[] stored = Files.readAllBytes(file);
        assertThat(Arrays.copyOfRange(stored, stored.length - sent.length, stored.length))
                .isEqualTo(sent);
        Part10File read = Part10Reader.read(file, ReadLimits.DEFAULT);
        assertThat(read.transferSyntax()).isEqualTo(image.transferSyntax());
        assertThat(read.dataSet().uid(Tag.SOPInstanceUID))
                .isEqualTo(image.dataSet().uid(Tag.SOPInstanceUID));
        assertThat(row.object().sha256())
                .isEqualTo(Sha256.of(MessageDigest.getInstance("SHA-256").digest(sent)));
        assertThat(row.object().length()).isEqualTo(sent.length);
        assertThat(row.decision().code()).isEqualTo("STD_VIEW");
        assertThat(row.decision().slot()).isEqualTo("LCC");
        assertThat(row.origin()).isEqualTo("MODALITY");
        assertThat(row.decideAt()).isEqualTo(intake.now.plusSeconds(3));
        assertThat(intake.counted("stored", "")).isEqualTo(1);
    }

    @Test
    void takesASecondCopyOfTheSameBytesAndKeepsOneFile() throws IOException {
        intake.send(image);
        assertThat(intake.send(image)).isEqualTo(StoreStatus.SUCCESS);
        assertThat(intake.files()).hasSize(1);
        assertThat(intake.counted("duplicate", "")).isEqualTo(1);
    }

    @Test
    void keepsTheFirstCopyWhenTheBytesDiffer() throws IOException {
        intake.send(image);
        byte[] other = Intake.encode(image);
        other[other.length - 1] ^= 1;
        assertThat(intake.send(image, other).code()).isEqualTo(0xC001);
        assertThat(intake.files()).hasSize(1);
        assertThat(intake.ledger.rows()).hasSize(1);
        assertThat(intake.counted("refused", "CONFLICT")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CREATE", "WRITE", "SYNC", "CLOSE", "RENAME", "SYNC_DIRECTORY"})
    void neverAnswersSuccessWhenTheDiskFails(Fault fault) throws IOException {
        intake.disk.failAt(fault);
        assertThat(intake.send(image).code()).isEqualTo(0xA700);
        assertThat(intake.ledger.rows()).isEmpty();
        assertThat(intake.files()).isEmpty();

        intake.disk.repair();
        assertThat(intake.send(image)).isEqualTo(StoreStatus.SUCCESS);
    }

    @Test
    void refusesWhenTheDiskIsFullAtTheFirstByte() throws IOException {
        intake.disk.fullAfter(0);
        assertThat(intake.send(image).code()).isEqualTo(0xA700);
        assertThat(intake.files()).isEmpty();
        assertThat(intake.ledger.rows()).isEmpty();
    }

    @Test
    void refusesWhenTheDiskIsFullAtTheLastPage() throws IOException {
        intake.disk.fullAfter(Intake.encode(image).length - 1);
        assertThat(intake.send(image).code()).isEqualTo(0xA700);
        assertThat(intake.files()).isEmpty();
        assertThat(intake.ledger.rows()).isEmpty();
        assertThat(intake.counted("refused", "DISK_FAILURE")).isEqualTo(1);
    }

    @Test
    void keepsTheReserveOfTheVolumeFree() throws IOException {
        intake.disk.reportUsable(Intake.RESERVE - 1);
        assertThat(intake.send(image).code()).isEqualTo(0xA700);
        intake.disk.reportUsable(Intake.RESERVE);
        assertThat(intake.send(image)).isEqualTo(StoreStatus.SUCCESS);
    }

    @Test
    void asksTheSenderToComeBackWhenTheLedgerIsAway() throws IOException {
        intake.ledger.goAway();
        assertThat(intake.send(image).code()).isEqualTo(0xA700);
        assertThat(intake.ledger.rows()).isEmpty();

        intake.ledger.comeBack();
        assertThat(intake.send(image)).isEqualTo(StoreStatus.SUCCESS);
    }

    @Test
    void readsNothingWhileTheLedgerIsKnownToBeAway() throws IOException {
        intake.ledgerIsUp = false;
        InputStream untouchable = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("nothing may be read");
            }
        };
        assertThat(intake.send(image.dataSet(), image.transferSyntax(), untouchable)
                        .code())
                .isEqualTo(0xA700);
    }

    @Test
    void keepsTheFileWhenTheAnswerOfTheLedgerWasLost() throws IOException {
        intake.ledger.loseAnswers();
        assertThat(intake.send(image).code()).isEqualTo(0xA700);
        intake.ledger.comeBack();
        intake.now = intake.now.plusSeconds(600);
        intake.intake.settleUncertain();
        Path file = intake.store.file(intake.ledger.rows().get(0).object().spoolId());
        assertThat(file).exists();
        assertThat(intake.send(image)).isEqualTo(StoreStatus.SUCCESS);
        assertThat(file).exists();
        assertThat(intake.files()).hasSize(1);
    }

    @Test
    void deletesTheFilesThatTheLedgerNeverRecorded() throws IOException {
        intake.ledger.goAway();
        intake.send(image);
        assertThat(intake.files()).hasSize(1);
        intake.ledger.comeBack();
        assertThat(intake.intake.settleUncertain()).isFalse();
        assertThat(intake.files()).hasSize(1);
        intake.now = intake.now.plusSeconds(600);
        assertThat(intake.intake.settleUncertain()).isTrue();
        assertThat(intake.files()).isEmpty();
    }

    @Test
    void leavesNoFileBehindWhenTheLedgerTakesNoRow() throws IOException {
        intake.ledger.refuseRows();
        assertThat(intake.send(image).code()).isEqualTo(0x0110);
        assertThat(intake.ledger.quarantined()).extracting(q -> q.code()).containsExactly(FailureCode.INTERNAL);
        intake.now = intake.now.plusSeconds(600);
        intake.intake.settleUncertain();
        assertThat(intake.files()).isEmpty();
    }

    @Test
    void refusesATruncatedObject() throws IOException {
        byte[] bytes = Intake.encode(image);
        StoreStatus status = intake.send(image, Arrays.copyOf(bytes, bytes.length - 1000));
        assertThat(status.code()).isEqualTo(0xC000);
        assertThat(intake.files()).isEmpty();
        assertThat(intake.ledger.quarantined())
                .extracting(q -> q.code())
                .containsExactly(FailureCode.OBJECT_UNREADABLE);
    }

    @Test
    void refusesGarbage() throws IOException {
        byte[] garbage = new byte[10_000];
        new java.util.Random(7).nextBytes(garbage);
        assertThat(intake.send(image, garbage).code()).isIn(0xC000, 0xA900);
        assertThat(intake.send(image, new byte[0]).code()).isIn(0xC000, 0xA900);
        assertThat(intake.files()).isEmpty();
    }

    @Test
    void refusesADataSetThatIsNotWhatTheCommandSaid() throws IOException {
        StoreStatus status = intake.send(
                Uid.of("1.2.3"),
                image.dataSet(),
                image.transferSyntax().uid(),
                new ByteArrayInputStream(Intake.encode(image)));
        assertThat(status.code()).isEqualTo(0xA900);
        assertThat(intake.ledger.quarantined()).extracting(q -> q.code()).containsExactly(FailureCode.UID_INVALID);
        assertThat(intake.files()).isEmpty();
    }

    @Test
    void aCopyThatIsSentAgainTakesThePlaceOfALostFile() throws IOException {
        assertThat(intake.send(image).isSuccess()).isTrue();
        Path lost = intake.files().get(0);
        byte[] content = Files.readAllBytes(lost);
        Files.delete(lost);
        assertThat(intake.send(image).isSuccess()).isTrue();
        assertThat(intake.files()).containsExactly(lost);
        assertThat(Files.readAllBytes(lost)).isEqualTo(content);
        assertThat(intake.send(image).isSuccess()).isTrue();
        assertThat(intake.files()).containsExactly(lost);
    }

    @Test
    void keepsTheFirstCopyAndRecordsTheConflictingOne() throws IOException {
        assertThat(intake.send(image).isSuccess()).isTrue();
        DataSet other =
                image.dataSet().toBuilder().text(Tag.StudyDescription, "OTHER").build();
        StoreStatus status = intake.send(
                image.dataSet().uid(Tag.SOPInstanceUID).orElseThrow(),
                other,
                image.transferSyntax().uid(),
                new ByteArrayInputStream(Intake.encode(Part10File.of(other, image.transferSyntax()))));
        assertThat(status.code()).isEqualTo(0xC001);
        assertThat(intake.ledger.quarantined())
                .extracting(q -> q.code())
                .containsExactly(FailureCode.INSTANCE_CONFLICT);
        assertThat(intake.files()).hasSize(1);
    }

    @Test
    void refusesAnInstanceWithoutStudyOrWithAnIllegalOne() throws IOException {
        DataSet without =
                image.dataSet().toBuilder().remove(Tag.StudyInstanceUID).build();
        assertThat(intake.send(new Part10File(image.fileMeta(), image.transferSyntax(), without))
                        .code())
                .isEqualTo(0xA900);
        for (String illegal : new String[] {"..", "/", "../../etc/passwd", "1".repeat(65), "1.02"}) {
            DataSet bad = image.dataSet().toBuilder()
                    .text(Tag.StudyInstanceUID, illegal)
                    .build();
            assertThat(intake.send(new Part10File(image.fileMeta(), image.transferSyntax(), bad))
                            .code())
                    .as(illegal)
                    .isEqualTo(0xA900);
        }
        assertThat(intake.files()).isEmpty();
        assertThat(intake.ledger.rows()).isEmpty();
    }

    @Test
    void refusesATransferSyntaxItCannotRead() throws IOException {
        StoreStatus status = intake.send(
                image.dataSet().uid(Tag.SOPInstanceUID).orElseThrow(),
                image.dataSet(),
                Uid.of("1.2.840.10008.1.2.4.110"),
                new ByteArrayInputStream(Intake.encode(image)));
        assertThat(status.code()).isEqualTo(0xC000);
    }

    @Test
    void tellsTheSenderBeforeTheBoundIsPassedThatAnObjectIsTooLong() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };
        StoreStatus status = intake.send(
                image.dataSet(),
                image.transferSyntax(),
                new SequenceInputStream(new ByteArrayInputStream(Intake.encode(image)), endless));
        assertThat(status.code()).isEqualTo(0xA700);
        assertThat(intake.files()).isEmpty();
    }

    @Test
    void leavesNothingWhenTheAssociationBreaks() throws IOException {
        byte[] bytes = Intake.encode(image);
        InputStream breaking =
                new SequenceInputStream(new ByteArrayInputStream(bytes, 0, bytes.length / 2), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                });
        assertThatThrownBy(() -> intake.send(image.dataSet(), image.transferSyntax(), breaking))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThat(intake.files()).isEmpty();
        assertThat(intake.ledger.rows()).isEmpty();
    }

    @Test
    void refusesEverythingOnceTheWorkerGoesDown() throws IOException {
        intake.intake.close();
        assertThat(intake.send(image).code()).isEqualTo(0xA700);
    }

    @Test
    void readsEveryNativeTransferSyntax() throws IOException {
        for (TransferSyntax syntax : new TransferSyntax[] {
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
        }) {
            Part10File other = SyntheticExam.builder(syntax.ordinal() + 10)
                    .transferSyntax(syntax)
                    .build()
                    .images()
                    .get(0);
            assertThat(intake.send(other)).as(syntax.title()).isEqualTo(StoreStatus.SUCCESS);
        }
    }
}

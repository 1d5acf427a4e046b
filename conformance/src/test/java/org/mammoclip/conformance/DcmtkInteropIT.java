package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Dcmtk;
import org.mammoclip.conformance.peers.Objects;
import org.mammoclip.conformance.peers.Program;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.PacsFault;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticImage;

/** The embedded node and DCMTK, each as the other's peer. */
class DcmtkInteropIT {
    @TempDir
    Path directory;

    @Test
    void echoscuIsAnswered() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            Program.Result result = Dcmtk.echoscu(pacs.aeTitle().value(), pacs.dimsePort());
            assertThat(result.exitCode()).as(result.output()).isZero();
        }
    }

    @Test
    void echoscuIsRejectedUnderAnotherName() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            Program.Result result = Dcmtk.echoscu("SOMEBODY", pacs.dimsePort());
            assertThat(result.exitCode()).isNotZero();
            assertThat(result.output()).contains("Called AE Title Not Recognized");
        }
    }

    @Test
    void storescuStoresInEveryNativeTransferSyntax() throws Exception {
        Map<TransferSyntax, String> options = Map.of(
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "-xe",
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, "-xi",
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, "-xd");
        for (Map.Entry<TransferSyntax, String> option : options.entrySet()) {
            try (InMemoryPacs pacs = InMemoryPacs.start()) {
                SyntheticExam exam = SyntheticExam.builder(31)
                        .transferSyntax(option.getKey())
                        .build();
                Program.Result result = Dcmtk.storescu(
                        pacs.aeTitle().value(), pacs.dimsePort(), exam.writeTo(directory), option.getValue());
                assertThat(result.exitCode()).as(result.output()).isZero();
                assertThat(pacs.received())
                        .hasSize(4)
                        .allMatch(instance -> instance.transferSyntax() == option.getKey());
                for (SyntheticImage image : exam.syntheticImages()) {
                    assertThat(Objects.dataSet(
                                    pacs.part10(image.sopInstanceUid()).orElseThrow()))
                            .isEqualTo(image.render().dataSet());
                }
            }
        }
    }

    @Test
    void storescuReportsTheStatusItWasGiven() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            pacs.inject(new PacsFault.Refuse(StoreStatus.outOfResources("disk full"), 1));
            List<Path> files = SyntheticExam.of(32).writeTo(directory);
            Program.Result result = Dcmtk.storescu(pacs.aeTitle().value(), pacs.dimsePort(), files, "-nh");
            assertThat(result.output()).contains("Refused: OutOfResources");
            assertThat(pacs.received()).as("the others of the association").hasSize(3);
        }
    }

    @Test
    void storescpStoresWhatWeSend() throws Exception {
        SyntheticExam exam = SyntheticExam.of(33);
        try (Dcmtk.Storescp storescp = Dcmtk.Storescp.start(directory)) {
            RemoteAe remote = RemoteAe.of(new AeTitle(storescp.aeTitle()), "127.0.0.1", storescp.port());
            assertThat(Objects.sender(remote).echo().isAccepted()).isTrue();
            assertThat(Objects.sender(remote).store(exam.writeTo(directory.resolve("exam"))))
                    .hasSize(4)
                    .allMatch(SendOutcome::isAccepted);
            List<Part10File> received = new ArrayList<>();
            for (Path file : storescp.files()) {
                received.add(Objects.read(file));
            }
            assertThat(received)
                    .extracting(Part10File::dataSet)
                    .containsExactlyInAnyOrderElementsOf(
                            exam.images().stream().map(Part10File::dataSet).toList());
        }
    }
}

package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Objects;
import org.mammoclip.conformance.peers.Orthanc;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticImage;
import org.mammoclip.dicom.web.QidoClient;
import org.mammoclip.dicom.web.StowClient;
import org.mammoclip.dicom.web.WadoClient;
import org.mammoclip.dicom.web.WebEndpoint;
import org.mammoclip.dicom.web.WebException;

/** Our DIMSE and DICOMweb clients against Orthanc. */
class OrthancInteropIT {
    @TempDir
    static Path orthancDirectory;

    @TempDir
    Path directory;

    private static Orthanc orthanc;

    @BeforeAll
    static void startOrthanc() throws Exception {
        orthanc = Orthanc.start(orthancDirectory);
    }

    @AfterAll
    static void stopOrthanc() {
        if (orthanc != null) {
            orthanc.close();
        }
    }

    @Test
    void keepsWhatDimseStores() throws Exception {
        SyntheticExam exam = SyntheticExam.of(41);
        InstanceSender sender = sender(Orthanc.AE_TITLE, "MAMMOCLIP");
        assertThat(sender.echo().isAccepted()).isTrue();
        List<Path> files = exam.writeTo(directory);
        assertThat(sender.store(files)).hasSize(4).allMatch(SendOutcome::isAccepted);
        assertThat(sender.store(files)).as("duplicates").allMatch(SendOutcome::isAccepted);
        assertHeld(exam);
    }

    @Test
    void keepsWhatStowStores() throws Exception {
        SyntheticExam exam = SyntheticExam.of(42);
        StowClient stow = new StowClient(orthanc.endpoint());
        List<Path> files = exam.writeTo(directory);
        Map<Uid, SendOutcome> outcomes = stow.store(exam.studyInstanceUid(), files);
        assertThat(outcomes.values()).hasSize(4).allMatch(SendOutcome::isAccepted);
        assertThat(stow.store(exam.studyInstanceUid(), files).values())
                .as("duplicates")
                .allMatch(SendOutcome::isAccepted);
        assertHeld(exam);
        List<byte[]> returned = retrieved(exam);
        for (Path file : files) {
            assertThat(returned).as("byte for byte").contains(Files.readAllBytes(file));
        }
    }

    @Test
    void tellsTheInstancesOfARequestApart() throws Exception {
        SyntheticExam exam = SyntheticExam.of(43);
        SyntheticExam other = SyntheticExam.of(44);
        List<Path> files =
                new ArrayList<>(exam.writeTo(directory.resolve("one")).subList(0, 1));
        files.addAll(other.writeTo(directory.resolve("other")).subList(0, 1));
        Map<Uid, SendOutcome> outcomes = new StowClient(orthanc.endpoint()).store(exam.studyInstanceUid(), files);
        assertThat(outcomes.get(exam.syntheticImages().get(0).sopInstanceUid()).isAccepted())
                .isTrue();
        assertThat(outcomes.get(other.syntheticImages().get(0).sopInstanceUid()).isAccepted())
                .as("of another study")
                .isFalse();
    }

    @Test
    void findsTheInstancesOfAStudy() throws Exception {
        SyntheticExam exam = SyntheticExam.of(45);
        new StowClient(orthanc.endpoint()).store(exam.studyInstanceUid(), exam.writeTo(directory));
        QidoClient qido = new QidoClient(orthanc.endpoint());
        assertThat(qido.alive().isAccepted()).isTrue();
        assertThat(qido.instances(exam.studyInstanceUid()))
                .extracting(result -> result.uid(Tag.SOPInstanceUID).orElseThrow())
                .containsExactlyInAnyOrderElementsOf(exam.syntheticImages().stream()
                        .map(SyntheticImage::sopInstanceUid)
                        .toList());
        assertThat(qido.instances(Uid.of("2.25.404"))).isEmpty();
    }

    @Test
    void knowsNothingOfAnUnknownStudy() {
        assertThatThrownBy(() -> new WadoClient(orthanc.endpoint()).retrieveStudy(Uid.of("2.25.404"), part -> {}))
                .isInstanceOf(WebException.class);
    }

    @Test
    void wantsCredentials() {
        assertThat(new QidoClient(WebEndpoint.of(orthanc.dicomWeb())).alive()).isInstanceOf(SendOutcome.Refused.class);
    }

    @Test
    void refusesTitlesItDoesNotKnow() throws Exception {
        List<Path> files = SyntheticExam.of(46).writeTo(directory);
        assertThat(sender("NOT_ORTHANC", "MAMMOCLIP").store(files).get(0))
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.permanent()).isTrue());
        assertThat(sender(Orthanc.AE_TITLE, "STRANGER").store(files)).noneMatch(SendOutcome::isAccepted);
    }

    private static InstanceSender sender(String called, String calling) {
        return Objects.sender(RemoteAe.of(new AeTitle(called), "127.0.0.1", orthanc.dicomPort()), calling);
    }

    private static void assertHeld(SyntheticExam exam) throws Exception {
        List<DataSet> held = new ArrayList<>();
        for (Orthanc.Held instance : orthanc.instances(exam.studyInstanceUid().value())) {
            held.add(Objects.dataSet(orthanc.file(instance)));
        }
        assertSame(exam, held);
        List<DataSet> returned = new ArrayList<>();
        for (byte[] part10 : retrieved(exam)) {
            returned.add(Objects.dataSet(part10));
        }
        assertSame(exam, returned);
    }

    private static List<byte[]> retrieved(SyntheticExam exam) throws Exception {
        List<byte[]> parts = new ArrayList<>();
        assertThat(new WadoClient(orthanc.endpoint())
                        .retrieveStudy(exam.studyInstanceUid(), part -> parts.add(part.readAllBytes()))
                        .complete())
                .isTrue();
        return parts;
    }

    private static void assertSame(SyntheticExam exam, List<DataSet> objects) {
        assertThat(objects)
                .containsExactlyInAnyOrderElementsOf(
                        exam.images().stream().map(Part10File::dataSet).toList());
    }
}

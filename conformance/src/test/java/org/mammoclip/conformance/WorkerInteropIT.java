package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Announcements;
import org.mammoclip.conformance.peers.Dcmtk;
import org.mammoclip.conformance.peers.Objects;
import org.mammoclip.conformance.peers.Orthanc;
import org.mammoclip.conformance.peers.Program;
import org.mammoclip.conformance.peers.Site;
import org.mammoclip.conformance.peers.Validators;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.StoredInstance;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;
import org.mammoclip.dicom.web.StowClient;
import org.mammoclip.dicom.web.WadoClient;
import org.mammoclip.embedded.EmbeddedKafka;

/**
 * The whole worker between real peers: storescu sends exams, four destinations receive the results (Orthanc by DIMSE,
 * Orthanc by STOW-RS, storescp, and the PACS of the test kit), and three validators read them.
 */
class WorkerInteropIT {
    private static final String CAD_SR = "1.2.840.10008.5.1.4.1.1.88.50";
    private static final String COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34";
    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    @TempDir
    static Path siteDirectory;

    @TempDir
    Path directory;

    private static Site site;
    private static Orthanc byDimse;
    private static Orthanc byWeb;
    private static Dcmtk.Storescp storescp;
    private static InMemoryPacs pacs;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startSite() throws Exception {
        site = Site.at(siteDirectory);
        byDimse = site.orthancOverDimse();
        byWeb = site.orthancOverWeb();
        storescp = site.storescp();
        pacs = site.pacs();
        kafka = site.kafka();
        site.start();
    }

    @AfterAll
    static void stopSite() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void deliversAFourViewExamUnchangedToEveryPeer() throws Exception {
        SyntheticExam exam = SyntheticExam.of(51);
        String study = exam.studyInstanceUid().value();
        Program.Result sent = Dcmtk.storescu("MAMMOCLIP", site.worker().dimsePort(), exam.writeTo(directory));
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        site.awaitState(study, "DELIVERED");

        Map<String, DataSet> results = results(exam);
        assertThat(results.values())
                .extracting(result -> result.string(Tag.SOPClassUID).orElseThrow())
                .containsExactlyInAnyOrder(
                        CAD_SR,
                        COMPREHENSIVE_3D_SR,
                        SECONDARY_CAPTURE,
                        SECONDARY_CAPTURE,
                        SECONDARY_CAPTURE,
                        SECONDARY_CAPTURE);
        assertThat(pacs.received(exam.studyInstanceUid()))
                .extracting(StoredInstance::arrivals)
                .containsOnly(1);
        assertThat(held(byDimse, study)).as("Orthanc, by C-STORE").isEqualTo(results);
        assertThat(held(byWeb, study)).as("Orthanc, by STOW-RS").isEqualTo(results);
        Map<String, DataSet> retrieved = new HashMap<>();
        new WadoClient(byWeb.endpoint()).retrieveStudy(exam.studyInstanceUid(), part -> {
            DataSet object = Objects.dataSet(part.readAllBytes());
            retrieved.put(object.string(Tag.SOPInstanceUID).orElseThrow(), object);
        });
        assertThat(retrieved).as("Orthanc, by WADO-RS").isEqualTo(results);
        assertThat(storescpFiles(study)).as("storescp").isEqualTo(results);
    }

    @Test
    void fetchesAnAnnouncedExamFromOrthancAndTellsItsPriority() throws Exception {
        SyntheticExam exam = SyntheticExam.of(57);
        new StowClient(byWeb.endpoint()).store(exam.studyInstanceUid(), exam.writeTo(directory));
        Announcements.announce(kafka, exam.studyInstanceUid(), "orthanc-web");
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertThat(held(byDimse, exam.studyInstanceUid().value())).isEqualTo(results(exam));
        List<JsonNode> events = Announcements.awaitTriage(kafka, exam.studyInstanceUid(), "DELIVERED");
        assertThat(events)
                .extracting(event -> event.path("state").asText())
                .as("the priority is told before the delivery, each once")
                .containsExactly("SCORED", "DELIVERED");
        JsonNode event = events.get(1);
        assertThat(event.path("accessionNumber").asText()).isEqualTo(exam.accessionNumber());
        assertThat(event.path("model").path("checkpointSha256").asText()).hasSize(64);
        assertThat(event.path("outputs")).hasSize(6);
    }

    @Test
    void writesObjectsThatTheValidatorsAccept() throws Exception {
        SyntheticExam exam = SyntheticExam.of(52);
        assertThat(site.modality().store(exam.writeTo(directory))).allMatch(o -> o.isAccepted());
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertValid(exam);
        assertTemplatesFollowed(exam);
    }

    @Test
    void writesValidObjectsForOneSideOnly() throws Exception {
        SyntheticExam exam = SyntheticExam.builder(53)
                .views(SyntheticView.RCC, SyntheticView.RMLO)
                .build();
        assertThat(site.modality().store(exam.writeTo(directory))).allMatch(o -> o.isAccepted());
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertThat(results(exam)).hasSize(4);
        assertValid(exam);
    }

    @Test
    void writesValidObjectsForMonochrome1OfFullFieldSize() throws Exception {
        SyntheticExam exam = SyntheticExam.builder(54)
                .monochrome1()
                .size(SyntheticExam.FULL_FIELD)
                .patientName("Müller-Lüdenscheidt^Änne")
                .build();
        assertThat(site.modality().store(exam.writeTo(directory))).allMatch(o -> o.isAccepted());
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertValid(exam);
        assertThat(results(exam).values())
                .allSatisfy(result -> assertThat(result.string(Tag.PatientName)).contains("Müller-Lüdenscheidt^Änne"));
    }

    @Test
    void givesTheSameObjectsWhenTheExamIsSentAgain() throws Exception {
        SyntheticExam exam = SyntheticExam.of(55);
        List<Path> files = exam.writeTo(directory);
        assertThat(site.modality().store(files)).allMatch(o -> o.isAccepted());
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        Map<String, DataSet> first = results(exam);
        assertThat(site.modality().store(files)).allMatch(o -> o.isAccepted());
        Thread.sleep(3_000);
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertThat(results(exam)).isEqualTo(first);
        assertThat(pacs.received(exam.studyInstanceUid()))
                .extracting(StoredInstance::arrivals)
                .containsOnly(1);
    }

    @Test
    void saysWhoMadeEachObjectAndThatItIsNotForDiagnosis() throws Exception {
        SyntheticExam exam = SyntheticExam.of(56);
        assertThat(site.modality().store(exam.writeTo(directory))).allMatch(o -> o.isAccepted());
        String study = exam.studyInstanceUid().value();
        site.awaitState(study, "DELIVERED");
        JsonNode document = site.worker().json("/api/v1/studies/" + study).orElseThrow();
        JsonNode revision = document.path("revisions").path(0);
        assertThat(revision.path("model").path("checkpointSha256").asText()).hasSize(64);
        Set<String> announced = new HashSet<>();
        revision.path("outputs")
                .forEach(output -> announced.add(output.path("sopInstanceUID").asText()));
        Map<String, DataSet> results = results(exam);
        assertThat(announced).isEqualTo(results.keySet());
        for (DataSet result : results.values()) {
            assertThat(result.string(Tag.StudyInstanceUID)).contains(study);
            assertThat(result.string(Tag.PatientID)).contains(exam.patientId());
            assertThat(result.string(Tag.AccessionNumber)).contains(exam.accessionNumber());
            assertThat(result.string(Tag.Manufacturer)).isPresent();
            assertThat(result.strings(Tag.SoftwareVersions)).isNotEmpty();
            assertThat(result.items(Tag.ContributingEquipmentSequence)).isNotEmpty();
        }
    }

    /** What the test kit's PACS holds of the results, by SOP Instance UID. */
    private static Map<String, DataSet> results(SyntheticExam exam) throws Exception {
        Map<String, DataSet> results = new HashMap<>();
        for (StoredInstance instance : pacs.received(exam.studyInstanceUid())) {
            results.put(
                    instance.sopInstanceUid().value(),
                    Objects.dataSet(pacs.part10(instance.sopInstanceUid()).orElseThrow()));
        }
        return results;
    }

    private static Map<String, DataSet> held(Orthanc orthanc, String study) throws Exception {
        Map<String, DataSet> held = new HashMap<>();
        for (Orthanc.Held instance : orthanc.instances(study)) {
            held.put(instance.sopInstanceUid(), Objects.dataSet(orthanc.file(instance)));
        }
        return held;
    }

    private static Map<String, DataSet> storescpFiles(String study) throws Exception {
        Map<String, DataSet> files = new HashMap<>();
        for (Path file : storescp.files()) {
            DataSet object = Objects.read(file).dataSet();
            if (object.string(Tag.StudyInstanceUID).filter(study::equals).isPresent()) {
                files.put(object.string(Tag.SOPInstanceUID).orElseThrow(), object);
            }
        }
        return files;
    }

    /** Writes the results to files; structured reports, or all. */
    private List<Path> files(SyntheticExam exam, boolean reportsOnly) throws Exception {
        List<Path> files = new ArrayList<>();
        for (StoredInstance instance : pacs.received(exam.studyInstanceUid())) {
            if (!reportsOnly || instance.modality().equals("SR")) {
                Path file = Files.createTempFile(directory, instance.modality(), ".dcm");
                files.add(
                        Files.write(file, pacs.part10(instance.sopInstanceUid()).orElseThrow()));
            }
        }
        assertThat(files).isNotEmpty();
        return files;
    }

    private void assertValid(SyntheticExam exam) throws Exception {
        for (Path file : files(exam, false)) {
            assertThat(Validators.dciodvfy(file)).as("dciodvfy %s", file).isEmpty();
        }
        for (Path file : files(exam, true)) {
            assertThat(Validators.dsrdump(file)).as("dsrdump %s", file).isEmpty();
        }
    }

    /** Takes seconds of processor time a report, so once. */
    private void assertTemplatesFollowed(SyntheticExam exam) throws Exception {
        for (Path file : files(exam, true)) {
            assertThat(Validators.pixelmed(file)).as("PixelMed %s", file).isEmpty();
        }
    }
}

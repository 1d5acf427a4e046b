package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.dicom.node.EmbeddedDimseProvider;
import org.mammoclip.dicom.web.Authentication;
import org.mammoclip.dicom.web.QidoClient;
import org.mammoclip.dicom.web.StowClient;
import org.mammoclip.dicom.web.WadoClient;
import org.mammoclip.dicom.web.WebEndpoint;

class InMemoryPacsTest {
    private static final ReadLimits ALL_IN_MEMORY = ReadLimits.DEFAULT;

    @TempDir
    Path directory;

    private final SyntheticExam exam = SyntheticExam.of(21);

    @Test
    void storesByDimseAndReturnsByWado() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            List<Path> files = exam.writeTo(directory);
            assertThat(sender(pacs).echo().isAccepted()).isTrue();
            assertThat(sender(pacs).store(files)).allMatch(SendOutcome::isAccepted);
            assertThat(pacs.received(exam.studyInstanceUid())).hasSize(4).allSatisfy(instance -> {
                assertThat(instance.arrivals()).isEqualTo(1);
                assertThat(instance.modality()).isEqualTo("MG");
            });
            assertSameExam(retrieved(pacs));
        }
    }

    @Test
    void storesByStowAndReturnsTheSameBytes() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            List<Path> files = exam.writeTo(directory);
            Map<Uid, SendOutcome> outcomes =
                    new StowClient(WebEndpoint.of(pacs.dicomWeb())).store(exam.studyInstanceUid(), files);
            assertThat(outcomes.values()).hasSize(4).allMatch(SendOutcome::isAccepted);
            for (int i = 0; i < 4; i++) {
                Uid uid = exam.syntheticImages().get(i).sopInstanceUid();
                assertThat(pacs.part10(uid)).contains(Files.readAllBytes(files.get(i)));
            }
            assertSameExam(retrieved(pacs));
        }
    }

    @Test
    void findsWhatItHolds() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            pacs.load(exam.images());
            pacs.load(SyntheticExam.of(22).images());
            QidoClient qido = new QidoClient(WebEndpoint.of(pacs.dicomWeb()));
            assertThat(qido.alive().isAccepted()).isTrue();
            assertThat(qido.instances(exam.studyInstanceUid()))
                    .extracting(result -> result.uid(Tag.SOPInstanceUID).orElseThrow())
                    .containsExactlyElementsOf(exam.syntheticImages().stream()
                            .map(SyntheticImage::sopInstanceUid)
                            .toList());
            assertThat(qido.instances(Uid.of("1.2.3"))).isEmpty();
            List<DataSet> studies = search(pacs, "/studies?PatientID=" + exam.patientId());
            assertThat(studies).hasSize(1);
            assertThat(studies.get(0).uid(Tag.StudyInstanceUID)).contains(exam.studyInstanceUid());
            assertThat(studies.get(0).integer(Tag.NumberOfStudyRelatedInstances))
                    .hasValue(4);
            assertThat(search(pacs, "/studies?limit=1")).hasSize(1);
            assertThat(search(pacs, "/studies/" + exam.studyInstanceUid() + "/series"))
                    .hasSize(4);
            assertThat(search(pacs, "/studies/" + exam.studyInstanceUid() + "/metadata"))
                    .hasSize(4);
            assertThat(pacs.received()).allMatch(instance -> instance.arrivals() == 0);
        }
    }

    @Test
    void countsEveryArrivalAndKeepsTheFirstCopy() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            List<Path> files = exam.writeTo(directory);
            sender(pacs).store(files.subList(0, 1));
            new StowClient(WebEndpoint.of(pacs.dicomWeb())).store(exam.studyInstanceUid(), files.subList(0, 1));
            StoredInstance twice = pacs.received().get(0);
            assertThat(twice.arrivals()).isEqualTo(2);
            assertThat(twice.identical()).isTrue();
            SyntheticExam other = SyntheticExam.builder(21)
                    .views(SyntheticView.LCC)
                    .withoutLesions()
                    .build();
            sender(pacs).store(other.writeTo(directory.resolve("other")));
            StoredInstance changed = pacs.received().get(0);
            assertThat(changed.arrivals()).isEqualTo(3);
            assertThat(changed.identical()).isFalse();
            assertThat(pacs.part10(changed.sopInstanceUid()).orElseThrow())
                    .endsWith(
                            exam.images().get(0).dataSet().bytes(Tag.PixelData).orElseThrow());
        }
    }

    @Test
    void keepsObjectsInADirectory() throws Exception {
        Path kept = directory.resolve("pacs");
        try (InMemoryPacs pacs = InMemoryPacs.builder()
                .directory(kept)
                .aeTitle(new AeTitle("ARCHIVE"))
                .start()) {
            List<Path> files = exam.writeTo(directory.resolve("exam"));
            sender(pacs).store(files.subList(0, 2));
            new StowClient(WebEndpoint.of(pacs.dicomWeb())).store(exam.studyInstanceUid(), files);
            assertThat(retrieved(pacs)).hasSize(4);
        }
        try (Stream<Path> objects = Files.list(kept)) {
            assertThat(objects.map(file -> file.getFileName().toString()))
                    .hasSize(4)
                    .allMatch(
                            name -> name.matches(
                                    "0000[1-4]-digital-mammography-x-ray-image-storage-for-presentation\\.dcm|0000[1-4]-[a-z-]+\\.dcm"));
        }
    }

    @Test
    void refusesAsToldAndThenStores() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            List<Path> files = exam.writeTo(directory).subList(0, 1);
            pacs.inject(new PacsFault.Refuse(StoreStatus.outOfResources("full"), 2));
            assertThat(sender(pacs).store(files).get(0))
                    .isInstanceOfSatisfying(
                            SendOutcome.Refused.class,
                            refused -> assertThat(refused.status().code()).isEqualTo(0xA700));
            SendOutcome stow = stow(pacs, files);
            assertThat(stow)
                    .isInstanceOfSatisfying(
                            SendOutcome.Refused.class,
                            refused -> assertThat(refused.status().code()).isEqualTo(0xA700));
            assertThat(pacs.received()).isEmpty();
            assertThat(stow(pacs, files).isAccepted()).isTrue();
        }
    }

    @Test
    void closesConnectionsAndLosesResponsesAsTold() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            List<Path> files = exam.writeTo(directory).subList(0, 1);
            pacs.inject(new PacsFault.CloseConnection(1), new PacsFault.LoseResponse(1));
            assertThat(sender(pacs).store(files)).hasOnlyElementsOfType(SendOutcome.Unreachable.class);
            assertThat(pacs.received()).isEmpty();
            assertThat(sender(pacs).store(files)).hasOnlyElementsOfType(SendOutcome.Unreachable.class);
            assertThat(pacs.received()).hasSize(1);
            assertThat(sender(pacs).store(files)).allMatch(SendOutcome::isAccepted);
            assertThat(pacs.received().get(0).arrivals()).isEqualTo(2);
        }
    }

    @Test
    void answersHttpCodesAsTold() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            pacs.inject(new PacsFault.Http(503, 1), new PacsFault.Http(409, 1));
            assertThat(status(pacs, "/studies")).isEqualTo(503);
            assertThat(status(pacs, "/studies")).isEqualTo(409);
            assertThat(status(pacs, "/studies")).isEqualTo(200);
        }
    }

    @Test
    void stallsUntilTheFaultsAreCleared() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            pacs.inject(new PacsFault.Stall(Duration.ofMinutes(5), 1));
            Thread clearing = new Thread(pacs::clearFaults);
            long began = System.nanoTime();
            new Thread(() -> {
                        try {
                            Thread.sleep(300);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        clearing.start();
                    })
                    .start();
            assertThat(status(pacs, "/studies")).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(250), Duration.ofMinutes(1));
        }
    }

    @Test
    void goesDownAndComesBackOnItsPortsWithItsObjects() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            List<Path> files = exam.writeTo(directory);
            sender(pacs).store(files);
            int port = pacs.dimsePort();
            URI web = pacs.dicomWeb();
            pacs.down();
            assertThat(sender(pacs).echo()).isInstanceOf(SendOutcome.Unreachable.class);
            assertThat(new QidoClient(WebEndpoint.of(web)).alive()).isInstanceOf(SendOutcome.Unreachable.class);
            pacs.up();
            assertThat(pacs.dimsePort()).isEqualTo(port);
            assertThat(pacs.dicomWeb()).isEqualTo(web);
            assertThat(sender(pacs).echo().isAccepted()).isTrue();
            assertThat(pacs.received()).hasSize(4);
        }
    }

    @Test
    void wantsItsCredentials() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.builder()
                .basicAuthentication("triage", "pass:word")
                .start()) {
            assertThat(status(pacs, "/studies")).isEqualTo(401);
            Path password = Files.writeString(directory.resolve("password"), "pass:word\n");
            WebEndpoint endpoint = WebEndpoint.of(pacs.dicomWeb(), new Authentication.Basic("triage", password));
            assertThat(new QidoClient(endpoint).alive().isAccepted()).isTrue();
        }
    }

    @Test
    void answersBadRequestsAsTheStandardSays() throws Exception {
        try (InMemoryPacs pacs = InMemoryPacs.start()) {
            assertThat(status(pacs, "/studies/1.2.3")).isEqualTo(404);
            assertThat(status(pacs, "/studies/..%2F..%2Fetc")).isIn(400, 404);
            assertThat(status(pacs, "/nothing")).isEqualTo(404);
            assertThat(post(pacs, "text/plain", "hello")).isEqualTo(415);
            assertThat(post(pacs, "multipart/related; type=\"application/dicom\"; boundary=B", "no boundary"))
                    .isEqualTo(400);
            assertThat(post(
                            pacs,
                            "multipart/related; type=\"application/dicom\"; boundary=B",
                            "--B\r\nContent-Type: application/dicom\r\n\r\ngarbage\r\n--B--"))
                    .isEqualTo(409);
            assertThat(pacs.received()).isEmpty();
        }
    }

    private static InstanceSender sender(InMemoryPacs pacs) {
        return new EmbeddedDimseProvider()
                .sender(RemoteAe.of(pacs.aeTitle(), "127.0.0.1", pacs.dimsePort()), new AeTitle("TESTER"));
    }

    private SendOutcome stow(InMemoryPacs pacs, List<Path> files) throws Exception {
        return new StowClient(WebEndpoint.of(pacs.dicomWeb()))
                .store(exam.studyInstanceUid(), files)
                .values()
                .iterator()
                .next();
    }

    private List<Part10File> retrieved(InMemoryPacs pacs) throws Exception {
        List<Part10File> parts = new ArrayList<>();
        assertThat(new WadoClient(WebEndpoint.of(pacs.dicomWeb()))
                        .retrieveStudy(
                                exam.studyInstanceUid(),
                                part -> parts.add(Part10Reader.read(
                                        new ByteArrayInputStream(part.readAllBytes()), ALL_IN_MEMORY)))
                        .complete())
                .isTrue();
        return parts;
    }

    private void assertSameExam(List<Part10File> objects) {
        assertThat(objects)
                .extracting(Part10File::dataSet)
                .containsExactlyElementsOf(
                        exam.images().stream().map(Part10File::dataSet).toList());
        assertThat(objects)
                .extracting(Part10File::transferSyntax)
                .containsOnly(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static List<DataSet> search(InMemoryPacs pacs, String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(pacs.dicomWeb() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return DicomJson.read(response.body());
    }

    private static int status(InMemoryPacs pacs, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(pacs.dicomWeb() + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int post(InMemoryPacs pacs, String type, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(pacs.dicomWeb() + "/studies"))
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}

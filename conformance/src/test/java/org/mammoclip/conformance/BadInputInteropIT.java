package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Announcements;
import org.mammoclip.conformance.peers.Objects;
import org.mammoclip.conformance.peers.Site;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.file.DataSetWriter;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.testkit.AssociateRequest;
import org.mammoclip.dicom.testkit.CommandSet;
import org.mammoclip.dicom.testkit.Defect;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.ReceivedPdu;
import org.mammoclip.dicom.testkit.ScriptedPeer;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;
import org.mammoclip.dicom.testkit.WireBytes;
import org.mammoclip.embedded.EmbeddedKafka;

/**
 * Bad input against the running worker: each kind gets its status or its numbered reason and is counted, and after each
 * test a good exam is served.
 */
class BadInputInteropIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Uid MAMMOGRAM = SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION;
    private static final Uid EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

    @TempDir
    static Path siteDirectory;

    @TempDir
    Path directory;

    private static Site site;
    private static InMemoryPacs pacs;
    private static EmbeddedKafka kafka;
    private static long seed = 600;

    @BeforeAll
    static void startSite() throws Exception {
        site = Site.at(siteDirectory);
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

    @AfterEach
    void servesTheNextGoodExam() throws Exception {
        SyntheticExam exam = SyntheticExam.of(++seed);
        assertThat(send(exam)).allMatch(SendOutcome::isAccepted);
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertThat(pacs.received(exam.studyInstanceUid())).hasSize(6).allMatch(object -> object.arrivals() == 1);
    }

    @Test
    void brokenPdusCostTheirOwnAssociationAndAreCounted() throws Exception {
        double before = site.worker().metric("mammoclip_dimse_associations_total{outcome=\"aborted\"");
        byte[] request = storage().encode();
        for (byte[] bytes : List.of(
                Arrays.copyOf(request, 40),
                WireBytes.ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                new byte[5_000],
                WireBytes.pduHeader(ReceivedPdu.ASSOCIATE_RQ, 0xFFFF_FFFFL).toByteArray())) {
            try (ScriptedPeer peer = site.connect()) {
                peer.send(bytes);
                peer.halfClose();
                peer.expectClosed(SOON);
            }
        }
        for (byte[] bytes : List.of(
                WireBytes.pduHeader(ReceivedPdu.P_DATA_TF, 0x7FFF_FFFFL).toByteArray(),
                WireBytes.pdu(0x99, new byte[10]),
                WireBytes.pData(WireBytes.pdv(1, true, true, new byte[50])))) {
            try (ScriptedPeer peer = associate(storage())) {
                peer.send(bytes);
                peer.expect(ReceivedPdu.ABORT, SOON);
            }
        }
        site.worker()
                .await(
                        "counted",
                        SOON,
                        () -> site.worker().metric("mammoclip_dimse_associations_total{outcome=\"aborted\"")
                                >= before + 3);
    }

    @Test
    void aFloodOfAssociationsIsRejectedBeyondTheLimit() throws Exception {
        List<ScriptedPeer> flood = new ArrayList<>();
        int rejected = 0;
        try {
            for (int i = 0; i < 80; i++) {
                ScriptedPeer peer = site.connect();
                flood.add(peer);
                peer.send(storage().encode());
                ReceivedPdu answer = peer.receive(SOON);
                if (answer.type() == ReceivedPdu.ASSOCIATE_RJ) {
                    assertThat(answer.reason()).isEqualTo("2/3/2");
                    rejected++;
                }
            }
        } finally {
            flood.forEach(ScriptedPeer::close);
        }
        assertThat(rejected).isEqualTo(80 - 64);
        assertThat(site.worker().metric("mammoclip_dimse_associations_total{outcome=\"rejected\""))
                .isGreaterThanOrEqualTo(rejected);
        site.worker().await("free again", SOON, () -> site.worker().metric("mammoclip_dimse_associations_open") == 0);
    }

    @Test
    void anotherCalledTitleIsRejected() throws Exception {
        try (ScriptedPeer peer = site.connect()) {
            peer.send(AssociateRequest.of("ANOTHER", "MODALITY")
                    .with(MAMMOGRAM, EXPLICIT)
                    .encode());
            assertThat(peer.expect(ReceivedPdu.ASSOCIATE_RJ, SOON).reason()).isEqualTo("1/1/7");
        }
    }

    @Test
    void unknownClassesAndTransferSyntaxesAreRejectedContextByContext() throws Exception {
        AssociateRequest request = AssociateRequest.of("MAMMOCLIP", "MODALITY")
                .with(Uid.of("1.2.840.10008.5.1.4.1.1.481.1"), EXPLICIT)
                .with(MAMMOGRAM, Uid.of("1.2.840.10008.1.2.4.100"))
                .with(MAMMOGRAM, EXPLICIT);
        try (ScriptedPeer peer = site.connect()) {
            peer.send(request.encode());
            assertThat(peer.expect(ReceivedPdu.ASSOCIATE_AC, SOON).contextResults())
                    .containsExactly("1:3", "3:4", "5:0");
        }
        List<SendOutcome> chest = send(SyntheticExam.builder(++seed)
                .views(SyntheticView.LCC)
                .defect(SyntheticView.LCC, Defect.CHEST_X_RAY)
                .build());
        assertThat(chest.get(0))
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.permanent()).isTrue());
    }

    @Test
    void uidsThatAreNoneAreRefused() throws Exception {
        try (ScriptedPeer peer = associate(storage())) {
            for (String uid : List.of("..", "/", "../../../etc/passwd", "1".repeat(65))) {
                peer.sendStore(1, CommandSet.storeRq(1, MAMMOGRAM.value(), uid), new byte[100]);
                assertThat(peer.expectCommand().status()).as(uid).isEqualTo(0x0117);
            }
            peer.release();
        }
    }

    @Test
    void aDataSetThatContradictsItsCommandIsRefused() throws Exception {
        Part10File image = SyntheticExam.of(++seed).images().get(0);
        double before = refused("COMMAND_MISMATCH");
        try (ScriptedPeer peer = associate(storage())) {
            peer.sendStore(1, CommandSet.storeRq(1, MAMMOGRAM.value(), "2.25.777"), encoded(image));
            assertThat(peer.expectCommand().status()).isEqualTo(0xA900);
            peer.release();
        }
        assertThat(refused("COMMAND_MISMATCH")).isEqualTo(before + 1);
        assertThat(site.worker().state(SyntheticExam.of(seed).studyInstanceUid().value()))
                .isEmpty();
    }

    @Test
    void aTruncatedObjectIsRefused() throws Exception {
        SyntheticExam exam = SyntheticExam.of(++seed);
        byte[] whole = encoded(exam.images().get(0));
        double before = refused("UNREADABLE");
        try (ScriptedPeer peer = associate(storage())) {
            for (int length : new int[] {100, whole.length / 2, whole.length - 2}) {
                peer.sendStore(
                        1,
                        CommandSet.storeRq(
                                1,
                                MAMMOGRAM.value(),
                                exam.syntheticImages().get(0).sopInstanceUid().value()),
                        Arrays.copyOf(whole, length));
                assertThat(peer.expectCommand().status()).as("%s bytes", length).isEqualTo(0xC000);
            }
            peer.release();
        }
        assertThat(refused("UNREADABLE")).isEqualTo(before + 3);
        assertThat(site.worker().state(exam.studyInstanceUid().value())).isEmpty();
    }

    @Test
    void aConnectionThatBreaksWithinAnObjectLeavesNothing() throws Exception {
        SyntheticExam exam = SyntheticExam.of(++seed);
        byte[] whole = encoded(exam.images().get(0));
        try (ScriptedPeer peer = associate(storage())) {
            CommandSet store = CommandSet.storeRq(
                    1,
                    MAMMOGRAM.value(),
                    exam.syntheticImages().get(0).sopInstanceUid().value());
            peer.send(WireBytes.pDataFragments(1, true, store.encode(), 16_000));
            peer.send(WireBytes.pData(WireBytes.pdv(1, false, false, Arrays.copyOf(whole, 16_000))));
            peer.reset();
        }
        assertThat(site.worker().state(exam.studyInstanceUid().value())).isEmpty();
    }

    @Test
    void imagesThatCannotBeDecodedAreSaidToBeSo() throws Exception {
        double before = unscored();
        for (Defect defect :
                List.of(Defect.SHORT_PIXEL_DATA, Defect.NO_PIXEL_DATA, Defect.HUGE_SIZE, Defect.IMPOSSIBLE_BITS)) {
            SyntheticExam exam = SyntheticExam.builder(++seed)
                    .defect(SyntheticView.LCC, defect)
                    .defect(SyntheticView.LMLO, defect)
                    .defect(SyntheticView.RCC, defect)
                    .defect(SyntheticView.RMLO, defect)
                    .build();
            send(exam);
            site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
            JsonNode revision = study(exam).path("revisions").path(0);
            assertThat(revision.path("findings"))
                    .as("%s: no made-up score", defect)
                    .isEmpty();
            assertThat(revision.path("priority").asText()).isEqualTo("NONE");
            assertThat(pacs.received(exam.studyInstanceUid()))
                    .as("%s: reports that say that it failed, and nothing to look at", defect)
                    .hasSize(2)
                    .allMatch(object -> object.modality().equals("SR"));
        }
        assertThat(unscored() - before).isEqualTo(16);
        assertThat(site.worker().metric("mammoclip_queue_size{destination=\"\",queue=\"quarantine\""))
                .isGreaterThanOrEqualTo(16);
    }

    private static double unscored() throws Exception {
        return site.worker().metric("mammoclip_images_unscored_total{code=\"PIXELS_UNDECODABLE\"");
    }

    @Test
    void oneUndecodableImageDoesNotStopTheOthers() throws Exception {
        SyntheticExam exam = SyntheticExam.builder(++seed)
                .defect(SyntheticView.LCC, Defect.SHORT_PIXEL_DATA)
                .build();
        send(exam);
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertThat(pacs.received(exam.studyInstanceUid()))
                .as("two reports and three captures")
                .hasSize(5);
    }

    @Test
    void twoPatientsInOneStudyStopIt() throws Exception {
        SyntheticExam exam = SyntheticExam.builder(++seed)
                .defect(SyntheticView.RMLO, Defect.OTHER_PATIENT)
                .build();
        assertThat(send(exam)).allMatch(SendOutcome::isAccepted);
        JsonNode study = awaitDecided(exam);
        assertThat(study.path("state").asText()).isEqualTo("FAILED");
        assertThat(study.findValuesAsText("name")).contains("IDENTITY_CONFLICT");
        assertThat(study.findValuesAsText("number")).contains("2002");
        assertThat(pacs.received(exam.studyInstanceUid())).isEmpty();
    }

    @Test
    void duplicatesAreAcceptedAndConflictsAreRefused() throws Exception {
        SyntheticExam exam = SyntheticExam.of(++seed);
        assertThat(send(exam)).allMatch(SendOutcome::isAccepted);
        assertThat(send(exam)).as("the same bytes again").allMatch(SendOutcome::isAccepted);
        double before = refused("CONFLICT");
        assertThat(send(SyntheticExam.builder(seed).withoutLesions().build()))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
                            assertThat(refused.status().code()).isEqualTo(0xC001);
                            assertThat(refused.permanent()).isTrue();
                        }));
        assertThat(refused("CONFLICT")).isEqualTo(before + 4);
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertThat(pacs.received(exam.studyInstanceUid())).hasSize(6).allMatch(object -> object.arrivals() == 1);
    }

    @Test
    void aStudyWithoutMammogramsIsIneligibleWithItsReason() throws Exception {
        SyntheticExam exam = SyntheticExam.builder(++seed)
                .views(SyntheticView.LCC, SyntheticView.RCC)
                .defect(SyntheticView.LCC, Defect.OTHER_MODALITY)
                .defect(SyntheticView.RCC, Defect.OTHER_MODALITY)
                .build();
        assertIneligible(exam, "NO_MAMMOGRAM");
        assertIneligible(
                SyntheticExam.builder(++seed)
                        .views(SyntheticView.LCC, SyntheticView.RCC)
                        .defect(SyntheticView.LCC, Defect.QUALITY_CONTROL)
                        .defect(SyntheticView.RCC, Defect.SECONDARY_CAPTURE)
                        .build(),
                "MISSING_VIEWS");
    }

    @Test
    void missingViewsAreIneligibleWithTheirReason() throws Exception {
        assertIneligible(
                SyntheticExam.builder(++seed)
                        .views(SyntheticView.LCC, SyntheticView.RMLO)
                        .build(),
                "MISSING_VIEWS");
        assertIneligible(
                SyntheticExam.builder(++seed)
                        .defect(SyntheticView.LCC, Defect.NO_LATERALITY)
                        .defect(SyntheticView.RCC, Defect.NO_VIEW)
                        .build(),
                "MISSING_VIEWS");
        assertIneligible(
                SyntheticExam.builder(++seed)
                        .views(SyntheticView.LCC, SyntheticView.LMLO)
                        .defect(SyntheticView.LCC, Defect.TOMOSYNTHESIS)
                        .defect(SyntheticView.LMLO, Defect.TOMOSYNTHESIS)
                        .build(),
                "TOMOSYNTHESIS_ONLY");
    }

    @Test
    void aFifthImageOfAViewIsScoredWithTheOthers() throws Exception {
        SyntheticExam exam = SyntheticExam.builder(++seed)
                .views(SyntheticView.LCC, SyntheticView.LCC, SyntheticView.LMLO, SyntheticView.RCC, SyntheticView.RMLO)
                .build();
        assertThat(send(exam)).allMatch(SendOutcome::isAccepted);
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        JsonNode study = study(exam);
        assertThat(study.path("revisions").path(0).path("images")).hasSize(5);
    }

    @Test
    void anInstanceWithoutStudyIsRefused() throws Exception {
        double before = refused("MISSING_UID");
        List<SendOutcome> outcomes = send(SyntheticExam.builder(++seed)
                .views(SyntheticView.LCC)
                .defect(SyntheticView.LCC, Defect.NO_STUDY_UID)
                .build());
        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(0xA900));
        assertThat(refused("MISSING_UID")).isEqualTo(before + 1);
    }

    @Test
    void eventsThatAreNoneAreQuarantinedWithTheirNumber() throws Exception {
        double malformed = announcements("EVENT_MALFORMED");
        double unknown = announcements("SOURCE_UNKNOWN");
        Announcements.send(kafka, "not JSON");
        Announcements.send(kafka, "{\"eventId\": 5}");
        Announcements.announce(kafka, Uid.of("2.25.99"), "a-source-nobody-configured");
        site.worker()
                .await(
                        "quarantined",
                        SOON,
                        () -> announcements("EVENT_MALFORMED") == malformed + 2
                                && announcements("SOURCE_UNKNOWN") == unknown + 1);
        SyntheticExam exam = SyntheticExam.of(++seed);
        pacs.load(exam.images());
        Announcements.announce(kafka, exam.studyInstanceUid(), "pacs");
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
    }

    @Test
    void noTextFromTheWireReachesTheLog() throws Exception {
        SyntheticExam exam = SyntheticExam.builder(++seed)
                .patientName("Tell^Nobody")
                .patientId("SECRET-ID-4711")
                .accessionNumber("SECRETACC")
                .build();
        send(exam);
        site.awaitState(exam.studyInstanceUid().value(), "DELIVERED");
        assertThat(site.worker().log())
                .content()
                .doesNotContain(
                        "Tell^Nobody",
                        "SECRET-ID-4711",
                        "SECRETACC",
                        exam.studyInstanceUid().value());
    }

    private static AssociateRequest storage() {
        return AssociateRequest.of("MAMMOCLIP", "MODALITY").with(MAMMOGRAM, EXPLICIT);
    }

    private static ScriptedPeer associate(AssociateRequest request) throws IOException {
        return ScriptedPeer.associate(site.worker().dimsePort(), request);
    }

    private static byte[] encoded(Part10File file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataSetWriter.write(bytes, file.dataSet(), file.transferSyntax());
        return bytes.toByteArray();
    }

    private List<SendOutcome> send(SyntheticExam exam) throws IOException {
        return Objects.sender(
                        RemoteAe.of(
                                new AeTitle("MAMMOCLIP"),
                                "127.0.0.1",
                                site.worker().dimsePort()),
                        "MODALITY")
                .store(exam.writeTo(directory.resolve(exam.studyInstanceUid().value())));
    }

    private static double refused(String reason) throws Exception {
        return site.worker().metric("mammoclip_ingest_instances_total{outcome=\"refused\",reason=\"" + reason + "\"");
    }

    private static double announcements(String outcome) throws IOException, InterruptedException {
        return site.worker().metric("mammoclip_announcements_total{outcome=\"" + outcome + "\"");
    }

    private static JsonNode study(SyntheticExam exam) throws Exception {
        return site.worker().json("/api/v1/studies/" + exam.studyInstanceUid()).orElseThrow();
    }

    private static JsonNode awaitDecided(SyntheticExam exam) throws Exception {
        List<String> open = List.of("RECEIVING", "ASSEMBLED", "SCORED");
        site.worker()
                .await(
                        "decided",
                        Site.PATIENCE,
                        () -> site.worker()
                                .state(exam.studyInstanceUid().value())
                                .filter(state -> !open.contains(state))
                                .isPresent());
        return study(exam);
    }

    private void assertIneligible(SyntheticExam exam, String reason) throws Exception {
        assertThat(send(exam)).allMatch(SendOutcome::isAccepted);
        JsonNode study = awaitDecided(exam);
        assertThat(study.path("state").asText()).isEqualTo("INELIGIBLE");
        assertThat(StreamSupport.stream(study.path("revisions").spliterator(), false)
                        .map(revision ->
                                revision.path("ineligible").path("code").asText()))
                .contains(reason);
        assertThat(site.worker().metric("mammoclip_assemblies_total{outcome=\"ineligible\""))
                .isPositive();
        assertThat(pacs.received(exam.studyInstanceUid())).isEmpty();
    }
}

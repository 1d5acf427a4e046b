package org.mammoclip.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.dicom.testkit.StoredInstance;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.schema.event.EventCodec;
import org.mammoclip.schema.event.TriageCompleted;
import org.mammoclip.schema.ledger.FindingRow;
import org.mammoclip.schema.ledger.RecordedModel;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.StudyStory;

/** The running service with a findings file that names a detector, a classifier, a mapper and a density classifier. */
@Timeout(600)
class WorkerFindingsIT {
    @TempDir
    static Path folder;

    static Site site;

    @BeforeAll
    static void start() throws Exception {
        Path findings = ToyFindings.write(folder.resolve("site"));
        site = Site.open(folder, "model: { device: cpu, findings: " + findings + " }\n");
        site.startReadyWorker();
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void boxesMapsDensityAndTheDigestReachTheArchiveTheApiAndTheEvent() throws Exception {
        SyntheticExam exam = SyntheticExam.of(200);
        Uid study = exam.studyInstanceUid();
        site.send(exam);
        site.awaitState(study, StudyState.DELIVERED);

        StudyStory.Revision revision = site.latest(study);
        RecordedModel model = Objects.requireNonNull(revision.model());
        assertThat(model.thresholdsVersion()).isEqualTo("toy-1");
        String digest = Objects.requireNonNull(model.findingsSha256()).hex();
        assertThat(revision.findings())
                .extracting(FindingRow::finding)
                .contains("mass", "suspicious_calcification", "lump");
        assertThat(Objects.requireNonNull(revision.density()).a()).isBetween(0.0, 1.0);

        List<StoredInstance> objects = site.pacs.received(study).stream()
                .filter(object -> object.arrivals() > 0)
                .toList();
        for (StoredInstance object : objects) {
            if (object.sopClassUid().equals(SopClass.COMPREHENSIVE_3D_SR)) {
                assertThat(DicomJson.write(dataSet(object)))
                        .contains("origin=detector", "origin=attribution", "Mammo-FActOR map")
                        .contains("findings-sha256=" + digest, "thresholds=toy-1", "SCOORD");
            }
            if (object.sopClassUid().equals(SopClass.SECONDARY_CAPTURE_IMAGE)) {
                assertThat(dataSet(object).string(Tag.DerivationDescription).orElse(""))
                        .containsAnyOf("Mammo-FActOR map", "Detected boxes");
            }
        }
        assertThat(objects).hasSize(6);

        JsonNode api = new ObjectMapper().readTree(site.get("/api/v1/studies/" + study.value()));
        JsonNode latest = api.findValue("revisions").get(0);
        assertThat(latest.path("model").path("findingsSha256").asText()).isEqualTo(digest);
        assertThat(latest.path("density").path("D").isNumber()).isTrue();

        Site.await(() -> site.results().stream()
                .map(WorkerFindingsIT::decode)
                .anyMatch(event -> event.studyInstanceUid().equals(study)
                        && event.model() != null
                        && digest.equals(event.model().findingsSha256())
                        && "toy-1".equals(event.model().thresholdsVersion())
                        && "0.1.0-test".equals(event.model().codeVersion())
                        && "mammo-clip-minmax-1".equals(event.model().preprocessingVersion())));
    }

    private static DataSet dataSet(StoredInstance object) throws Exception {
        byte[] part10 = site.pacs.part10(object.sopInstanceUid()).orElseThrow();
        Path file = Files.write(folder.resolve(object.sopInstanceUid() + ".dcm"), part10);
        return Part10Reader.read(file, ReadLimits.DEFAULT).dataSet();
    }

    private static TriageCompleted decode(byte[] message) {
        try {
            return EventCodec.decodeTriageCompleted(message);
        } catch (org.mammoclip.schema.event.EventFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}

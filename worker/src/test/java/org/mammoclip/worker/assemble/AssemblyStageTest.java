package org.mammoclip.worker.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.select.AssemblyTimes;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.ClaimedRevision;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.InstanceKey;
import org.mammoclip.schema.ledger.LedgerInstance;
import org.mammoclip.schema.ledger.RecordedDecision;
import org.mammoclip.schema.ledger.RequestPriority;
import org.mammoclip.schema.ledger.Sha256;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.schema.ledger.StoredObject;
import org.mammoclip.schema.ledger.StudyRevision;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.schema.ledger.WorkerId;
import org.mammoclip.worker.ScriptedLedger;

class AssemblyStageTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final WorkerId WORKER = new WorkerId("anna");
    private static final Uid BAD = Uid.of("1.2.3");

    private final DataSet image = SyntheticExam.of(3).images().get(0).dataSet();
    private final InstanceReference good =
            InstanceHeader.of(image).orElseThrow().reference();
    private final List<Uid> waiting = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();

    /** Two studies: what is recorded of the first is not what intake writes. */
    private AssemblyStage stage(int attempt) {
        ScriptedLedger ledger = new ScriptedLedger()
                .on(
                        "claimForAssembly",
                        arguments -> List.of(claim(BAD, attempt), claim(good.studyInstanceUid(), attempt)))
                .on(
                        "instances",
                        arguments -> List.of(
                                arguments[0].equals(BAD)
                                        ? row("{}")
                                        : row(DicomJson.write(InstanceHeader.of(image)
                                                .orElseThrow()
                                                .attributes()))))
                .on(
                        "story",
                        arguments -> Optional.of(new StudyStory(
                                (Uid) arguments[0],
                                "",
                                RequestPriority.ROUTINE,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of())))
                .on("waitUntil", arguments -> {
                    waiting.add(((ClaimedRevision) arguments[0]).revision().studyInstanceUid());
                    return null;
                })
                .on("retryLater", arguments -> stopped.add("retry " + arguments[1]))
                .on("fail", arguments -> stopped.add("fail " + arguments[1]));
        return new AssemblyStage(
                ledger.ledger(),
                WORKER,
                SelectionRules.DEFAULT,
                AssemblyTimes.DEFAULT,
                new AssemblyStage.Listener() {
                    @Override
                    public void expected(ScreeningStudy study, Map<Uid, SpoolId> objects) {}

                    @Override
                    public void assembled() {}
                },
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SimpleMeterRegistry());
    }

    private static ClaimedRevision claim(Uid study, int attempt) {
        return new ClaimedRevision(
                new StudyRevision(study, 1),
                StudyState.RECEIVING,
                RequestPriority.ROUTINE,
                "",
                NOW,
                NOW,
                attempt,
                1,
                false,
                null,
                0,
                WORKER,
                1,
                NOW.plusSeconds(30));
    }

    private LedgerInstance row(String header) {
        return new LedgerInstance(
                new InstanceKey(good.studyInstanceUid(), good.seriesInstanceUid(), good.sopInstanceUid()),
                new StoredObject(
                        new SpoolId("x"),
                        new Sha256("a".repeat(64)),
                        1,
                        Uid.of("1.2.840.10008.1.2.1"),
                        good.sopClassUid()),
                new RecordedDecision("STD_VIEW", "LCC", true, ""),
                header,
                "MODALITY",
                1,
                NOW,
                false);
    }

    @Test
    void decidesTheNextStudyWhenOneCannotBeDecided() {
        assertThat(stage(1).assembleDue()).isTrue();
        assertThat(waiting).containsExactly(good.studyInstanceUid());
        assertThat(stopped).containsExactly("retry " + FailureCode.INTERNAL);
    }

    @Test
    void givesAStudyUpThatCouldNotBeDecidedAgainAndAgain() {
        stage(AssemblyStage.MAX_FAULTS).assembleDue();
        assertThat(waiting).containsExactly(good.studyInstanceUid());
        assertThat(stopped).containsExactly("fail " + FailureCode.INTERNAL);
    }
}

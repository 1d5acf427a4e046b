package org.mammoclip.worker.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.ledger.DeadLetter;
import org.mammoclip.schema.ledger.DeadLetterId;
import org.mammoclip.schema.ledger.LedgerStatus;
import org.mammoclip.schema.ledger.LedgerUnavailableException;
import org.mammoclip.schema.ledger.LedgerView;
import org.mammoclip.schema.ledger.RequestPriority;
import org.mammoclip.schema.ledger.StudyRevision;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.schema.ledger.TriagePriority;
import org.mammoclip.schema.ledger.WorklistEntry;

/** One study that waits for its images; can be away like a database. */
final class OneStudyView implements LedgerView {
    static final Uid STUDY = Uid.of("1.2.3");

    private final Instant now;
    private volatile boolean away;

    OneStudyView(Instant now) {
        this.now = now;
    }

    void goAway() {
        away = true;
    }

    private void answer() {
        if (away) {
            throw new LedgerUnavailableException("away", new IllegalStateException("down"));
        }
    }

    @Override
    public Optional<StudyStory> story(Uid study) {
        answer();
        if (!study.equals(STUDY)) {
            return Optional.empty();
        }
        StudyStory.Revision waiting = new StudyStory.Revision(
                1,
                StudyState.RECEIVING,
                now.minusSeconds(9),
                now.minusSeconds(5),
                now.plusSeconds(55),
                0,
                false,
                "",
                null,
                null,
                null,
                TriagePriority.NONE,
                0,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of());
        return Optional.of(new StudyStory(
                STUDY, "A1", RequestPriority.ROUTINE, List.of(), List.of(), List.of(waiting), List.of()));
    }

    @Override
    public List<Uid> studiesOf(String accessionNumber) {
        return List.of();
    }

    @Override
    public List<WorklistEntry> worklist(int limit) {
        answer();
        return List.of(new WorklistEntry(
                new StudyRevision(STUDY, 1),
                "A1",
                StudyState.SCORED,
                TriagePriority.URGENT,
                0.9,
                false,
                now,
                now,
                null));
    }

    @Override
    public LedgerStatus status(Instant at) {
        answer();
        return new LedgerStatus(
                Map.of(StudyState.RECEIVING, 1L),
                new LedgerStatus.Queue(1, Duration.ofSeconds(7)),
                LedgerStatus.Queue.EMPTY,
                Map.of("pacs", new LedgerStatus.Queue(3, Duration.ofSeconds(90))),
                Map.of("pacs", 2L),
                LedgerStatus.Queue.EMPTY,
                0,
                LedgerStatus.Queue.EMPTY,
                4);
    }

    @Override
    public List<DeadLetter> deadLetters(int limit) {
        return List.of();
    }

    @Override
    public Optional<DeadLetter> deadLetter(DeadLetterId id) {
        return Optional.empty();
    }
}

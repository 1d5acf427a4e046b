package org.mammoclip.schema.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.Uid;

/** Questions about the ledger. Reads only, each from one snapshot. */
public interface LedgerView {
    /** The whole story of one study, whether it was received or only announced. */
    Optional<StudyStory> story(Uid studyInstanceUid);

    /** Study Instance UIDs of an Accession Number, the latest first. */
    List<Uid> studiesOf(String accessionNumber);

    /** The latest revision of every study that is scored or delivered: URGENT first, then by suspicion, then by age. */
    List<WorklistEntry> worklist(int limit);

    /** Counts and ages of every queue. */
    LedgerStatus status(Instant now);

    /** What stopped and waits for somebody: failed revisions, dead deliveries, rejected announcements; the latest first. */
    List<DeadLetter> deadLetters(int limit);

    Optional<DeadLetter> deadLetter(DeadLetterId id);
}

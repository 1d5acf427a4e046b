package org.mammoclip.worker.score;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.select.Assembly;
import org.mammoclip.mammogram.select.Completeness;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.AssembledExam;
import org.mammoclip.schema.ledger.ClaimedRevision;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.Ledger;
import org.mammoclip.schema.ledger.LedgerInstance;
import org.mammoclip.schema.ledger.OutputKind;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.worker.stage.LedgerHeaders;
import org.mammoclip.worker.storage.ObjectStore;

/**
 * A claimed revision with all that scoring needs of it: the exam as it was assembled, where its files lie, and the reports
 * it will replace.
 *
 * @param files of all instances of the study, by SOP Instance UID
 * @param predecessors the structured reports of the revision before
 */
record RevisionToScore(ScreeningStudy study, Map<Uid, Path> files, List<InstanceReference> predecessors) {
    RevisionToScore {
        files = Map.copyOf(files);
        predecessors = List.copyOf(predecessors);
    }

    /** A revision that cannot be scored, however often it is tried. */
    static final class UnscorableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final FailureCode code;

        UnscorableException(FailureCode code, String detailWithoutPatientData) {
            super(detailWithoutPatientData);
            this.code = code;
        }

        FailureCode code() {
            return code;
        }
    }

    /**
     * @throws UnscorableException if the pixels of an image are gone
     * @throws IllegalStateException if the rows contradict the rules
     */
    static RevisionToScore load(ClaimedRevision claim, Ledger ledger, ObjectStore store, SelectionRules rules)
            throws UnscorableException {
        Uid uid = claim.revision().studyInstanceUid();
        List<LedgerInstance> rows = ledger.studies().instances(uid);
        StudyStory story = ledger.view()
                .story(uid)
                .orElseThrow(() -> new IllegalStateException("a claimed revision of an unknown study"));
        ScreeningStudy study = studyOf(claim, rows, story, rules);
        if (isReleased(study, rows)) {
            throw new UnscorableException(FailureCode.PIXELS_RELEASED, "retention has given up the pixels of an image");
        }
        RevisionToScore revision =
                new RevisionToScore(study, filesOf(rows, store), predecessors(story, claim.predecessor()));
        for (Mammogram mammogram : study.mammograms()) {
            if (!Files.isReadable(revision.fileOf(mammogram))) {
                throw new UnscorableException(FailureCode.SPOOL_DAMAGED, "the file of an image is missing");
            }
        }
        return revision;
    }

    /** Where the file of an image of the exam lies. */
    Path fileOf(Mammogram mammogram) {
        Path file = files.get(mammogram.source().sopInstanceUid());
        if (file == null) {
            throw new IllegalStateException("an image of the exam has no row");
        }
        return file;
    }

    private static boolean isReleased(ScreeningStudy study, List<LedgerInstance> rows) {
        Set<Uid> released = rows.stream()
                .filter(LedgerInstance::pixelsReleased)
                .map(row -> row.key().sopInstanceUid())
                .collect(Collectors.toSet());
        return study.mammograms().stream()
                .anyMatch(image -> released.contains(image.source().sopInstanceUid()));
    }

    /** The exam as it was assembled; the same rules on the same rows give the same images. */
    private static ScreeningStudy studyOf(
            ClaimedRevision claim, List<LedgerInstance> rows, StudyStory story, SelectionRules rules) {
        int revision = claim.revision().revision();
        Assembly assembly = Completeness.decideNow(LedgerHeaders.upTo(revision, rows, rules), rules);
        ScreeningStudy study;
        if (assembly instanceof Assembly.Complete complete) {
            study = complete.study();
        } else if (assembly instanceof Assembly.Partial partial) {
            study = partial.study();
        } else {
            throw new IllegalStateException("the rules have changed since the exam was assembled");
        }
        Set<Uid> decided = story.revisions().stream()
                .filter(candidate -> candidate.revision() == revision)
                .flatMap(found -> found.images().stream())
                .map(AssembledExam.Image::sopInstanceUid)
                .collect(Collectors.toSet());
        Set<Uid> derived = study.mammograms().stream()
                .map(mammogram -> mammogram.source().sopInstanceUid())
                .collect(Collectors.toSet());
        if (!decided.equals(derived)) {
            throw new IllegalStateException("the rules have changed since the exam was assembled");
        }
        return study;
    }

    private static Map<Uid, Path> filesOf(List<LedgerInstance> rows, ObjectStore store) {
        Map<Uid, Path> files = new HashMap<>();
        for (LedgerInstance row : rows) {
            files.put(row.key().sopInstanceUid(), store.file(row.object().spoolId()));
        }
        return files;
    }

    private static List<InstanceReference> predecessors(StudyStory story, int predecessor) {
        return story.revisions().stream()
                .filter(revision -> revision.revision() == predecessor)
                .flatMap(revision -> revision.outputs().stream())
                .filter(output -> output.kind() != OutputKind.SECONDARY_CAPTURE)
                .map(output -> new InstanceReference(
                        story.studyInstanceUid(),
                        output.seriesInstanceUid(),
                        output.object().sopClassUid(),
                        output.sopInstanceUid()))
                .toList();
    }
}

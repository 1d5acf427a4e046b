package org.mammoclip.dicom.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.testkit.PacsFault.Refuse;

/** The parts of one STOW-RS request and what became of them (PS3.18 10.5.3, annex I). One thread. */
final class StowResult {
    private static final int CANNOT_UNDERSTAND = 0xC000;
    private static final int DATA_SET_MISMATCH = 0xA900;

    private final PacsArchive archive;
    private final String base;
    private final Optional<Uid> study;
    private final Optional<PacsFault> fault;
    private final List<DataSet> stored = new ArrayList<>();
    private final List<DataSet> failed = new ArrayList<>();
    private final List<DataSet> unidentified = new ArrayList<>();

    StowResult(PacsArchive archive, String base, Optional<Uid> study, Optional<PacsFault> fault) {
        this.archive = archive;
        this.base = base;
        this.study = study;
        this.fault = fault;
    }

    /** Decides about one part whose bytes have been written. */
    void take(PacsArchive.Incoming incoming) throws IOException {
        PacsArchive.Candidate candidate;
        try {
            candidate = incoming.finish();
        } catch (DicomFormatException | PacsArchive.MissingIdentifierException e) {
            unidentified.add(DataSet.builder()
                    .integers(Tag.FailureReason, CANNOT_UNDERSTAND)
                    .build());
            return;
        }
        if (fault.isPresent() && fault.get() instanceof Refuse refuse) {
            fail(candidate, refuse.status().code());
        } else if (study.isPresent() && !study.get().equals(candidate.uid(Tag.StudyInstanceUID))) {
            fail(candidate, DATA_SET_MISMATCH);
        } else {
            incoming.store(candidate);
            StoredInstance instance = archive.entry(candidate.uid(Tag.SOPInstanceUID))
                    .orElseThrow()
                    .instance();
            stored.add(DicomWebHandler.reference(instance).toBuilder()
                    .text(Tag.RetrieveURL, DicomWebHandler.retrieveUrl(base, instance))
                    .build());
        }
    }

    private void fail(PacsArchive.Candidate candidate, int reason) {
        failed.add(DataSet.builder()
                .uid(Tag.ReferencedSOPClassUID, candidate.uid(Tag.SOPClassUID))
                .uid(Tag.ReferencedSOPInstanceUID, candidate.uid(Tag.SOPInstanceUID))
                .integers(Tag.FailureReason, reason)
                .build());
    }

    /** 200 all stored, 202 some, 409 none. */
    int httpCode() {
        if (failed.isEmpty() && unidentified.isEmpty()) {
            return 200;
        }
        return stored.isEmpty() ? 409 : 202;
    }

    /** The Store Instances Response Module. */
    DataSet response() {
        DataSet.Builder response = DataSet.builder();
        study.ifPresent(uid -> response.text(Tag.RetrieveURL, base + "/studies/" + uid));
        if (!stored.isEmpty()) {
            response.sequence(Tag.ReferencedSOPSequence, stored);
        }
        if (!failed.isEmpty()) {
            response.sequence(Tag.FailedSOPSequence, failed);
        }
        if (!unidentified.isEmpty()) {
            response.sequence(Tag.OtherFailuresSequence, unidentified);
        }
        return response.build();
    }
}

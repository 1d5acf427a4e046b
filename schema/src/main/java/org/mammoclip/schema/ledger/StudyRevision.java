package org.mammoclip.schema.ledger;

import org.mammoclip.dicom.Uid;

/**
 * Names one revision of a study.
 *
 * @param revision 1 for the first, one more for each time that late images or a replay changed the content
 */
public record StudyRevision(Uid studyInstanceUid, int revision) {
    public StudyRevision {
        if (revision < 1) {
            throw new IllegalArgumentException("revisions begin at 1");
        }
    }
}

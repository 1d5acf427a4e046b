package org.mammoclip.dicom.testkit;

import java.time.LocalDateTime;
import java.util.UUID;
import org.mammoclip.dicom.Uid;

/** Who and when of a {@link SyntheticExam}, as the options and the seed have it. */
record ExamIdentity(
        long seed,
        Uid studyInstanceUid,
        String patientName,
        String patientId,
        String accessionNumber,
        String studyDescription,
        LocalDateTime acquiredAt) {
    private static final UUID NAMESPACE = UUID.fromString("b1a5c5b2-54f4-4f7e-9d6b-0d6a2f7f3c11");

    /** The UID of a thing of the exam with this seed. */
    static Uid uid(long seed, String thing) {
        return Uid.nameBased(NAMESPACE, "synthetic-exam|" + seed + "|" + thing);
    }

    /** A birth year that makes the patient 45 to 74 years old in the year of the exam. */
    int birthYear() {
        return acquiredAt.getYear() - 45 - (int) Math.floorMod(seed, 30L);
    }
}

package org.mammoclip.worker.learn;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.Slot;

/**
 * A screening exam among the files of a folder. Holds patient identity.
 *
 * @param patientId Patient ID, may be empty
 * @param issuer Issuer of Patient ID, may be empty
 * @param age in years at the exam
 * @param images chosen as the worker chooses those it scores, at least one
 */
record FoundStudy(
        Uid uid,
        String patientId,
        String issuer,
        Optional<String> accessionNumber,
        OptionalInt age,
        List<Image> images) {
    /** One chosen image. */
    record Image(Path file, Uid sopInstanceUid, Slot slot, int rows, int columns) {}

    FoundStudy {
        images = List.copyOf(images);
    }
}

package org.mammoclip.worker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.data.PatientFolds;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.worker.learn.PatientKeys;
import org.mammoclip.worker.learn.StudySettings;
import picocli.CommandLine.Option;

/** A folder of DICOM studies with a file of reports, in the place of a table and its images. */
final class StudyOptions {
    @Option(
            names = "--studies",
            paramLabel = "DIR",
            description = "Folder of DICOM files, whatever they are called. Screening images are chosen as the service"
                    + " chooses what it scores, and named by SOP Instance UID.")
    @Nullable
    Path studies;

    @Option(
            names = "--reports",
            paramLabel = "FILE",
            description = "Their reports as a CSV file, one row a report: study_instance_uid, accession_number or"
                    + " patient_id (if she has one study); report with headings, or FINDINGS and IMPRESSION; optionally"
                    + " laterality (L, R, B).")
    @Nullable
    Path reports;

    @Option(
            names = "--sentences-of-side",
            description =
                    "Leave sentences that name the other breast only out of a breast's text (default: both breasts"
                            + " have the whole report).")
    boolean sentencesOfSide;

    @Option(
            names = "--patient-key-file",
            paramLabel = "FILE",
            description = "Secret of at least 16 bytes, so that nobody without it can find out whose key is whose"
                    + " (default: keys are a plain hash of Patient ID and Issuer).")
    @Nullable
    Path patientKeyFile;

    @Option(names = "--keep-patient-ids", description = "Use Patient IDs themselves instead of keys.")
    boolean keepPatientIds;

    /** Whether there are studies to be read. @throws IllegalArgumentException if a part of what they need is missing */
    boolean areGiven() {
        if ((studies == null) != (reports == null)) {
            throw new IllegalArgumentException("--studies and --reports belong together");
        }
        if (studies == null && (sentencesOfSide || keepPatientIds || patientKeyFile != null)) {
            throw new IllegalArgumentException(
                    "--sentences-of-side, --patient-key-file and --keep-patient-ids belong to --studies");
        }
        if (keepPatientIds && patientKeyFile != null) {
            throw new IllegalArgumentException("--patient-key-file and --keep-patient-ids: one of the two");
        }
        return studies != null;
    }

    /**
     * @throws IllegalArgumentException if there are none, or the secret is too short
     * @throws IOException if the secret cannot be read
     */
    StudySettings settings(int folds, long seed, boolean skipBadRows) throws IOException {
        Path folder = studies;
        Path file = reports;
        if (folder == null || file == null) {
            throw new IllegalArgumentException("--studies and --reports are needed");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--studies " + folder + " is no folder");
        }
        PatientKeys keys = keepPatientIds
                ? PatientKeys.asTheyAre()
                : patientKeyFile == null ? PatientKeys.hashed() : PatientKeys.keyed(Files.readAllBytes(patientKeyFile));
        return new StudySettings(folder, file, keys, SelectionRules.DEFAULT, sentencesOfSide, folds, seed, skipBadRows);
    }

    /** With as many folds as the reference has. */
    StudySettings settings(long seed, boolean skipBadRows) throws IOException {
        return settings(PatientFolds.USUAL, seed, skipBadRows);
    }
}

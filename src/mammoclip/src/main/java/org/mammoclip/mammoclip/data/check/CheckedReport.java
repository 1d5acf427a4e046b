package org.mammoclip.mammoclip.data.check;

import java.util.List;

/**
 * The report of one breast.
 *
 * @param line first of its rows in the file
 * @param patient whose
 * @param texts cleaned sections, findings first, repeats left out
 * @param findings whether the section has a sentence
 * @param impression whether the section has a sentence
 */
public record CheckedReport(long line, String patient, List<String> texts, boolean findings, boolean impression) {
    public CheckedReport {
        texts = List.copyOf(texts);
    }
}

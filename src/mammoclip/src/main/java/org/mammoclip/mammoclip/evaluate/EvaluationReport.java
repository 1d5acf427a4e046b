package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * A whole evaluation.
 *
 * @param findings yes-or-no questions
 * @param classes questions with several answers
 * @param retrieval of reports by images, if there were reports
 */
public record EvaluationReport(
        Provenance provenance,
        List<BinaryResult> findings,
        List<ClassResult> classes,
        Optional<RetrievalResult> retrieval) {
    public EvaluationReport {
        findings = List.copyOf(findings);
        classes = List.copyOf(classes);
    }
}

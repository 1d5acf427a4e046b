package org.mammoclip.worker.evaluate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.EvaluationSettings;
import org.mammoclip.mammoclip.evaluate.Provenance;

/**
 * What every evaluation is told.
 *
 * @param title for people
 * @param compareWith data set whose published results stand beside, or empty
 * @param commandLine as typed
 * @param codeVersion of this software
 * @param now when
 * @param settings how to evaluate
 * @param skipBadRows leave bad rows and images out, counted, instead of failing
 */
public record EvaluationContext(
        String title,
        String compareWith,
        List<String> commandLine,
        String codeVersion,
        Instant now,
        EvaluationSettings settings,
        boolean skipBadRows) {
    Provenance provenance(List<Provenance.Input> inputs, Optional<Provenance.Model> model, List<String> notes) {
        return new Provenance(title, compareWith, commandLine, codeVersion, now, inputs, model, settings, notes);
    }
}

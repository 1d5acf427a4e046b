package org.mammoclip.mammoclip.evaluate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What made a result: enough to make it again.
 *
 * @param title for people
 * @param dataSet {@code vindr}, {@code rsna}, or empty: which published results stand beside it
 * @param commandLine as it was typed, one argument each
 * @param codeVersion of this software
 * @param createdAt when
 * @param inputs files that were read
 * @param model that scored images; empty if predictions were read from a table
 * @param settings how it was evaluated
 * @param notes what a reader should know: rows left out, assumptions
 */
public record Provenance(
        String title,
        String dataSet,
        List<String> commandLine,
        String codeVersion,
        Instant createdAt,
        List<Input> inputs,
        Optional<Model> model,
        EvaluationSettings settings,
        List<String> notes) {
    /**
     * A file that was read.
     *
     * @param role what it was read for
     * @param name without its folder
     * @param sha256 of its bytes
     * @param rows used
     * @param skippedRows left out because they were bad
     */
    public record Input(String role, String name, String sha256, int rows, int skippedRows) {}

    /** A model, in the words of its card. */
    public record Model(
            String name,
            String version,
            String checkpointSha256,
            String preprocessingVersion,
            String thresholdsVersion,
            String findingsSha256,
            String device,
            String statement) {}

    public Provenance {
        commandLine = List.copyOf(commandLine);
        inputs = List.copyOf(inputs);
        notes = List.copyOf(notes);
    }
}

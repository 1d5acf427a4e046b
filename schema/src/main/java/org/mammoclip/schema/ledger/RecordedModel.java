package org.mammoclip.schema.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Which model made a result.
 *
 * @param findingsSha256 over the findings file and the model files it names; null: of a result from before it was recorded
 * @param description in plain words what it was trained on, for example that it is untrained
 */
public record RecordedModel(
        String name,
        String version,
        Sha256 checkpointSha256,
        String codeVersion,
        String preprocessingVersion,
        String thresholdsVersion,
        @Nullable Sha256 findingsSha256,
        String description) {
    public RecordedModel {
        name = Checks.text(name, 100);
        version = Checks.text(version, 100);
        codeVersion = Checks.text(codeVersion, 100);
        preprocessingVersion = Checks.text(preprocessingVersion, 100);
        thresholdsVersion = Checks.text(thresholdsVersion, 100);
        description = Checks.text(description, 400);
    }
}

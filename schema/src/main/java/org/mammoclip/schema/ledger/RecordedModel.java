package org.mammoclip.schema.ledger;

/**
 * Which model made a result.
 *
 * @param description in plain words what it was trained on, for example that it is untrained
 */
public record RecordedModel(
        String name,
        String version,
        Sha256 checkpointSha256,
        String codeVersion,
        String preprocessingVersion,
        String thresholdsVersion,
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

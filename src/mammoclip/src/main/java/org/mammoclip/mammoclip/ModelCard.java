package org.mammoclip.mammoclip;

import java.util.Locale;

/**
 * What an output must say about the model that made it, and what a caller must know to feed it.
 *
 * @param name model name, as in {@code mammoclip-demo}
 * @param version model version
 * @param architecture image tower: {@code efficientnet-b2}, {@code efficientnet-b5} or {@code efficientnet-demo}
 * @param checkpointSha256 64 lower-case hexadecimal digits that identify parameters, vocabulary and description together
 * @param trained false for parameters that were never fitted to anything
 * @param synthetic true if the parameters come from generated data or from a generator, not from patients' images
 * @param statement one sentence for people, to be repeated in every output of a model that is untrained or synthetic
 * @param input the size a {@link ModelImage} must have
 * @param attributionGrid the size of every {@link AttributionMap}
 * @param preprocessingVersion name of the preparation the parameters expect: crop, resize, min-max, mean and deviation
 * @param embeddingDimension length of every {@link Embedding}
 * @param device where the model runs: {@code cpu} or {@code cuda:N}
 * @param findings what is asked of each image, with its thresholds version
 */
public record ModelCard(
        String name,
        String version,
        String architecture,
        String checkpointSha256,
        boolean trained,
        boolean synthetic,
        String statement,
        RasterSize input,
        RasterSize attributionGrid,
        String preprocessingVersion,
        int embeddingDimension,
        String device,
        FindingSet findings) {

    public ModelCard {
        if (name.isBlank() || version.isBlank() || statement.isBlank() || preprocessingVersion.isBlank()) {
            throw new IllegalArgumentException("a model card needs name, version, statement and preprocessing version");
        }
        if (!checkpointSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + checkpointSha256);
        }
        if (embeddingDimension < 1) {
            throw new IllegalArgumentException("embedding of " + embeddingDimension + " dimensions");
        }
    }

    /** One line for logs and tables, as in {@code mammoclip-demo 1 (untrained), sha256 0123456789ab}. */
    public String summary() {
        String origin = !trained ? "untrained" : synthetic ? "trained on synthetic images" : "trained";
        return String.format(
                Locale.ROOT, "%s %s (%s), sha256 %s", name, version, origin, checkpointSha256.substring(0, 12));
    }
}

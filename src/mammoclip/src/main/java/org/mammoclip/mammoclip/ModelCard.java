package org.mammoclip.mammoclip;

import java.util.List;
import java.util.Locale;

/**
 * What an output must say about the model that made it, and what a caller must know to feed it.
 *
 * @param name model name, as in {@code mammoclip-demo}
 * @param version model version
 * @param architecture image tower: {@code efficientnet-b2}, {@code efficientnet-b5} or {@code efficientnet-demo}
 * @param checkpointSha256 64 lower-case hexadecimal digits that identify parameters, vocabulary and description together
 * @param trained false if any parameters were never fitted to anything, those of the parts included
 * @param synthetic true if any parameters come from generated data or from a generator, not from patients' images
 * @param statement one sentence for people, to be repeated in every output of a model that is untrained or synthetic
 * @param input the size a {@link ModelImage} must have
 * @param attributionGrid the size of every {@link AttributionMap}
 * @param preprocessingVersion name of the preparation the parameters expect: crop, resize, min-max, mean and deviation
 * @param embeddingDimension length of every {@link Embedding}
 * @param device where the model runs: {@code cpu} or {@code cuda:N}
 * @param findings what is asked of each image, with its thresholds version
 * @param parts the model files that the findings name, each once
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
        FindingSet findings,
        List<ModelPart> parts) {

    public ModelCard {
        parts = List.copyOf(parts);
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

    /** Of a model whose findings name no other files. */
    public ModelCard(
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
        this(
                name,
                version,
                architecture,
                checkpointSha256,
                trained,
                synthetic,
                statement,
                input,
                attributionGrid,
                preprocessingVersion,
                embeddingDimension,
                device,
                findings,
                List.of());
    }

    /**
     * What decides a finding besides the checkpoint: the findings file's digest if it names no other model, else a digest over the
     * file's and those of the models it names. 64 lower-case hexadecimal digits.
     */
    public String findingsSha256() {
        if (parts.isEmpty()) {
            return findings.sha256();
        }
        Sha256Digest digest = new Sha256Digest().update(findings.sha256());
        parts.forEach(part -> digest.update(part.sha256()));
        return digest.hex();
    }

    /** One line for logs and tables, as in {@code mammoclip-demo 1 (untrained), sha256 0123456789ab}. */
    public String summary() {
        String origin = !trained ? "untrained" : synthetic ? "trained on synthetic images" : "trained";
        return String.format(
                Locale.ROOT, "%s %s (%s), sha256 %s", name, version, origin, checkpointSha256.substring(0, 12));
    }
}

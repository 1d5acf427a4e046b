package org.mammoclip.mammoclip;

/**
 * What a comparison must say about the model.
 *
 * @param name model name
 * @param version model version
 * @param architecture image tower, as in {@code efficientnet-b5}
 * @param checkpointSha256 64 lower-case hexadecimal digits
 * @param statement one sentence for people
 * @param input the size of a {@link ModelImage}
 * @param preprocessingVersion the preparation the parameters expect
 * @param maxTokens most tokens of a text, both special ones included
 * @param vocabulary token ids are below this
 * @param embeddingDimension length of every {@link Embedding}
 * @param logitScale the learned factor on cosines, {@code exp(logit_scale)}
 * @param device {@code cpu} or {@code cuda:N}
 */
public record ProbedModel(
        String name,
        String version,
        String architecture,
        String checkpointSha256,
        String statement,
        RasterSize input,
        String preprocessingVersion,
        int maxTokens,
        int vocabulary,
        int embeddingDimension,
        double logitScale,
        String device) {}

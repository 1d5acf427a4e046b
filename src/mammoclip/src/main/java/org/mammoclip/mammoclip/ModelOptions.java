package org.mammoclip.mammoclip;

import java.util.List;

/**
 * How to open a model.
 *
 * @param device where the network runs
 * @param findings what is asked of each image
 * @param precision of the image networks
 * @param sentences free sentences whose maps are drawn besides, at most {@value #MAX_SENTENCES}
 */
public record ModelOptions(ComputeDevice device, FindingSet findings, Precision precision, List<String> sentences) {
    /** Most sentences. */
    public static final int MAX_SENTENCES = 32;

    /** Automatic device and precision, {@link FindingSet#DEFAULT}. */
    public static final ModelOptions DEFAULT = new ModelOptions(ComputeDevice.AUTO, FindingSet.DEFAULT);

    /** @throws IllegalArgumentException if there are too many sentences, or one is blank or too long */
    public ModelOptions {
        sentences = List.copyOf(sentences);
        if (sentences.size() > MAX_SENTENCES) {
            throw new IllegalArgumentException(
                    sentences.size() + " sentences, at most " + MAX_SENTENCES + " are allowed");
        }
        for (String sentence : sentences) {
            if (sentence.isBlank() || sentence.length() > ScoreSource.Prompts.MAX_PHRASE) {
                throw new IllegalArgumentException(
                        "a sentence must have 1 to " + ScoreSource.Prompts.MAX_PHRASE + " characters");
            }
        }
    }

    /** In automatic precision, without sentences. */
    public ModelOptions(ComputeDevice device, FindingSet findings) {
        this(device, findings, Precision.AUTO);
    }

    /** Without sentences. */
    public ModelOptions(ComputeDevice device, FindingSet findings, Precision precision) {
        this(device, findings, precision, List.of());
    }
}

package org.mammoclip.mammoclip;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;

/** What gives a finding its raw score on one image. */
public sealed interface ScoreSource {
    /**
     * Zero-shot: phrases that deny the finding against phrases that state it. The phrases of a side are one direction: the mean of
     * their unit vectors, scaled to unit length again. The raw score is the softmax of the two cosines at the positive side.
     *
     * @param negative 1 to 200 distinct phrases without the finding
     * @param positive 1 to 200 distinct phrases with it
     * @param temperature the cosines are divided by it before the softmax, 0.001 to 1000; empty: raw cosines, as the reference
     *     scores, between 0.119 and 0.881
     */
    record Prompts(List<String> negative, List<String> positive, OptionalDouble temperature) implements ScoreSource {
        /** Most phrases of one side. */
        public static final int MAX_PHRASES = 200;

        /** Most characters of a phrase; a text of 256 tokens is shorter. */
        public static final int MAX_PHRASE = 2000;

        /** Smallest and, as a divisor, largest temperature. */
        public static final double MIN_TEMPERATURE = 0.001;

        public static final double MAX_TEMPERATURE = 1000;

        public Prompts {
            negative = List.copyOf(negative);
            positive = List.copyOf(positive);
            requirePhrases("negative", negative);
            requirePhrases("positive", positive);
            if (new HashSet<>(negative).equals(new HashSet<>(positive))) {
                throw new IllegalArgumentException("both sides have the same phrases");
            }
            if (temperature.isPresent()
                    && !(temperature.getAsDouble() >= MIN_TEMPERATURE
                            && temperature.getAsDouble() <= MAX_TEMPERATURE)) {
                throw new IllegalArgumentException(
                        "temperature must be " + MIN_TEMPERATURE + " to " + MAX_TEMPERATURE + ", not " + temperature);
            }
        }

        /** One phrase a side and raw cosines, as the reference evaluates. */
        public static Prompts of(String negative, String positive) {
            return new Prompts(List.of(negative), List.of(positive), OptionalDouble.empty());
        }

        private static void requirePhrases(String side, List<String> phrases) {
            if (phrases.isEmpty() || phrases.size() > MAX_PHRASES) {
                throw new IllegalArgumentException(
                        phrases.size() + " " + side + " phrases: 1 to " + MAX_PHRASES + " are allowed");
            }
            if (new HashSet<>(phrases).size() != phrases.size()) {
                throw new IllegalArgumentException("a " + side + " phrase is given twice");
            }
            for (String phrase : phrases) {
                if (phrase.isBlank() || phrase.length() > MAX_PHRASE) {
                    throw new IllegalArgumentException(
                            "a " + side + " phrase must have 1 to " + MAX_PHRASE + " characters");
                }
            }
        }
    }

    /**
     * A trained classifier with its own image encoder; the raw score is the sigmoid of one of its logits.
     *
     * @param checkpoint file or folder
     * @param output index of the logit, from 0
     */
    record Classifier(Path checkpoint, int output) implements ScoreSource {
        public Classifier {
            requireIndex("output", output);
        }
    }

    /**
     * A RetinaNet detector; the raw score is the largest score of a detection of one class, 0 if there is none.
     *
     * @param checkpoint file or folder
     * @param classIndex from 0
     */
    record Detector(Path checkpoint, int classIndex) implements ScoreSource {
        public Detector {
            requireIndex("class", classIndex);
        }
    }

    /** Most outputs or classes of a head. */
    int MAX_INDEX = 999;

    private static void requireIndex(String what, int index) {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException(what + " must be 0 to " + MAX_INDEX + ", not " + index);
        }
    }
}

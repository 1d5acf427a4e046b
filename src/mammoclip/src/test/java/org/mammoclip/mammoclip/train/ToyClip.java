package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.text.Vocabulary;

/** A model small enough to train in a test, and samples in which a bright patch's place goes with the words. */
final class ToyClip {
    static final int ROWS = 32;
    static final int COLUMNS = 24;
    private static final int PLACES = 8;
    private static final int FIRST_WORD = 4;
    private static final int WORDS = 26;
    private static final int CLS = 2;
    private static final int SEP = 3;

    private ToyClip() {}

    static ModelDescription description() {
        return new ModelDescription(
                "toy",
                "1",
                true,
                true,
                "toy model of a test",
                "Apache-2.0",
                EfficientNetArchitecture.DEMO.name(),
                new ModelDescription.Preparation("toy-1", ROWS, COLUMNS, 1, 0.3f, 0.25f),
                new ModelDescription.Text("bert", FIRST_WORD + WORDS, 2, 32, 2, 64, 16, 16, true),
                16);
    }

    static Vocabulary vocabulary() {
        List<String> pieces = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        IntStream.range(0, WORDS).forEach(word -> pieces.add("w" + word));
        return new Vocabulary(pieces);
    }

    static TrainableClip load(NDManager manager, Regularization regularization) {
        ModelDescription description = description();
        return TrainableClip.load(manager, description, InitialValues.of(5, description.parameters()), regularization);
    }

    /** A patch at one of eight places in noise, and a word for each half of the place's number. */
    static TrainingPair pair(int index, RandomGenerator random) {
        int place = index % PLACES;
        int[] text = {CLS, FIRST_WORD + place, FIRST_WORD + PLACES + random.nextInt(8), SEP};
        int[] second = {CLS, FIRST_WORD + PLACES + random.nextInt(8), FIRST_WORD + 16 + place, FIRST_WORD, SEP};
        return new TrainingPair("toy-" + index, image(place, random), image(place, random), text, second);
    }

    private static byte[] image(int place, RandomGenerator random) {
        byte[] raster = new byte[ROWS * COLUMNS];
        for (int i = 0; i < raster.length; i++) {
            int row = i / COLUMNS / (ROWS / 4);
            int column = i % COLUMNS / (COLUMNS / 2);
            raster[i] = (byte) (random.nextInt(60) + (row * 2 + column == place ? 150 : 0));
        }
        return raster;
    }

    static List<TrainingPair> pairs(int count, long seed) {
        return IntStream.range(0, count)
                .mapToObj(index -> pair(index, SplitMix64.stream(seed, "toy", index)))
                .toList();
    }

    /** {@code size} samples in memory; training ones are drawn anew each time, the others stay. */
    static PairSamples samples(int size) {
        return new PairSamples() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public TrainingPair read(int index, Phase phase, RandomGenerator random) {
                return pair(index, phase == Phase.TRAINING ? random : SplitMix64.stream(77, "fixed", index));
            }
        };
    }
}

package org.mammoclip.mammoclip.train;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.mammoclip.mammoclip.loss.Phase;

/** Where samples come from. One thread at a time. */
public interface PairSamples {
    /** Number of samples. */
    int size();

    /**
     * @param index 0 to size - 1
     * @param phase whether images are augmented and texts drawn, or the same bits come each time
     * @param random the only source of chance: the same index and the same stream give the same bits
     * @throws IOException if an image cannot be read; the message names it
     */
    TrainingPair read(int index, Phase phase, RandomGenerator random) throws IOException;
}

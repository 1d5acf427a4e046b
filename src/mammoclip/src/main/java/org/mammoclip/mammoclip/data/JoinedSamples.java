package org.mammoclip.mammoclip.data;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.train.PairSamples;
import org.mammoclip.mammoclip.train.TrainingPair;

/** Samples of several tables, one after the other; a run shuffles them together, without weights, as the reference does. */
public final class JoinedSamples implements PairSamples {
    private final List<PairSamples> parts;

    public JoinedSamples(List<PairSamples> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public int size() {
        return parts.stream().mapToInt(PairSamples::size).reduce(0, Math::addExact);
    }

    @Override
    public TrainingPair read(int index, Phase phase, RandomGenerator random) throws IOException {
        int rest = index;
        for (PairSamples part : parts) {
            if (rest < part.size()) {
                return part.read(rest, phase, random);
            }
            rest -= part.size();
        }
        throw new IndexOutOfBoundsException("sample " + index + " of " + size());
    }
}

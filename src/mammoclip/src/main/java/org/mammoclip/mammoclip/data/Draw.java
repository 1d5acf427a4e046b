package org.mammoclip.mammoclip.data;

import java.util.Comparator;
import java.util.List;
import org.mammoclip.mammoclip.random.SplitMix64;

/** Chance that belongs to a name: the same for the same seed, whatever else there is. */
final class Draw {
    private Draw() {}

    /** @return in [0, 1) */
    static double of(long seed, String purpose, String name) {
        return SplitMix64.stream(seed, purpose, SplitMix64.seed(name)).nextDouble();
    }

    /** Names by what is drawn for them, without repeats. */
    static List<String> ordered(long seed, String purpose, List<String> names) {
        return names.stream()
                .distinct()
                .sorted(Comparator.<String>comparingDouble(name -> of(seed, purpose, name))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}

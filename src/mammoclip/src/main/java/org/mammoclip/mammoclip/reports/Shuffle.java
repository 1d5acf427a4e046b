package org.mammoclip.mammoclip.reports;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Fisher and Yates, from the end, so that the same generator gives the same order on every Java version. */
final class Shuffle {
    private Shuffle() {}

    static <T> void inPlace(List<T> list, RandomGenerator random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }

    static <T> T pick(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}

package org.mammoclip.mammoclip.evaluate;

import java.util.stream.DoubleStream;

/** How scores of the parts become the score of the whole. */
public enum Combination {
    MEAN {
        @Override
        double of(DoubleStream scores) {
            return scores.average().orElseThrow();
        }
    },
    MAX {
        @Override
        double of(DoubleStream scores) {
            return scores.max().orElseThrow();
        }
    };

    abstract double of(DoubleStream scores);
}

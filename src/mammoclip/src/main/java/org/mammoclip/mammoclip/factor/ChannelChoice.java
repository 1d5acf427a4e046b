package org.mammoclip.mammoclip.factor;

import java.util.Arrays;
import java.util.Comparator;

/** Which channels of the feature map go into a heat map. Channels that point away from the sentence never do. */
public sealed interface ChannelChoice {
    /** Every channel with a positive similarity. */
    ChannelChoice ALL_POSITIVE = new AllPositive();

    /** The similarities of the channels that count, 0 for the others. */
    float[] weights(float[] similarities);

    /** See {@link #ALL_POSITIVE}. */
    record AllPositive() implements ChannelChoice {
        @Override
        public float[] weights(float[] similarities) {
            float[] weights = similarities.clone();
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(0, weights[i]);
            }
            return weights;
        }
    }

    /**
     * The channels with the greatest similarities, as far as they are positive; of equal ones the first.
     *
     * @param count at least 1
     */
    record Top(int count) implements ChannelChoice {
        public Top {
            if (count < 1) {
                throw new IllegalArgumentException("a heat map needs at least one channel, not " + count);
            }
        }

        @Override
        public float[] weights(float[] similarities) {
            Integer[] order = new Integer[similarities.length];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -similarities[i]));
            float[] weights = new float[similarities.length];
            for (int rank = 0; rank < Math.min(count, order.length); rank++) {
                weights[order[rank]] = Math.max(0, similarities[order[rank]]);
            }
            return weights;
        }
    }
}

package org.mammoclip.mammoclip.learn.curve;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.random.SplitMix64;

/**
 * The same number of steps for every fraction of the labels: few images are shown often. A run's epoch is what lies between two
 * validations; here it is as long as it has to be, not one pass.
 *
 * @param epochs validations of a run, 1 to {@value #MOST_EPOCHS}
 * @param images of one epoch, whole batches; an image may be there several times
 */
record StepBudget(int epochs, List<LabelledImage> images) {
    private static final int MOST_EPOCHS = 10;

    StepBudget {
        images = List.copyOf(images);
    }

    /**
     * @param part what there is, at least one image
     * @param steps of the whole run, at least 1; what is left of them after whole epochs is not taken
     */
    static StepBudget of(List<LabelledImage> part, int steps, int batch, long seed) {
        long shown = (long) steps * batch;
        int epochs = (int) Math.max(1, Math.min(Math.min(MOST_EPOCHS, steps), shown / part.size()));
        int perEpoch = steps / epochs * batch;
        List<LabelledImage> order = shuffled(part, seed);
        List<LabelledImage> images = new ArrayList<>(perEpoch);
        for (int i = 0; i < perEpoch; i++) {
            images.add(order.get(i % order.size()));
        }
        return new StepBudget(epochs, images);
    }

    private static List<LabelledImage> shuffled(List<LabelledImage> part, long seed) {
        List<LabelledImage> order = new ArrayList<>(part);
        SplitMix64 random = SplitMix64.stream(seed, "budget", part.size());
        for (int i = order.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            LabelledImage image = order.set(i, order.get(other));
            order.set(other, image);
        }
        return order;
    }
}

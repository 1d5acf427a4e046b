package org.mammoclip.mammoclip.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mammoclip.mammoclip.loss.MultiViewLoss;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.loss.UnitRows;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.text.TokenBatch;

/**
 * Loss and gradients of one batch. Every sample is contrasted with the whole batch, also when only a few samples fit the device at
 * once. For a batch of more than {@code microBatch} samples:
 *
 * <ol>
 *   <li>all embeddings are computed piece by piece, without recording;
 *   <li>the loss of the whole batch gives the gradient with respect to each embedding;
 *   <li>each piece is computed again, recorded, and takes its share of that gradient back to the parameters.
 * </ol>
 *
 * This is exact, up to rounding, for everything that treats samples one by one. Dropout and dropped branches draw the same values
 * both times, because every piece of every step has a random stream of its own; they are other values than a whole batch would
 * draw. Batch norms in training see a piece and not the batch, as with every kind of gradient accumulation; their running statistics
 * move once per piece, in the first pass only. The price is one more forward pass.
 *
 * <p>Not thread-safe; records operations of the whole process while it runs.
 */
final class ContrastiveStep {
    private static final Function<TrainingPair, byte[]> IMAGE = TrainingPair::image;
    private static final Function<TrainingPair, byte[]> VIEW = TrainingPair::view;
    private static final Function<TrainingPair, int[]> TEXT = TrainingPair::text;
    private static final Function<TrainingPair, int[]> SECOND_TEXT = TrainingPair::secondText;
    private static final int SLOTS = 4;
    private static final int PADDING_ID = 0;

    private final TrainableClip clip;
    private final MultiViewLoss loss;
    private final int microBatch;
    private final long seed;
    private final ImageBatch images;

    /**
     * @param microBatch most samples that are recorded at once, at least 1
     * @param seed of dropout and dropped branches
     */
    ContrastiveStep(TrainableClip clip, MultiViewLoss loss, int microBatch, long seed) {
        if (microBatch < 1) {
            throw new IllegalArgumentException("micro-batch of " + microBatch);
        }
        this.clip = clip;
        this.loss = loss;
        this.microBatch = microBatch;
        this.seed = seed;
        this.images = new ImageBatch(clip.description().preparation());
    }

    /**
     * Leaves this batch's gradients, and no others, in the parameters.
     *
     * @param pairs at least 2
     * @param step number of the step, which names its random streams
     * @throws org.mammoclip.mammoclip.loss.NonFiniteLossException if the loss is NaN or infinite; gradients are then worthless
     */
    StepLoss gradients(List<TrainingPair> pairs, long step) {
        clip.learned().clearGradients();
        return pairs.size() <= microBatch ? atOnce(pairs, step) : inPieces(pairs, step);
    }

    /** The loss in evaluation mode, without label smoothing; no gradients. */
    StepLoss evaluate(List<TrainingPair> pairs) {
        clip.learned().freeze();
        try (NDManager scope = clip.newScope()) {
            NDArray[] rows = allRows(scope, pairs, Phase.EVALUATION, 0);
            return StepLoss.of(terms(scope, rows, Phase.EVALUATION));
        }
    }

    private StepLoss atOnce(List<TrainingPair> pairs, long step) {
        clip.learned().track();
        try (NDManager scope = clip.newScope();
                GradientCollector collector = collector()) {
            NDArray[] rows = new NDArray[SLOTS];
            for (int slot = 0; slot < SLOTS; slot++) {
                rows[slot] = rows(scope, pairs, slot, Phase.TRAINING, step, 0);
            }
            MultiViewLoss.Terms terms = terms(scope, rows, Phase.TRAINING);
            StepLoss value = StepLoss.of(terms);
            collector.backward(terms.total());
            return value;
        }
    }

    private StepLoss inPieces(List<TrainingPair> pairs, long step) {
        try (NDManager scope = clip.newScope()) {
            clip.learned().freeze();
            NDArray[] rows = allRows(scope, pairs, Phase.TRAINING, step);
            Map<String, NDArray> statistics = clip.copyStatistics(scope);
            clip.learned().track();
            StepLoss value = lossGradients(scope, rows);
            for (int from = 0; from < pairs.size(); from += microBatch) {
                List<TrainingPair> piece = piece(pairs, from);
                for (int slot = 0; slot < SLOTS; slot++) {
                    try (NDManager call = scope.newSubManager();
                            NDArray gradient = rows[slot].getGradient();
                            NDArray share = gradient.get(call, new NDIndex("{}:{}", from, from + piece.size()));
                            GradientCollector collector = collector()) {
                        NDArray again = rows(call, piece, slot, Phase.TRAINING, step, from);
                        collector.backward(again.mul(share).sum());
                    }
                }
            }
            clip.restoreStatistics(statistics);
            return value;
        }
    }

    /** Leaves in each embedding, and in the temperature, its gradient. */
    private StepLoss lossGradients(NDManager scope, NDArray[] rows) {
        for (NDArray slot : rows) {
            slot.setRequiresGradient(true);
        }
        try (GradientCollector collector = collector()) {
            MultiViewLoss.Terms terms = terms(scope, rows, Phase.TRAINING);
            StepLoss value = StepLoss.of(terms);
            collector.backward(terms.total());
            return value;
        }
    }

    /** All four embeddings of all samples, piece by piece. */
    private NDArray[] allRows(NDManager scope, List<TrainingPair> pairs, Phase phase, long step) {
        List<NDList> parts = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            parts.add(new NDList());
        }
        for (int from = 0; from < pairs.size(); from += microBatch) {
            for (int slot = 0; slot < SLOTS; slot++) {
                try (NDManager call = scope.newSubManager()) {
                    NDArray part = rows(call, piece(pairs, from), slot, phase, step, from);
                    part.attach(scope);
                    parts.get(slot).add(part);
                }
            }
        }
        return parts.stream().map(NDArrays::concat).toArray(NDArray[]::new);
    }

    private List<TrainingPair> piece(List<TrainingPair> pairs, int from) {
        return pairs.subList(from, Math.min(pairs.size(), from + microBatch));
    }

    /** One of the four embeddings of some samples, by a random stream of its own. */
    private NDArray rows(NDManager scope, List<TrainingPair> piece, int slot, Phase phase, long step, int from) {
        if (phase == Phase.TRAINING) {
            Engine.getEngine("PyTorch").setRandomSeed((int)
                    SplitMix64.stream(seed, "dropout", step, from, slot).nextLong());
        }
        return switch (slot) {
            case 0 -> clip.imageRows(images.load(scope, piece, IMAGE), phase);
            case 1 -> clip.imageRows(images.load(scope, piece, VIEW), phase);
            case 2 -> clip.textRows(scope, tokens(piece, TEXT), phase);
            default -> clip.textRows(scope, tokens(piece, SECOND_TEXT), phase);
        };
    }

    private static TokenBatch tokens(List<TrainingPair> piece, Function<TrainingPair, int[]> text) {
        return TokenBatch.of(piece.stream().map(text).toList(), PADDING_ID);
    }

    private MultiViewLoss.Terms terms(NDManager scope, NDArray[] rows, Phase phase) {
        return loss.of(
                UnitRows.of(rows[0]),
                UnitRows.of(rows[1]),
                UnitRows.of(rows[2]),
                UnitRows.of(rows[3]),
                clip.scale(scope),
                phase);
    }

    private static GradientCollector collector() {
        return Engine.getEngine("PyTorch").newGradientCollector();
    }
}

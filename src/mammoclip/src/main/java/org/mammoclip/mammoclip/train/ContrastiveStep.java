package org.mammoclip.mammoclip.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.mammoclip.mammoclip.loss.BaselineContrastiveLoss;
import org.mammoclip.mammoclip.loss.MultiViewLoss;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.loss.PretrainingLoss;
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
    private static final int PADDING_ID = 0;

    private final TrainableClip clip;
    private final PretrainingLoss loss;
    private final List<Slot> slots;
    private final int microBatch;
    private final long seed;
    private final ImageBatch images;

    /** One of the vectors that a sample gives; its place in the order names its random stream. */
    private enum Slot {
        IMAGE,
        VIEW,
        TEXT,
        SECOND_TEXT
    }

    /**
     * @param microBatch most samples that are recorded at once, at least 1
     * @param seed of dropout and dropped branches
     */
    ContrastiveStep(TrainableClip clip, PretrainingLoss loss, int microBatch, long seed) {
        if (microBatch < 1) {
            throw new IllegalArgumentException("micro-batch of " + microBatch);
        }
        this.clip = clip;
        this.loss = loss;
        this.slots = loss instanceof MultiViewLoss ? List.of(Slot.values()) : List.of(Slot.IMAGE, Slot.TEXT);
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
            Map<Slot, NDArray> rows = allRows(scope, pairs, Phase.EVALUATION, 0);
            return of(scope, rows, Phase.EVALUATION).value();
        }
    }

    private StepLoss atOnce(List<TrainingPair> pairs, long step) {
        clip.learned().track();
        try (NDManager scope = clip.newScope();
                GradientCollector collector = collector()) {
            Map<Slot, NDArray> rows = new EnumMap<>(Slot.class);
            for (Slot slot : slots) {
                rows.put(slot, rows(scope, pairs, slot, Phase.TRAINING, step, 0));
            }
            Total total = of(scope, rows, Phase.TRAINING);
            collector.backward(total.array());
            return total.value();
        }
    }

    private StepLoss inPieces(List<TrainingPair> pairs, long step) {
        try (NDManager scope = clip.newScope()) {
            clip.learned().freeze();
            Map<Slot, NDArray> rows = allRows(scope, pairs, Phase.TRAINING, step);
            Map<String, NDArray> statistics = clip.copyStatistics(scope);
            clip.learned().track();
            StepLoss value = lossGradients(scope, rows);
            for (int from = 0; from < pairs.size(); from += microBatch) {
                List<TrainingPair> piece = piece(pairs, from);
                for (Map.Entry<Slot, NDArray> slot : rows.entrySet()) {
                    try (NDManager call = scope.newSubManager();
                            NDArray gradient = slot.getValue().getGradient();
                            NDArray share = gradient.get(call, new NDIndex("{}:{}", from, from + piece.size()));
                            GradientCollector collector = collector()) {
                        NDArray again = rows(call, piece, slot.getKey(), Phase.TRAINING, step, from);
                        collector.backward(again.mul(share).sum());
                    }
                }
            }
            clip.restoreStatistics(statistics);
            return value;
        }
    }

    /** Leaves in each embedding, and in the temperature, its gradient. */
    private StepLoss lossGradients(NDManager scope, Map<Slot, NDArray> rows) {
        rows.values().forEach(slot -> slot.setRequiresGradient(true));
        try (GradientCollector collector = collector()) {
            Total total = of(scope, rows, Phase.TRAINING);
            collector.backward(total.array());
            return total.value();
        }
    }

    /** All vectors of all samples, piece by piece. */
    private Map<Slot, NDArray> allRows(NDManager scope, List<TrainingPair> pairs, Phase phase, long step) {
        Map<Slot, NDList> parts = new EnumMap<>(Slot.class);
        slots.forEach(slot -> parts.put(slot, new NDList()));
        for (int from = 0; from < pairs.size(); from += microBatch) {
            for (Map.Entry<Slot, NDList> slot : parts.entrySet()) {
                try (NDManager call = scope.newSubManager()) {
                    NDArray part = rows(call, piece(pairs, from), slot.getKey(), phase, step, from);
                    part.attach(scope);
                    slot.getValue().add(part);
                }
            }
        }
        Map<Slot, NDArray> rows = new EnumMap<>(Slot.class);
        parts.forEach((slot, list) -> rows.put(slot, NDArrays.concat(list)));
        return rows;
    }

    private List<TrainingPair> piece(List<TrainingPair> pairs, int from) {
        return pairs.subList(from, Math.min(pairs.size(), from + microBatch));
    }

    /** One of the vectors of some samples, by a random stream of its own. */
    private NDArray rows(NDManager scope, List<TrainingPair> piece, Slot slot, Phase phase, long step, int from) {
        if (phase == Phase.TRAINING) {
            Engine.getEngine("PyTorch")
                    .setRandomSeed((int) SplitMix64.stream(seed, "dropout", step, from, slot.ordinal())
                            .nextLong());
        }
        return switch (slot) {
            case IMAGE -> clip.imageRows(images.load(scope, piece, TrainingPair::id, TrainingPair::image), phase);
            case VIEW -> clip.imageRows(images.load(scope, piece, TrainingPair::id, TrainingPair::view), phase);
            case TEXT -> clip.textRows(scope, tokens(piece, TrainingPair::text), phase);
            case SECOND_TEXT -> clip.textRows(scope, tokens(piece, TrainingPair::secondText), phase);
        };
    }

    private static TokenBatch tokens(List<TrainingPair> piece, Function<TrainingPair, int[]> text) {
        return TokenBatch.of(piece.stream().map(text).toList(), PADDING_ID);
    }

    /** What to differentiate, and its value. */
    private record Total(NDArray array, StepLoss value) {}

    private Total of(NDManager scope, Map<Slot, NDArray> rows, Phase phase) {
        if (loss instanceof MultiViewLoss multiView) {
            MultiViewLoss.Terms terms = multiView.of(
                    unit(rows, Slot.IMAGE),
                    unit(rows, Slot.VIEW),
                    unit(rows, Slot.TEXT),
                    unit(rows, Slot.SECOND_TEXT),
                    clip.scale(scope),
                    phase);
            return new Total(terms.total(), StepLoss.of(terms));
        }
        BaselineContrastiveLoss baseline = (BaselineContrastiveLoss) loss;
        NDArray total = baseline.of(unit(rows, Slot.IMAGE), unit(rows, Slot.TEXT), clip.scale(scope), phase);
        return new Total(total, StepLoss.of(total));
    }

    private static NDArray unit(Map<Slot, NDArray> rows, Slot slot) {
        return UnitRows.of(Objects.requireNonNull(rows.get(slot)));
    }

    private static GradientCollector collector() {
        return Engine.getEngine("PyTorch").newGradientCollector();
    }
}

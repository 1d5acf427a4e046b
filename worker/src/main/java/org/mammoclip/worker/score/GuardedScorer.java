package org.mammoclip.worker.score;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.NativeMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores batches so that an image fails only for its own sake: a batch that fails is scored again in halves, down to the image that
 * cannot be scored. An image for which a GPU has no memory left is scored by the processor, on a copy of the model that is
 * opened when it is first needed. Engine thread only.
 */
final class GuardedScorer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GuardedScorer.class);

    private final ImageScorer model;
    private final Optional<ImageScorer.Opener> onProcessor;
    private final MeterRegistry metrics;
    private @Nullable ImageScorer processor;

    /** What became of an image: exactly one of the two. */
    record Outcome(@Nullable ImageResult result, @Nullable RuntimeException failure) {}

    /** @param onProcessor the same model on the processor; empty if {@code model} runs there already */
    GuardedScorer(ImageScorer model, Optional<ImageScorer.Opener> onProcessor, MeterRegistry metrics) {
        this.model = model;
        this.onProcessor = onProcessor;
        this.metrics = metrics;
    }

    ModelCard card() {
        return model.card();
    }

    /**
     * One outcome per image, in order.
     *
     * @throws DeviceLostException if no image can be scored any more
     */
    List<Outcome> score(List<ModelImage> batch) {
        try {
            return results(model, batch);
        } catch (RuntimeException e) {
            boolean exhausted = NativeMemory.isExhausted(e);
            if (!exhausted && DeviceLostException.isMeantBy(e)) {
                throw new DeviceLostException(e);
            }
            if (batch.size() > 1) {
                count(exhausted, "halved");
                int half = batch.size() / 2;
                List<Outcome> outcomes = new ArrayList<>(score(batch.subList(0, half)));
                outcomes.addAll(score(batch.subList(half, batch.size())));
                return outcomes;
            }
            return List.of(exhausted ? withoutMemory(batch, e) : new Outcome(null, e));
        }
    }

    private static List<Outcome> results(ImageScorer scorer, List<ModelImage> batch) {
        List<ImageResult> results = scorer.score(batch);
        if (results.size() != batch.size()) {
            throw new IllegalStateException(results.size() + " results for " + batch.size() + " images");
        }
        return results.stream().map(result -> new Outcome(result, null)).toList();
    }

    private Outcome withoutMemory(List<ModelImage> image, RuntimeException exhausted) {
        if (onProcessor.isEmpty() || "cpu".equals(model.card().device())) {
            count(true, "failed");
            return new Outcome(null, exhausted);
        }
        try {
            if (processor == null) {
                log.warn("the device has no memory left for one image; it is scored by the processor");
                processor = onProcessor.get().open();
            }
            Outcome outcome = results(processor, image).get(0);
            count(true, "processor");
            return outcome;
        } catch (IOException | RuntimeException e) {
            exhausted.addSuppressed(e);
            count(true, "failed");
            return new Outcome(null, exhausted);
        }
    }

    private void count(boolean exhausted, String answer) {
        if (exhausted) {
            metrics.counter("mammoclip.score.memory.exhausted", "answer", answer)
                    .increment();
        }
    }

    @Override
    public void close() {
        if (processor != null) {
            processor.close();
        }
        model.close();
    }
}

package org.mammoclip.worker.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.UnscoredImage;

/** What a batch costs its images when the model fails: one poisonous image, a full GPU, a processor without memory. */
class GuardedScorerTest {
    private static final RasterSize SIZE = new RasterSize(1, 1);
    private static final IllegalStateException NO_MEMORY =
            new IllegalStateException("CUDA out of memory. Tried to allocate 2.00 GiB");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private int processorsOpened;

    /** Answers with its device and the image's number; says no as told. */
    private static final class Model implements ImageScorer {
        private final String device;
        private final Consumer<List<ModelImage>> objection;
        private final List<Integer> batches = new ArrayList<>();
        private boolean closed;

        Model(String device, Consumer<List<ModelImage>> objection) {
            this.device = device;
            this.objection = objection;
        }

        @Override
        public ModelCard card() {
            return new ModelCard(
                    "test",
                    "1",
                    "none",
                    "0".repeat(64),
                    false,
                    true,
                    "a test",
                    SIZE,
                    SIZE,
                    "none",
                    512,
                    device,
                    FindingSet.DEFAULT);
        }

        @Override
        public List<ImageResult> score(List<ModelImage> batch) {
            batches.add(batch.size());
            objection.accept(batch);
            return batch.stream()
                    .map(image -> (ImageResult)
                            new UnscoredImage(UnscoredImage.Reason.CONSTANT_IMAGE, device + number(image)))
                    .toList();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** The images here differ in their width only. */
    private static int number(ModelImage image) {
        return image.size().columns() - 1;
    }

    private static List<ModelImage> images(int count) {
        List<ModelImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(ModelImage.of(new RasterSize(1, i + 1), new float[i + 1]));
        }
        return images;
    }

    private static List<String> answers(List<GuardedScorer.Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.result() instanceof UnscoredImage answer
                        ? answer.detail()
                        : String.valueOf(outcome.failure().getMessage()))
                .toList();
    }

    private double counted(String answer) {
        return metrics.find("mammoclip.score.memory.exhausted").tag("answer", answer).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void onePoisonousImageFailsAlone() {
        Model model = new Model("cpu", batch -> {
            if (batch.stream().anyMatch(image -> number(image) == 2)) {
                throw new IllegalArgumentException("poison");
            }
        });
        GuardedScorer scorer = new GuardedScorer(model, Optional.empty(), metrics);
        assertThat(answers(scorer.score(images(5)))).containsExactly("cpu0", "cpu1", "poison", "cpu3", "cpu4");
        assertThat(counted("halved")).isZero();
    }

    @Test
    void aBatchThatDoesNotFitIsHalvedUntilItFits() {
        Model gpu = new Model("cuda:0", batch -> {
            if (batch.size() > 2) {
                throw NO_MEMORY;
            }
        });
        GuardedScorer scorer = new GuardedScorer(gpu, Optional.of(() -> processor(batch -> {})), metrics);
        assertThat(answers(scorer.score(images(8))))
                .containsExactly(
                        "cuda:00", "cuda:01", "cuda:02", "cuda:03", "cuda:04", "cuda:05", "cuda:06", "cuda:07");
        assertThat(gpu.batches).containsExactly(8, 4, 2, 2, 4, 2, 2);
        assertThat(counted("halved")).isEqualTo(3);
        assertThat(processorsOpened).isZero();
    }

    @Test
    void anImageThatDoesNotFitIsScoredByTheProcessor() {
        Model gpu = new Model("cuda:0", batch -> {
            if (batch.stream().anyMatch(image -> number(image) != 0)) {
                throw NO_MEMORY;
            }
        });
        List<Model> processors = new ArrayList<>();
        try (GuardedScorer scorer = new GuardedScorer(
                gpu,
                Optional.of(() -> {
                    processors.add(processor(batch -> {}));
                    return processors.get(0);
                }),
                metrics)) {
            assertThat(answers(scorer.score(images(3)))).containsExactly("cuda:00", "cpu1", "cpu2");
        }
        assertThat(counted("processor")).isEqualTo(2);
        assertThat(processorsOpened).as("opened once, kept").isEqualTo(1);
        assertThat(processors.get(0).closed).isTrue();
        assertThat(gpu.closed).isTrue();
    }

    @Test
    void withoutMemoryAnywhereTheImageFailsWithBothReasons() {
        Model gpu = new Model("cuda:0", batch -> {
            throw NO_MEMORY;
        });
        GuardedScorer scorer = new GuardedScorer(
                gpu,
                Optional.of(() -> {
                    throw new IOException("no room for a second copy");
                }),
                metrics);
        RuntimeException failure = scorer.score(images(1)).get(0).failure();
        assertThat(failure).hasMessageStartingWith("CUDA out of memory");
        assertThat(failure.getSuppressed()[0]).hasMessage("no room for a second copy");
        assertThat(counted("failed")).isEqualTo(1);
    }

    @Test
    void aProcessorWithoutMemoryOpensNoSecondCopy() {
        Model model = new Model("cpu", batch -> {
            throw new IllegalStateException("DefaultCPUAllocator: can't allocate memory");
        });
        GuardedScorer scorer = new GuardedScorer(model, Optional.of(() -> processor(batch -> {})), metrics);
        assertThat(scorer.score(images(1)).get(0).failure()).isNotNull();
        assertThat(processorsOpened).isZero();
        assertThat(counted("failed")).isEqualTo(1);
    }

    @Test
    void aModelThatForgetsAnImageIsNotBelieved() {
        ImageScorer forgetful = new ImageScorer() {
            @Override
            public ModelCard card() {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<ImageResult> score(List<ModelImage> batch) {
                return List.of();
            }

            @Override
            public void close() {}
        };
        GuardedScorer scorer = new GuardedScorer(forgetful, Optional.empty(), metrics);
        assertThat(answers(scorer.score(images(1)))).containsExactly("0 results for 1 images");
    }

    private Model processor(Consumer<List<ModelImage>> objection) {
        processorsOpened++;
        return new Model("cpu", objection);
    }
}

package org.mammoclip.worker.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The model and how it runs.
 *
 * @param checkpoint {@code builtin:demo} or a path
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param precision {@code auto}, {@code float32} or {@code float16}
 * @param maxImages images in one micro-batch at most
 * @param maxDelay an image waits this long for others at most
 * @param findings what is asked of every image
 */
public record ModelConfig(
        String checkpoint, String device, String precision, int maxImages, Duration maxDelay, FindingsConfig findings) {
    private static final Path BUILT_IN = Path.of("default");

    static ModelConfig read(Section section) {
        record Batch(int maxImages, Duration maxDelay) {}
        String checkpoint = section.string("checkpoint", "builtin:demo", "builtin:demo, or a path to a checkpoint");
        String device = section.value(
                "device",
                "auto, cpu or cuda:N",
                "auto",
                "auto",
                text -> {
                    if (!text.matches("auto|cpu|cuda:\\d{1,2}")) {
                        throw new IllegalArgumentException("no such device");
                    }
                    return text;
                },
                "where the model runs; auto takes a GPU when there is one");
        String precision = section.value(
                "precision",
                "auto, float32 or float16",
                "auto",
                "auto",
                text -> {
                    if (!text.matches("auto|float32|float16")) {
                        throw new IllegalArgumentException("no such precision");
                    }
                    return text;
                },
                "what the image network computes in; auto takes float16 on a GPU if it is faithful to the checkpoint");
        Batch batch = section.section(
                "batch",
                inner -> new Batch(
                        inner.integer("maxImages", 8, 1, 64, "images in one micro-batch at most"),
                        inner.duration(
                                "maxDelay",
                                Duration.ofMillis(20),
                                Duration.ZERO,
                                Duration.ofSeconds(10),
                                "an image waits this long for others at most")));
        return new ModelConfig(
                checkpoint, device, precision, batch.maxImages(), batch.maxDelay(), findings(section, checkpoint));
    }

    private static FindingsConfig findings(Section section, String checkpoint) {
        Path file = section.value(
                "findings",
                "default or a findings file",
                BUILT_IN,
                BUILT_IN.toString(),
                Path::of,
                "default: the built-in prompts and thresholds; else a file as findings.md describes");
        return file.equals(BUILT_IN)
                ? FindingsConfig.builtIn(checkpoint)
                : section.file(FindingsConfig.DEFAULT, () -> FindingsConfig.load(file));
    }
}

package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mammoclip.mammoclip.bench.Laps;
import org.mammoclip.mammoclip.bench.UntrainedCheckpoint;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.HalfPrecision;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * How fast a model is on this machine. The encoder alone, the whole model, and the whole model without maps take turns, so that a
 * busy neighbour disturbs all alike. The images are drawn, the time does not depend on them.
 *
 * @param model one line that names it
 * @param architecture of the image tower
 * @param device where it ran: {@code cpu} or {@code cuda:N}
 * @param precision what the encoder computed in: {@code float32} or {@code float16}
 * @param encoderInput size of the tensor the encoder takes
 * @param openSeconds to open the whole model, its first pass included
 * @param firstPassSeconds the encoder's first pass of that size
 * @param encoder laps of the encoder by batch size: upload, forward pass and pooling
 * @param whole laps of {@link MammoClip#score} with one image: preparation, encoder, scores and maps
 * @param withoutMaps the same without maps
 */
public record ModelBench(
        String model,
        String architecture,
        String device,
        String precision,
        RasterSize encoderInput,
        double openSeconds,
        double firstPassSeconds,
        Map<Integer, Laps> encoder,
        Laps whole,
        Laps withoutMaps) {
    /** Most images of a batch. */
    public static final int MAX_BATCH = 64;

    /** Most laps. */
    public static final int MAX_LAPS = 10_000;

    private static final int WARM_UP = 2;

    /** What the maps of all findings and their boxes cost, as a share of the encoder's pass of one image; by the shortest laps. */
    public double mapShare() {
        return (whole.shortest() - withoutMaps.shortest())
                / Objects.requireNonNull(encoder.get(1), "a pass of one image").shortest();
    }

    /**
     * Measures a checkpoint, or without one an untrained model of an architecture.
     *
     * @param options device, precision and findings
     * @param batches batch sizes of the encoder, from 1 to {@value #MAX_BATCH}; 1 is always measured
     * @param laps of everything, from 1 to {@value #MAX_LAPS}
     * @throws IOException if the checkpoint cannot be read
     * @throws IllegalArgumentException if a number is beyond its bound, or architecture, device or precision is not there
     */
    public static ModelBench run(Subject subject, ModelOptions options, List<Integer> batches, int laps)
            throws IOException {
        if (laps < 1 || laps > MAX_LAPS) {
            throw new IllegalArgumentException(laps + " laps, from 1 to " + MAX_LAPS + " are allowed");
        }
        for (int batch : batches) {
            if (batch < 1 || batch > MAX_BATCH) {
                throw new IllegalArgumentException("a batch of " + batch + ", from 1 to " + MAX_BATCH + " are allowed");
            }
        }
        long start = System.nanoTime();
        try (MammoClip whole = MammoClip.open(subject.open(), options)) {
            double opened = seconds(start);
            try (MammoClip withoutMaps = MammoClip.open(subject.open(), withoutMaps(options));
                    Checkpoint checkpoint = subject.open()) {
                return NamedModel.onDevice(options.device(), manager -> {
                    try (manager) {
                        return new Run(manager, checkpoint, options.precision(), whole, withoutMaps)
                                .measure(opened, batches, laps);
                    }
                });
            }
        }
    }

    /** What is measured. */
    public sealed interface Subject {
        /**
         * @param name {@link MammoClip#BUILTIN_DEMO} or the path of a pre-training checkpoint
         */
        record Named(String name) implements Subject {}

        /**
         * @param architecture {@code efficientnet-b2}, {@code efficientnet-b5} or {@code efficientnet-demo}
         */
        record Untrained(String architecture) implements Subject {}

        private Checkpoint open() throws IOException {
            if (this instanceof Named named) {
                return NamedModel.checkpoint(named.name());
            }
            return new UntrainedCheckpoint(EfficientNetArchitecture.named(((Untrained) this).architecture()));
        }
    }

    private static ModelOptions withoutMaps(ModelOptions options) {
        List<FindingDefinition> findings = options.findings().findings().stream()
                .map(finding -> new FindingDefinition(
                        finding.key(),
                        finding.title(),
                        finding.source(),
                        finding.calibration(),
                        finding.threshold(),
                        new AttributionSource.None(),
                        finding.boxes()))
                .toList();
        return new ModelOptions(
                options.device(), FindingSet.of(options.findings().thresholdsVersion(), findings), options.precision());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** One measurement. */
    private static final class Run {
        private final NDManager manager;
        private final ModelDescription description;
        private final ImageEncoder encoder;
        private final MammoClip whole;
        private final MammoClip withoutMaps;
        private final RasterSize input;
        private final ModelImage image;

        Run(NDManager manager, Checkpoint checkpoint, Precision precision, MammoClip whole, MammoClip withoutMaps) {
            this.manager = manager;
            this.description = checkpoint.description();
            EfficientNetArchitecture architecture = description.toImageArchitecture();
            this.encoder = precision.half(manager.getDevice().isGpu())
                    ? HalfPrecision.load(manager, architecture, checkpoint.parameters(), ModelDescription.IMAGE_PREFIX)
                    : ImageEncoder.load(manager, architecture, checkpoint.parameters(), ModelDescription.IMAGE_PREFIX);
            this.whole = whole;
            this.withoutMaps = withoutMaps;
            ModelDescription.Preparation preparation = description.preparation();
            int reduction = preparation.reduction();
            this.input = new RasterSize(preparation.rows() / reduction, preparation.columns() / reduction);
            byte[] grey = new byte[whole.card().input().area()];
            for (int i = 0; i < grey.length; i++) {
                grey[i] = (byte) (i * 31 >>> 6);
            }
            this.image = ModelImage.ofGrey8(whole.card().input(), grey);
        }

        ModelBench measure(double opened, List<Integer> batches, int laps) {
            Map<Integer, ByteBuffer> pixels = new LinkedHashMap<>();
            pixels.put(1, pixels(1));
            batches.forEach(batch -> pixels.computeIfAbsent(batch, this::pixels));
            double first = lap(() -> pass(1, pixels.get(1)));
            Map<Integer, List<Double>> passes = new LinkedHashMap<>();
            pixels.keySet().forEach(batch -> passes.put(batch, new ArrayList<>()));
            List<Double> scored = new ArrayList<>();
            List<Double> scoredWithoutMaps = new ArrayList<>();
            for (int lap = -WARM_UP; lap < laps; lap++) {
                boolean counts = lap >= 0;
                passes.forEach((batch, seconds) ->
                        keep(counts, seconds, lap(() -> pass(batch, Objects.requireNonNull(pixels.get(batch))))));
                keep(counts, scored, lap(() -> score(whole)));
                keep(counts, scoredWithoutMaps, lap(() -> score(withoutMaps)));
            }
            Map<Integer, Laps> encoderLaps = new LinkedHashMap<>();
            passes.forEach((batch, seconds) -> encoderLaps.put(batch, new Laps(seconds, batch)));
            return new ModelBench(
                    whole.card().summary(),
                    description.image(),
                    whole.card().device(),
                    encoder.precision() == DataType.FLOAT16 ? "float16" : "float32",
                    input,
                    opened,
                    first,
                    encoderLaps,
                    new Laps(scored, 1),
                    new Laps(scoredWithoutMaps, 1));
        }

        private static void keep(boolean counts, List<Double> laps, double seconds) {
            if (counts) {
                laps.add(seconds);
            }
        }

        private static double lap(Runnable work) {
            long start = System.nanoTime();
            work.run();
            return seconds(start);
        }

        private ByteBuffer pixels(int batch) {
            ByteBuffer pixels = ImageEncoder.allocate(Math.multiplyExact(batch, input.rows()), input.columns());
            for (int i = 0; i < pixels.capacity() / Float.BYTES; i++) {
                pixels.putFloat(i * Float.BYTES, (i / 3 * 31 >>> 6 & 0xFF) / 100f - 1);
            }
            return pixels;
        }

        private void pass(int batch, ByteBuffer pixels) {
            try (NDManager scope = manager.newSubManager()) {
                Shape shape = new Shape(batch, input.rows(), input.columns(), 3);
                NDArray images =
                        scope.create(pixels.rewind(), shape, DataType.FLOAT32).transpose(0, 3, 1, 2);
                ImageEncoder.pooled(encoder.features(images)).toFloatArray();
            }
        }

        private void score(MammoClip model) {
            if (model.score(List.of(image)).size() != 1) {
                throw new IllegalStateException("one image, not one result");
            }
        }
    }
}

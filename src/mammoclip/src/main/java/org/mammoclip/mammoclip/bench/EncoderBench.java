package org.mammoclip.mammoclip.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.mammoclip.mammoclip.NativeEnvironment;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * Times one forward pass of the image tower, the serving form against the network as published, alternating in one process so
 * that a busy neighbour disturbs both alike. CPU float32, batch 1, random parameters and pixels (time does not depend on them).
 *
 * <p>Usage: {@code EncoderBench [efficientnet-b2|efficientnet-b5|efficientnet-demo] [ROWSxCOLUMNS] [ROUNDS] [both|serving]}; defaults
 * {@code efficientnet-b5 1520x912 5 both}. Prints median, minimum and maximum wall seconds, process CPU seconds, and peak resident
 * memory (of the serving form only with {@code serving}).
 */
public final class EncoderBench {
    private final PrintStream out;

    private EncoderBench(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        String network = arguments.length > 0 ? arguments[0] : "efficientnet-b5";
        String[] size = (arguments.length > 1 ? arguments[1] : "1520x912").split("x", -1);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        boolean servingOnly = arguments.length > 3 && arguments[3].equals("serving");
        new EncoderBench(System.out)
                .run(
                        EfficientNetArchitecture.named(network),
                        Integer.parseInt(size[0]),
                        Integer.parseInt(size[1]),
                        rounds,
                        servingOnly);
    }

    private void run(EfficientNetArchitecture architecture, int rows, int columns, int rounds, boolean servingOnly) {
        NativeEnvironment.warnings().forEach(warning -> out.println("warning: " + warning));
        RandomParameters parameters = new RandomParameters(1, architecture.parameters());
        float[] pixels = new float[rows * columns * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i * 2654435761L >>> 16 & 0xFFFF) / 32768f - 1;
        }
        ByteBuffer buffer = ImageEncoder.allocate(rows, columns);
        buffer.asFloatBuffer().put(pixels);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder encoder = ImageEncoder.load(manager, architecture, parameters, "")) {
            Map<String, Supplier<Float>> variants = new LinkedHashMap<>();
            if (!servingOnly) {
                EfficientNet published = new EfficientNet(architecture);
                published.load(manager, parameters, "");
                variants.put("as published, NCHW", () -> {
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray image = scope.create(pixels, new Shape(1, 3, rows, columns));
                        return first(published.features(image, ActivationTap.NONE));
                    }
                });
            }
            variants.put("serving, folded, channels-last", () -> {
                try (NDManager scope = manager.newSubManager()) {
                    return first(encoder.features(ImageEncoder.channelsLast(scope, buffer, rows, columns)));
                }
            });
            report(architecture, rows, columns, measure(variants, rounds));
        }
    }

    private static float first(NDArray features) {
        try (NDArray pooled = ImageEncoder.pooled(features)) {
            return pooled.getFloat(0, 0);
        }
    }

    private Map<String, List<Sample>> measure(Map<String, Supplier<Float>> variants, int rounds) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Supplier<Float>> variant : variants.entrySet()) {
                long cpu = cpuNanos();
                long start = System.nanoTime();
                float value = variant.getValue().get();
                Sample sample = new Sample((System.nanoTime() - start) * 1e-9, (cpuNanos() - cpu) * 1e-9);
                if (!Float.isFinite(value)) {
                    throw new IllegalStateException(variant.getKey() + " computed " + value);
                }
                if (round > 0) {
                    samples.computeIfAbsent(variant.getKey(), key -> new ArrayList<>())
                            .add(sample);
                }
            }
        }
        return samples;
    }

    private void report(
            EfficientNetArchitecture architecture, int rows, int columns, Map<String, List<Sample>> samples) {
        out.printf(
                Locale.ROOT,
                "%s, 1x3x%dx%d, float32, %d processors, peak resident %s MB%n",
                architecture.name(),
                rows,
                columns,
                Runtime.getRuntime().availableProcessors(),
                peakResidentMegabytes());
        samples.forEach((variant, values) -> {
            double[] wall = values.stream().mapToDouble(Sample::wall).sorted().toArray();
            double[] cpu = values.stream().mapToDouble(Sample::cpu).sorted().toArray();
            out.printf(
                    Locale.ROOT,
                    "%-32s wall median %.3f s (%.3f to %.3f, n=%d), CPU median %.3f s%n",
                    variant,
                    median(wall),
                    wall[0],
                    wall[wall.length - 1],
                    wall.length,
                    median(cpu));
        });
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static String peakResidentMegabytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "unknown";
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kilobytes -> Long.toString(Long.parseLong(kilobytes) / 1024))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Sample(double wall, double cpu) {}
}

package org.mammoclip.mammoclip.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.mammoclip.mammoclip.NativeEnvironment;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * Times one forward pass of the image tower, batch 1, float32, on the processor: the serving form; the same network in Python traced,
 * frozen and channels-last with the same allocator settings; it in Python as training code runs it with default settings; and our
 * own layer-by-layer form. All take turns in one run, so that a busy neighbour disturbs all alike, and all have the same random
 * parameters and pixels. {@code conformance/bench/run encoder} runs it with the launcher's environment.
 */
public final class EncoderBench {
    private static final String SERVING = "serving form";
    private static final Path SCRIPT = Path.of("src/mammoclip/src/test/python/encoder_reference.py");

    private final PrintStream out = System.out;
    private final EfficientNetArchitecture architecture;
    private final int rows;
    private final int columns;
    private final RandomParameters parameters;
    private final float[] planes;

    private EncoderBench(EfficientNetArchitecture architecture, int rows, int columns) {
        this.architecture = architecture;
        this.rows = rows;
        this.columns = columns;
        this.parameters = new RandomParameters(1, architecture.parameters());
        this.planes = new float[3 * rows * columns];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (i * 2654435761L >>> 16 & 0xFFFF) / 32768f - 1;
        }
    }

    /**
     * @param arguments {@code [--network efficientnet-b2|efficientnet-b5] [--size ROWSxCOLUMNS] [--rounds N] [--python INTERPRETER]};
     *     without them B5, 1520x912, 9 rounds, {@code /usr/bin/python3}
     */
    public static void main(String[] arguments) throws IOException {
        String network = "efficientnet-b5";
        String[] size = {"1520", "912"};
        int rounds = 9;
        String python = "/usr/bin/python3";
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--network" -> network = value;
                case "--size" -> size = value.split("x", -1);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--python" -> python = value;
                default -> throw new IllegalArgumentException("no such option: " + arguments[i]);
            }
        }
        new EncoderBench(EfficientNetArchitecture.named(network), Integer.parseInt(size[0]), Integer.parseInt(size[1]))
                .run(rounds, python);
    }

    private void run(int rounds, String python) throws IOException {
        NativeEnvironment.warnings().forEach(warning -> out.println("warning: " + warning));
        Path folder = Files.createTempDirectory("encoder-bench");
        List<PythonPass> processes = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder encoder = ImageEncoder.load(manager, architecture, parameters, "")) {
            ByteBuffer pixels = channelsLast();
            Supplier<float[]> serving = () -> {
                try (NDManager scope = manager.newSubManager()) {
                    return ImageEncoder.pooled(
                                    encoder.features(ImageEncoder.channelsLast(scope, pixels, rows, columns)))
                            .toFloatArray();
                }
            };
            Map<String, Supplier<Sample>> passes = new LinkedHashMap<>();
            passes.put(SERVING, () -> timed(serving));
            if (PythonPass.isAvailable(python)) {
                write(folder.resolve("parameters"), folder.resolve("image"));
                for (boolean eager : new boolean[] {false, true}) {
                    PythonPass process = PythonPass.start(command(python, folder, eager ? "eager" : "frozen"), eager);
                    processes.add(process);
                    String name = eager ? "Python, eager, default settings" : "Python, traced, frozen, channels-last";
                    out.printf(
                            Locale.ROOT,
                            "%s: relative L2 to the serving form %.1e%n",
                            name,
                            Agreement.relativeL2(serving.get(), process.pooled()));
                    passes.put(name, process::run);
                }
            } else {
                out.println("no PyTorch behind " + python + ": the comparison with Python is skipped (--python)");
            }
            EfficientNet published = new EfficientNet(architecture);
            published.load(manager, parameters, "");
            passes.put(
                    "Java, layer by layer, NCHW",
                    () -> timed(() -> {
                        try (NDManager scope = manager.newSubManager()) {
                            NDArray image = scope.create(planes, new Shape(1, 3, rows, columns));
                            return ImageEncoder.pooled(published.features(image, ActivationTap.NONE))
                                    .toFloatArray();
                        }
                    }));
            report(measure(passes, rounds));
        } finally {
            processes.forEach(PythonPass::close);
            Files.deleteIfExists(folder.resolve("parameters"));
            Files.deleteIfExists(folder.resolve("image"));
            Files.delete(folder);
        }
    }

    private List<String> command(String python, Path folder, String form) {
        return List.of(
                python,
                SCRIPT.toString(),
                form,
                architecture.name(),
                Integer.toString(rows),
                Integer.toString(columns),
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                folder.resolve("parameters").toString(),
                folder.resolve("image").toString());
    }

    private ByteBuffer channelsLast() {
        ByteBuffer pixels = ImageEncoder.allocate(rows, columns);
        int area = rows * columns;
        for (int i = 0; i < planes.length; i++) {
            pixels.putFloat((i % area * 3 + i / area) * Float.BYTES, planes[i]);
        }
        return pixels;
    }

    private void write(Path values, Path image) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(values))) {
            for (ParameterSpec spec : architecture.parameters()) {
                try (NDArray array = parameters.read(manager, spec.name(), spec.shape())) {
                    file.write(bytes(array.toFloatArray()));
                }
            }
        }
        Files.write(image, bytes(planes));
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static Sample timed(Supplier<float[]> pass) {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        float[] pooled = pass.get();
        Sample sample = new Sample((System.nanoTime() - start) * 1e-9, (cpuNanos() - cpu) * 1e-9);
        if (!Float.isFinite(pooled[0])) {
            throw new IllegalStateException("the pass computed " + pooled[0]);
        }
        return sample;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Map<String, List<Sample>> measure(Map<String, Supplier<Sample>> passes, int rounds) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = -2; round < rounds; round++) {
            for (Map.Entry<String, Supplier<Sample>> pass : passes.entrySet()) {
                Sample sample = pass.getValue().get();
                if (round >= 0) {
                    samples.computeIfAbsent(pass.getKey(), key -> new ArrayList<>())
                            .add(sample);
                }
            }
        }
        return samples;
    }

    private void report(Map<String, List<Sample>> samples) {
        out.printf(
                Locale.ROOT,
                "%s, 1x3x%dx%d, float32, %d processors%n",
                architecture.name(),
                rows,
                columns,
                Runtime.getRuntime().availableProcessors());
        List<Sample> serving = samples.getOrDefault(SERVING, List.of());
        samples.forEach((name, values) -> {
            double[] wall = sorted(values.size(), i -> values.get(i).wall());
            double[] cpu = sorted(values.size(), i -> values.get(i).cpu());
            double[] ratio = sorted(
                    values.size(), i -> serving.get(i).wall() / values.get(i).wall());
            double[] cpuRatio = sorted(
                    values.size(), i -> serving.get(i).cpu() / values.get(i).cpu());
            out.printf(
                    Locale.ROOT,
                    "%-38s %.3f s (%.3f to %.3f, n=%d), processor %.2f s; serving form / this: %.2f (%.2f to %.2f),"
                            + " processor %.2f%n",
                    name,
                    median(wall),
                    wall[0],
                    wall[wall.length - 1],
                    wall.length,
                    median(cpu),
                    median(ratio),
                    ratio[0],
                    ratio[ratio.length - 1],
                    median(cpuRatio));
        });
    }

    private static double[] sorted(int count, IntToDoubleFunction value) {
        double[] values = new double[count];
        Arrays.setAll(values, value);
        Arrays.sort(values);
        return values;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

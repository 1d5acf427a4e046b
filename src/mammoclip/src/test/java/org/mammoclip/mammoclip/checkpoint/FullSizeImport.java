package org.mammoclip.mammoclip.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Locale;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.golden.Agreement;
import org.mammoclip.mammoclip.golden.GoldenFile;
import org.mammoclip.mammoclip.golden.GoldenScheme;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * A process of its own that imports one checkpoint and embeds the stored image of 224x160 with the result and with the file itself.
 * Prints one {@code key=value} per line.
 */
public final class FullSizeImport {
    private FullSizeImport() {}

    /** @param arguments network, PyTorch file, folder to write */
    public static void main(String[] arguments) throws IOException {
        GoldenFile golden = GoldenFile.read("encoder-" + arguments[0] + ".json");
        Path file = Path.of(arguments[1]);
        Path folder = Path.of(arguments[2]);
        double before = peakHeapMegabytes();
        double cpu = cpuSeconds();
        long start = System.nanoTime();
        ModelImport.underLicence(ModelImport.RELEASED_LICENCE).write(file, folder, "test");
        print("importCpuSeconds", cpuSeconds() - cpu);
        print("importSeconds", (System.nanoTime() - start) / 1e9);
        print("importHeapMegabytes", peakHeapMegabytes() - before);
        start = System.nanoTime();
        try (ModelFile released = ModelFile.open(file)) {
            print("openSeconds", (System.nanoTime() - start) / 1e9);
            embed(released, golden, "file");
        }
        try (ModelFile imported = ModelFile.open(folder)) {
            embed(imported, golden, "folder");
        }
        print("heapMegabytes", peakHeapMegabytes());
    }

    private static void embed(ModelFile file, GoldenFile golden, String source) {
        ModelDescription description = (ModelDescription) file.description();
        JsonNode stored = golden.root().get("cases").get(1);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ImageEncoder encoder = ImageEncoder.load(
                        manager, description.toImageArchitecture(), file.parameters(), ModelDescription.IMAGE_PREFIX)) {
            LinearProjection projection = LinearProjection.load(
                    manager,
                    file.parameters(),
                    ModelDescription.IMAGE_PROJECTION,
                    encoder.architecture().headChannels(),
                    description.embedding());
            float[] pixels = GoldenScheme.image(stored.get("input").get("key").asText(), 224, 160);
            NDArray image = manager.create(pixels, new Shape(1, 3, 224, 160));
            NDArray channelsLast = image.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
            NDArray pooled = ImageEncoder.pooled(encoder.features(channelsLast));
            print(source + "EmbeddingError", error(pooled, stored.get("embedding_f64")));
            print(source + "ProjectionError", error(projection.apply(pooled), stored.get("projection_f64")));
        }
    }

    private static double error(NDArray actual, JsonNode expected) {
        return Agreement.relativeL2(actual.toFloatArray(), GoldenFile.floats(expected));
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private static double peakHeapMegabytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / 1e6;
    }

    private static void print(String key, double value) {
        System.out.println(key + "=" + String.format(Locale.ROOT, "%.3g", value));
    }
}

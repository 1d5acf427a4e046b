package org.mammoclip.mammoclip.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/** Image cases: the network layer by layer, its vectors, and the pooled vector of the form that serves. */
final class ImageVerification implements AutoCloseable {
    /** The pooled vector as the worker computes it, with batch norms folded. */
    static final String SERVING = "embedding (serving form)";

    private final NDManager manager;
    private final EfficientNet network;
    private final ImageEncoder serving;
    private final List<LinearProjection> projection;
    private final ModelVerifier.Findings findings;

    /** @param projection one, or none for a file without */
    ImageVerification(
            NDManager parent,
            EfficientNetArchitecture tower,
            ParameterSource parameters,
            String prefix,
            List<LinearProjection> projection,
            ModelVerifier.Findings findings) {
        this.manager = parent.newSubManager();
        this.network = new EfficientNet(tower);
        network.load(manager, parameters, prefix);
        this.serving = ImageEncoder.load(manager, tower, parameters, prefix);
        this.projection = projection;
        this.findings = findings;
    }

    void verify(ImageCase stored) throws IOException {
        float[] values = stored.input().values();
        int rows = stored.input().rows();
        int columns = stored.input().columns();
        try (NDManager scope = manager.newSubManager()) {
            Set<String> unseen = new LinkedHashSet<>(stored.points().keySet());
            NDArray image = scope.create(values, new Shape(1, 3, rows, columns));
            NDArray features = network.features(image, (name, activation) -> {
                TensorSummary expected = stored.points().get(name);
                if (expected != null && unseen.remove(name)) {
                    findings.addLayer(
                            stored.name(), name, TensorSummary.of(activation).deviationFrom(expected));
                }
            });
            unseen.forEach(name -> findings.skip(stored.name() + ": " + name));
            NDArray pooled = ImageEncoder.pooled(features);
            vectors(stored, pooled);
            float[] embedding = stored.vectors().get("embedding");
            if (embedding != null) {
                NDArray served = ImageEncoder.pooled(serving.features(ImageEncoder.channelsLast(image)));
                findings.addVector(stored.name(), SERVING, Deviation.of(served.toFloatArray(), embedding));
            }
        }
    }

    private void vectors(ImageCase stored, NDArray pooled) {
        compare(stored, "embedding", pooled.toFloatArray());
        if (projection.isEmpty()) {
            stored.vectors().keySet().stream()
                    .filter(name -> !name.equals("embedding"))
                    .forEach(name -> findings.skip(stored.name() + ": " + name));
            return;
        }
        float[] projected = projection.get(0).apply(pooled).toFloatArray();
        compare(stored, "projection", projected);
        compare(stored, "normalized", unit(projected));
    }

    private void compare(ImageCase stored, String name, float[] actual) {
        float[] expected = stored.vectors().get(name);
        if (expected != null) {
            findings.addVector(stored.name(), name, Deviation.of(actual, expected));
        }
    }

    /** Divided by its L2 norm; not finite for the zero vector. */
    static float[] unit(float[] vector) {
        double norm = 0;
        for (float value : vector) {
            norm += (double) value * value;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(norm));
        }
        return unit;
    }

    @Override
    public void close() {
        serving.close();
        manager.close();
    }
}

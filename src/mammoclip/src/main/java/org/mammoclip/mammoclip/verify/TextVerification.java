package org.mammoclip.mammoclip.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.text.TextEncoder;
import org.mammoclip.mammoclip.text.TextTokenizer;

/** Text cases: token ids, the network layer by layer over the padded batch, and the vectors of the last tokens. */
final class TextVerification implements AutoCloseable {
    private final NDManager manager;
    private final TextTokenizer tokenizer;
    private final TextEncoder encoder;
    private final LinearProjection projection;
    private final ModelVerifier.Findings findings;

    TextVerification(
            NDManager parent, Checkpoint checkpoint, TextTokenizer tokenizer, ModelVerifier.Findings findings) {
        ModelDescription description = checkpoint.description();
        this.manager = parent.newSubManager();
        this.tokenizer = tokenizer;
        this.encoder = TextEncoder.load(
                manager, description.text().toArchitecture(), checkpoint.parameters(), ModelDescription.TEXT_PREFIX);
        this.projection = LinearProjection.load(
                manager,
                checkpoint.parameters(),
                ModelDescription.TEXT_PROJECTION,
                description.text().hidden(),
                description.embedding());
        this.findings = findings;
    }

    void verify(TextCase stored) {
        for (int text = 0; text < stored.texts().size(); text++) {
            int[] ids = tokenizer.encode(stored.texts().get(text));
            boolean same = Arrays.equals(ids, stored.tokens().row(text));
            findings.addLayer(stored.name(), "tokens of text " + text, same ? new Deviation(0, 0) : Deviation.TOTAL);
        }
        try (NDManager scope = manager.newSubManager()) {
            Set<String> unseen = new LinkedHashSet<>(stored.points().keySet());
            NDArray feature = encoder.encode(scope, stored.tokens(), (name, activation) -> {
                TensorSummary expected = stored.points().get(name);
                if (expected != null && unseen.remove(name)) {
                    findings.addLayer(
                            stored.name(), name, TensorSummary.of(activation).deviationFrom(expected));
                }
            });
            unseen.forEach(name -> findings.skip(stored.name() + ": " + name));
            NDArray projected = projection.apply(feature);
            for (int text = 0; text < stored.tokens().texts(); text++) {
                float[] vector = projected.get(text).toFloatArray();
                compare(stored, "feature", text, feature.get(text).toFloatArray());
                compare(stored, "projection", text, vector);
                compare(stored, "normalized", text, ImageVerification.unit(vector));
            }
        }
    }

    private void compare(TextCase stored, String name, int text, float[] actual) {
        float[][] expected = stored.vectors().get(name);
        if (expected != null) {
            findings.addVector(stored.name(), name + " of text " + text, Deviation.of(actual, expected[text]));
        }
    }

    @Override
    public void close() {
        encoder.close();
        manager.close();
    }
}

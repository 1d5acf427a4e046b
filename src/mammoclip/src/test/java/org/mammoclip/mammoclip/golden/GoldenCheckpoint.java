package org.mammoclip.mammoclip.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.ImageNormalization;
import org.mammoclip.mammoclip.text.Vocabulary;

/** The B2 model that the golden files describe, as a checkpoint: parameters are generated when they are read. */
public final class GoldenCheckpoint implements Checkpoint {
    private static final GoldenFile IMAGES = GoldenFile.read("encoder-b2.json");
    private static final GoldenFile TEXTS = GoldenFile.read("text-b2.json");

    @Override
    public ModelDescription description() {
        return new ModelDescription(
                "golden-b2",
                "1",
                false,
                true,
                "parameters drawn from the golden scheme",
                "Apache-2.0",
                "efficientnet-b2",
                new ModelDescription.Preparation(
                        "mammo-clip-minmax-1",
                        1520,
                        912,
                        1,
                        ImageNormalization.REFERENCE.mean(),
                        ImageNormalization.REFERENCE.deviation()),
                new ModelDescription.Text("bert", 28_996, 12, 768, 12, 3072, 512, 256, true),
                512);
    }

    /** The special pieces where the released vocabulary has them; no words. */
    @Override
    public Vocabulary vocabulary() {
        List<String> pieces = new ArrayList<>();
        for (int id = 0; id < 28_996; id++) {
            pieces.add("piece-" + id);
        }
        pieces.set(0, "[PAD]");
        pieces.set(100, "[UNK]");
        pieces.set(101, "[CLS]");
        pieces.set(102, "[SEP]");
        pieces.set(103, "[MASK]");
        return new Vocabulary(pieces);
    }

    @Override
    public ParameterSource parameters() {
        return new ParameterSource() {
            @Override
            public Set<String> names() {
                Set<String> names = new HashSet<>(IMAGES.names());
                names.addAll(TEXTS.names());
                return names;
            }

            @Override
            public NDArray read(NDManager manager, String name, Shape shape) {
                GoldenFile file = IMAGES.names().contains(name) ? IMAGES : TEXTS;
                return file.read(manager, name, shape);
            }
        };
    }

    @Override
    public String sha256() {
        return "0".repeat(64);
    }

    @Override
    public void close() {}
}

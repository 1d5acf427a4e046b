package org.mammoclip.mammoclip.learn.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ClassifierDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.classify.ClassifierHead;

/** Fitted heads with the encoder they were fitted on, as one classifier file. */
public final class HeadFile {
    private HeadFile() {}

    /**
     * Writes a classifier whose outputs are those of all heads, in order. A file of these names in the folder is replaced; the
     * description comes last, so that a folder that was left half-written is seen as damaged.
     *
     * @param about what people must know of it
     * @param encoder whose image tower gave the vectors; not closed
     * @param heads at least one, fitted on vectors of that tower
     * @throws IllegalArgumentException if a head does not fit the tower, or there are more outputs than a classifier has
     */
    public static void write(Path folder, About about, Checkpoint encoder, List<LinearHead> heads) throws IOException {
        int outputs = heads.stream().mapToInt(LinearHead::outputs).sum();
        ClassifierDescription description = new ClassifierDescription(
                about,
                encoder.description().preparation().version(),
                encoder.description().image(),
                outputs);
        int width = description.toImageArchitecture().headChannels();
        for (LinearHead head : heads) {
            if (head.inputs() != width) {
                throw new IllegalArgumentException(
                        "a head of " + head.inputs() + " inputs does not fit vectors of " + width + " values");
            }
        }
        ModelFile.write(folder, description, Optional.empty(), new Joined(description, encoder.parameters(), heads));
    }

    /** The tower's values as they are, and the heads' rows one after the other. */
    private record Joined(ClassifierDescription description, ParameterSource encoder, List<LinearHead> heads)
            implements ParameterSource {
        @Override
        public Set<String> names() {
            return description.parameters().stream().map(ParameterSpec::name).collect(Collectors.toSet());
        }

        @Override
        public NDArray read(NDManager manager, String name, Shape shape) {
            int width = description.toImageArchitecture().headChannels();
            List<ParameterSpec> own = ClassifierHead.parameters(width, description.outputs());
            if (own.stream().noneMatch(spec -> spec.name().equals(name))) {
                return encoder.read(manager, name, shape);
            }
            boolean bias = name.equals(own.get(1).name());
            CheckpointMismatchException.requireShape(name, own.get(bias ? 1 : 0).shape(), shape);
            return manager.create(bias ? biases() : weights(width), shape);
        }

        private float[] biases() {
            float[] values = new float[description.outputs()];
            int at = 0;
            for (LinearHead head : heads) {
                for (int output = 0; output < head.outputs(); output++) {
                    values[at++] = (float) head.bias(output);
                }
            }
            return values;
        }

        private float[] weights(int width) {
            float[] values = new float[description.outputs() * width];
            int at = 0;
            for (LinearHead head : heads) {
                for (int output = 0; output < head.outputs(); output++) {
                    for (double weight : head.weights(output)) {
                        values[at++] = (float) weight;
                    }
                }
            }
            return values;
        }
    }
}

package org.mammoclip.mammoclip.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.text.Vocabulary;

/** Another checkpoint with one parameter changed. */
public record PerturbedCheckpoint(Checkpoint original, String parameter, Consumer<float[]> change)
        implements Checkpoint {
    /** The parameter's values one per cent larger, and moved a little. */
    public PerturbedCheckpoint(Checkpoint original, String parameter) {
        this(original, parameter, values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] * 1.01f + 0.001f;
            }
        });
    }

    @Override
    public ModelDescription description() {
        return original.description();
    }

    @Override
    public Vocabulary vocabulary() {
        return original.vocabulary();
    }

    @Override
    public ParameterSource parameters() {
        ParameterSource source = original.parameters();
        return new ParameterSource() {
            @Override
            public Set<String> names() {
                return source.names();
            }

            @Override
            public NDArray read(NDManager manager, String name, Shape shape) {
                NDArray values = source.read(manager, name, shape);
                if (!name.equals(parameter)) {
                    return values;
                }
                float[] changed = values.toFloatArray();
                values.close();
                change.accept(changed);
                return manager.create(changed, shape);
            }
        };
    }

    @Override
    public String sha256() {
        return original.sha256();
    }

    @Override
    public void close() throws IOException {
        original.close();
    }
}

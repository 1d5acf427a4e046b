package org.mammoclip.mammoclip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.ParameterSpec;

/** A second, very different network fits behind the same interface: the sum of all words up to a token. */
class RunningSumNetworkTest extends TextNetworkContract {
    private static final Words WORDS = new Words(12, 16, 8);

    @Override
    TextArchitecture architecture() {
        return WORDS;
    }

    private record Words(int vocabulary, int positions, int hidden) implements TextArchitecture {
        @Override
        public List<ParameterSpec> parameters() {
            return List.of(ParameterSpec.weight("words.weight", vocabulary, hidden));
        }

        @Override
        public TextNetwork network() {
            return new RunningSum(this);
        }
    }

    private static final class RunningSum extends TextNetwork {
        RunningSum(Words words) {
            super(words.parameters(), words.hidden());
        }

        @Override
        public NDArray hidden(NDArray ids, NDArray mask, ActivationTap tap) {
            NDManager manager = ids.getManager();
            try (NDManager scope = manager.newSubManager()) {
                NDArray words = values().apply("words.weight");
                NDArray flat = ids.flatten();
                flat.attach(scope);
                Shape shape = ids.getShape();
                NDArray oneHot = flat.oneHot((int) words.getShape().get(0)).toType(DataType.FLOAT32, false);
                NDArray sums = oneHot.matMul(words)
                        .reshape(shape.get(0), shape.get(1), words.getShape().get(1))
                        .cumSum(1);
                tap.see("sums", sums);
                sums.attach(manager);
                return sums;
            }
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
            return new NDList(hidden(inputs.get(0), inputs.get(1), ActivationTap.NONE));
        }
    }
}

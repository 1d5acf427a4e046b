package org.mammoclip.mammoclip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.golden.Agreement;

/** What every text network promises, so that a checkpoint may choose any of them. */
abstract class TextNetworkContract {
    private static final int[] SHORT = {2, 5, 3};
    private static final int[] LONG = {2, 7, 8, 9, 4, 5, 6, 7, 8, 9, 4, 3};

    private NDManager manager;
    private TextEncoder encoder;

    /** A small network of at least 12 words, 16 positions. */
    abstract TextArchitecture architecture();

    @BeforeEach
    void load() {
        manager = NDManager.newBaseManager(Device.cpu());
        encoder = TextEncoder.load(
                manager, architecture(), new RandomParameters(5, architecture().parameters()), "");
    }

    @AfterEach
    void free() {
        encoder.close();
        manager.close();
    }

    private List<float[]> vectors(TokenBatch tokens) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray vectors = encoder.encode(scope, tokens);
            assertThat(vectors.getShape())
                    .isEqualTo(new Shape(tokens.texts(), architecture().hidden()));
            assertThat(scope.getManagedArrays())
                    .as("nothing else outlives the call")
                    .hasSize(1);
            List<float[]> rows = new ArrayList<>();
            for (int i = 0; i < tokens.texts(); i++) {
                rows.add(vectors.get(i).toFloatArray());
            }
            return rows;
        }
    }

    @Test
    void aTextsVectorDependsNeitherOnPaddingNorOnItsNeighbours() {
        float[] alone = vectors(TokenBatch.of(List.of(SHORT), 0)).get(0);
        float[] padded = vectors(TokenBatch.of(List.of(SHORT, LONG), 0)).get(0);
        float[] otherPadding =
                vectors(TokenBatch.of(List.of(SHORT, new int[16]), 11)).get(0);
        assertThat(Agreement.relativeL2(padded, alone)).isLessThan(1e-5);
        assertThat(Agreement.relativeL2(otherPadding, alone)).isLessThan(1e-5);
    }

    @Test
    void everyTokenOfATextCounts() {
        float[] before = vectors(TokenBatch.of(List.of(LONG), 0)).get(0);
        for (int position = 0; position < LONG.length; position++) {
            int[] changed = LONG.clone();
            changed[position] = 10;
            float[] after = vectors(TokenBatch.of(List.of(changed), 0)).get(0);
            assertThat(Agreement.relativeL2(after, before))
                    .as("position %d", position)
                    .isGreaterThan(1e-4);
        }
    }

    @Test
    void asABlockItGivesOneStatePerTokenAndItsParametersAreTheArchitectures() {
        TextNetwork network = architecture().network();
        assertThat(network.specs()).isEqualTo(architecture().parameters());
        assertThat(network.getParameters().size())
                .isEqualTo(architecture().parameters().size());
        Shape[] output = network.getOutputShapes(new Shape[] {new Shape(2, 9), new Shape(2, 1, 1, 9)});
        assertThat(output).containsExactly(new Shape(2, 9, architecture().hidden()));
    }

    @Test
    void refusesIdsAndLengthsBeyondItsTables() {
        int vocabulary = architecture().vocabulary();
        assertThatThrownBy(() -> vectors(TokenBatch.of(List.of(new int[] {vocabulary}), 0)))
                .hasMessage("token id " + vocabulary + ", the vocabulary has 0 to " + (vocabulary - 1));
        assertThatThrownBy(() -> vectors(TokenBatch.of(List.of(new int[] {-1}), 0)))
                .isInstanceOf(IllegalArgumentException.class);
        int positions = architecture().positions();
        assertThat(vectors(TokenBatch.of(List.of(new int[positions]), 0))).hasSize(1);
        assertThatThrownBy(() -> vectors(TokenBatch.of(List.of(new int[positions + 1]), 0)))
                .hasMessageContaining("at most " + positions);
    }

    @Test
    void theTapSeesActivationsOfTheWholeBatch() {
        List<String> seen = new ArrayList<>();
        ActivationTap tap = (name, activation) -> {
            assertThat(activation.getShape().get(0)).isEqualTo(2);
            seen.add(name);
        };
        try (NDManager scope = manager.newSubManager()) {
            encoder.encode(scope, TokenBatch.of(List.of(SHORT, LONG), 0), tap);
        }
        assertThat(seen).isNotEmpty().doesNotHaveDuplicates();
    }
}

package org.mammoclip.mammoclip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.block.ActivationTap;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;

/** The network against the same formulas in plain loops and double precision, on a small configuration with a narrow window. */
class ModernBertEncoderTest {
    private static final int HIDDEN = 12;
    private static final int HEADS = 3;
    private static final int WIDTH = 4;
    private static final int WIDE = 10;
    private static final int WINDOW = 2;
    private static final ModernBertArchitecture SMALL =
            new ModernBertArchitecture(20, 5, HIDDEN, HEADS, WIDE, 16, WINDOW);
    private static final int[] TEXT = {2, 17, 5, 9, 9, 12, 4, 3};

    private final Map<String, double[]> values = new HashMap<>();
    private NDManager manager;
    private TextNetwork network;

    @BeforeEach
    void load() {
        manager = NDManager.newBaseManager(Device.cpu());
        RandomParameters parameters = new RandomParameters(9, SMALL.parameters());
        network = SMALL.network();
        network.load(manager, parameters, "");
        for (ParameterSpec spec : SMALL.parameters()) {
            try (NDArray array = parameters.read(manager, spec.name(), spec.shape())) {
                float[] floats = array.toFloatArray();
                double[] doubles = new double[floats.length];
                for (int i = 0; i < floats.length; i++) {
                    doubles[i] = floats[i];
                }
                values.put(spec.name(), doubles);
            }
        }
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void everyHiddenStateIsThatOfPlainLoops() {
        double[][] expected = hidden(TEXT);
        try (NDManager scope = manager.newSubManager()) {
            TokenBatch tokens = TokenBatch.of(List.of(TEXT, new int[11]), 0);
            float[] actual = network.hidden(tokens.idArray(scope), tokens.maskArray(scope), ActivationTap.NONE)
                    .get(0)
                    .toFloatArray();
            for (int t = 0; t < TEXT.length; t++) {
                for (int c = 0; c < HIDDEN; c++) {
                    assertThat((double) actual[t * HIDDEN + c])
                            .as("token %d, value %d", t, c)
                            .isCloseTo(expected[t][c], within(2e-5));
                }
            }
        }
    }

    @Test
    void theBaseModelHasThePublishedNumberOfParameters() {
        assertThat(ModernBertArchitecture.BASE.parameters().stream()
                        .mapToLong(ParameterSpec::size)
                        .sum())
                .isEqualTo(149_014_272);
        assertThat(ModernBertArchitecture.BASE.parameters()).hasSize(2 + 22 * 6 - 1 + 1);
        assertThat(ModernBertArchitecture.BASE.isGlobal(0)).isTrue();
        assertThat(ModernBertArchitecture.BASE.isGlobal(1)).isFalse();
        assertThat(ModernBertArchitecture.BASE.isGlobal(21)).isTrue();
        assertThatThrownBy(() -> new ModernBertArchitecture(20, 2, 9, 3, 10, 16, 2))
                .hasMessageContaining("heads of even width");
    }

    private double[][] hidden(int[] ids) {
        double[][] x = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            double[] word = new double[HIDDEN];
            System.arraycopy(values("embeddings.tok_embeddings"), ids[t] * HIDDEN, word, 0, HIDDEN);
            x[t] = norm(word, "embeddings.norm");
        }
        for (int layer = 0; layer < SMALL.layers(); layer++) {
            x = layer(layer, x);
        }
        double[][] last = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            last[t] = norm(x[t], "final_norm");
        }
        return last;
    }

    private double[][] layer(int number, double[][] x) {
        String prefix = "layers." + number + ".";
        int length = x.length;
        double[][] query = new double[length][];
        double[][] key = new double[length][];
        double[][] value = new double[length][];
        for (int t = 0; t < length; t++) {
            double[] normed = number == 0 ? x[t] : norm(x[t], prefix + "attn_norm");
            double[] all = linear(normed, prefix + "attn.Wqkv", 3 * HIDDEN);
            double base = number % 3 == 0 ? 160_000 : 10_000;
            query[t] = rotate(Arrays.copyOfRange(all, 0, HIDDEN), t, base);
            key[t] = rotate(Arrays.copyOfRange(all, HIDDEN, 2 * HIDDEN), t, base);
            value[t] = Arrays.copyOfRange(all, 2 * HIDDEN, 3 * HIDDEN);
        }
        double[][] output = new double[length][];
        for (int t = 0; t < length; t++) {
            double[] context = new double[HIDDEN];
            for (int head = 0; head < HEADS; head++) {
                double[] weights = new double[length];
                double sum = 0;
                for (int other = 0; other < length; other++) {
                    if (number % 3 == 0 || Math.abs(t - other) <= WINDOW) {
                        double dot = 0;
                        for (int i = 0; i < WIDTH; i++) {
                            dot += query[t][head * WIDTH + i] * key[other][head * WIDTH + i];
                        }
                        weights[other] = Math.exp(dot / Math.sqrt(WIDTH));
                        sum += weights[other];
                    }
                }
                for (int other = 0; other < length; other++) {
                    for (int i = 0; i < WIDTH; i++) {
                        context[head * WIDTH + i] += weights[other] / sum * value[other][head * WIDTH + i];
                    }
                }
            }
            double[] middle = add(x[t], linear(context, prefix + "attn.Wo", HIDDEN));
            double[] wide = linear(norm(middle, prefix + "mlp_norm"), prefix + "mlp.Wi", 2 * WIDE);
            double[] gated = new double[WIDE];
            for (int i = 0; i < WIDE; i++) {
                gated[i] = gelu(wide[i]) * wide[WIDE + i];
            }
            output[t] = add(middle, linear(gated, prefix + "mlp.Wo", HIDDEN));
        }
        return output;
    }

    private static double[] rotate(double[] x, int position, double base) {
        double[] rotated = new double[HIDDEN];
        for (int head = 0; head < HEADS; head++) {
            for (int i = 0; i < WIDTH / 2; i++) {
                double angle = position / Math.pow(base, 2.0 * i / WIDTH);
                double a = x[head * WIDTH + i];
                double b = x[head * WIDTH + WIDTH / 2 + i];
                rotated[head * WIDTH + i] = a * Math.cos(angle) - b * Math.sin(angle);
                rotated[head * WIDTH + WIDTH / 2 + i] = b * Math.cos(angle) + a * Math.sin(angle);
            }
        }
        return rotated;
    }

    private double[] linear(double[] x, String name, int outputs) {
        double[] weight = values(name);
        double[] y = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < x.length; i++) {
                y[o] += weight[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    private double[] norm(double[] x, String name) {
        double mean = 0;
        double variance = 0;
        for (double v : x) {
            mean += v / x.length;
        }
        for (double v : x) {
            variance += (v - mean) * (v - mean) / x.length;
        }
        double[] normed = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            normed[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * values(name)[i];
        }
        return normed;
    }

    private double[] values(String name) {
        return Objects.requireNonNull(values.get(name + ".weight"), name);
    }

    private static double[] add(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    /** x times the normal distribution function, integrated numerically (Simpson, 2000 steps from 0). */
    private static double gelu(double x) {
        int steps = 2000;
        double h = x / steps;
        double sum = density(0) + density(x);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * density(i * h);
        }
        return x * (0.5 + sum * h / 3);
    }

    private static double density(double t) {
        return Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
    }
}

package org.mammoclip.mammoclip.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Values and gradients of a loss, by the engine and by finite differences. */
final class Gradients {
    private Gradients() {}

    record Result(double loss, List<double[]> gradients) {}

    /** Loss and gradients of every input, computed in float32. */
    static Result float32(List<float[]> inputs, List<Shape> shapes, Function<List<NDArray>, NDArray> loss) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            List<NDArray> arrays = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                arrays.add(manager.create(inputs.get(i), shapes.get(i)));
            }
            return differentiate(arrays, loss);
        }
    }

    /** The engine's gradients of a float64 loss against central differences, every element of every input. */
    static void check(List<double[]> inputs, List<Shape> shapes, Function<List<NDArray>, NDArray> loss) {
        Result analytic;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            analytic = differentiate(arrays(manager, inputs, shapes), loss);
        }
        double step = 1e-5;
        int moved = 0;
        for (int i = 0; i < inputs.size(); i++) {
            for (int j = 0; j < inputs.get(i).length; j++) {
                double slope = (value(inputs, shapes, loss, i, j, step) - value(inputs, shapes, loss, i, j, -step))
                        / (2 * step);
                double gradient = analytic.gradients().get(i)[j];
                assertThat(gradient)
                        .as("input " + i + " element " + j)
                        .isCloseTo(slope, within(1e-7 + 1e-6 * Math.abs(slope)));
                moved += slope != 0 ? 1 : 0;
            }
        }
        assertThat(moved).as("elements that move the loss").isPositive();
    }

    private static double value(
            List<double[]> inputs,
            List<Shape> shapes,
            Function<List<NDArray>, NDArray> loss,
            int input,
            int element,
            double step) {
        List<double[]> shifted = new ArrayList<>(inputs);
        shifted.set(input, inputs.get(input).clone());
        shifted.get(input)[element] += step;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return LossValue.finite("loss", loss.apply(arrays(manager, shifted, shapes)));
        }
    }

    private static List<NDArray> arrays(NDManager manager, List<double[]> inputs, List<Shape> shapes) {
        List<NDArray> arrays = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            arrays.add(manager.create(inputs.get(i)).reshape(shapes.get(i)));
        }
        return arrays;
    }

    private static Result differentiate(List<NDArray> arrays, Function<List<NDArray>, NDArray> loss) {
        arrays.forEach(array -> array.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray result = loss.apply(arrays);
            collector.backward(result);
            List<double[]> gradients = new ArrayList<>();
            for (NDArray array : arrays) {
                gradients.add(doubles(array.getGradient()));
            }
            return new Result(LossValue.finite("loss", result), gradients);
        }
    }

    private static double[] doubles(NDArray array) {
        Number[] values = array.toArray();
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i].doubleValue();
        }
        return doubles;
    }

    /** Numbers in [-1, 1) from a name. */
    static double[] draw(String key, int size) {
        double[] values = new double[size];
        long seed = org.mammoclip.mammoclip.golden.GoldenScheme.seed(key);
        for (int i = 0; i < size; i++) {
            values[i] = 2 * org.mammoclip.mammoclip.golden.GoldenScheme.uniform(seed, i);
        }
        return values;
    }
}

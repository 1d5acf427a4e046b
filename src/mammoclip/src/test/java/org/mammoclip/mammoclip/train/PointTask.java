package org.mammoclip.mammoclip.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.Recorded;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.ClassifierDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.loss.LossValue;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;

/** The smallest thing that can be trained: a classifier whose bias moves to 3 while its weight stays. */
final class PointTask implements TrainingTask<int[]> {
    static final float WEIGHT = 0.5f;
    private static final double GOAL = 3;
    private static final String POINT = "classifier.classification_head.bias";
    private static final String STILL = "classifier.classification_head.weight";

    private final Factory factory;
    private final NDManager manager;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final ParameterGroup learned;

    /** Counts what its tasks do. */
    static final class Factory implements TaskFactory {
        private final int samples;
        private final IntFunction<Map<String, Double>> validation;
        private final AtomicInteger reading = new AtomicInteger();
        private final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicInteger reads = new AtomicInteger();
        private int broken = -1;
        private float weight;
        private float point;

        Factory(int samples, IntFunction<Map<String, Double>> validation) {
            this.samples = samples;
            this.validation = validation;
        }

        void breakAt(int index) {
            broken = index;
        }

        int overlaps() {
            return overlaps.get();
        }

        int reads() {
            return reads.get();
        }

        float lastWeight() {
            return weight;
        }

        float lastPoint() {
            return point;
        }

        @Override
        public ClassifierDescription description() {
            return new ClassifierDescription(
                    new About("point", "1", true, true, "a test", "Apache-2.0"),
                    "toy-1",
                    EfficientNetArchitecture.DEMO.name(),
                    1);
        }

        @Override
        public JsonNode settings() {
            return new ObjectMapper().createObjectNode();
        }

        @Override
        public RunData data() {
            return new RunData("points", samples, 1);
        }

        @Override
        public ParameterSource initial() {
            return InitialValues.of(1, description().parameters());
        }

        @Override
        public TrainingTask<?> load(NDManager parent, ParameterSource values) {
            return new PointTask(this, parent.newSubManager(), values);
        }
    }

    private PointTask(Factory factory, NDManager manager, ParameterSource values) {
        this.factory = factory;
        this.manager = manager;
        factory.description()
                .parameters()
                .forEach(spec -> arrays.put(spec.name(), values.read(manager, spec.name(), spec.shape())));
        arrays.get(STILL).muli(0).addi(WEIGHT);
        this.learned = new ParameterGroup(Map.of(POINT, arrays.get(POINT), STILL, arrays.get(STILL)));
    }

    @Override
    public ParameterGroup learned() {
        return learned;
    }

    @Override
    public int samples() {
        return factory.samples;
    }

    @Override
    public int[] read(int[] indices, long epoch) throws IOException {
        factory.overlaps.addAndGet(factory.reading.getAndIncrement());
        factory.reads.incrementAndGet();
        for (int index : indices) {
            if (index == factory.broken) {
                throw new IOException("image p-" + index + " is not there");
            }
        }
        Thread.yield();
        factory.reading.decrementAndGet();
        return indices;
    }

    @Override
    public List<String> ids(int[] batch) {
        return Arrays.stream(batch).mapToObj(index -> "p-" + index).toList();
    }

    @Override
    public Map<String, Double> gradients(int[] batch, long step) {
        learned.clearGradients();
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray point = arrays.get(POINT);
            NDArray off = point.sub(scope.ones(point.getShape()).muli(GOAL));
            NDArray loss = off.square().sum().add(Recorded.mul(arrays.get(STILL).sum(), 0));
            collector.backward(loss);
            return Map.of("loss", (double) loss.getFloat());
        }
    }

    @Override
    public Map<String, Double> validate(int epoch) {
        factory.overlaps.addAndGet(factory.reading.getAndIncrement());
        factory.weight = arrays.get(STILL).toFloatArray()[0];
        factory.point = arrays.get(POINT).toFloatArray()[0];
        Map<String, Double> figures = factory.validation.apply(epoch);
        factory.reading.decrementAndGet();
        return figures;
    }

    static NonFiniteBatchException notFinite(NDManager manager, List<String> ids) {
        try {
            LossValue.finite("toy", manager.create(Float.NaN));
            throw new IllegalStateException("NaN is finite");
        } catch (NonFiniteLossException e) {
            return new NonFiniteBatchException(ids, e);
        }
    }

    @Override
    public ParameterSource parameters() {
        return new ArrayParameters(arrays);
    }

    @Override
    public void close() {
        manager.close();
    }
}

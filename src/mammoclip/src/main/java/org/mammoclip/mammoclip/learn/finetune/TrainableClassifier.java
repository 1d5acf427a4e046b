package org.mammoclip.mammoclip.learn.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.ClassifierDescription;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.classify.ClassifierHead;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.train.ArrayParameters;
import org.mammoclip.mammoclip.train.ParameterGroup;
import org.mammoclip.mammoclip.train.Regularization;

/**
 * Image tower and linear layer of a classifier as one set of parameters under the reference's names, ready to be trained. Holds its
 * arrays in a child of the manager given to {@link #load}; results belong to the manager of their input. Engine thread only.
 */
final class TrainableClassifier implements AutoCloseable {
    private final NDManager manager;
    private final Regularization regularization;
    private final EfficientNet tower;
    private final ParameterStore store;
    private final NDArray weight;
    private final NDArray bias;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final ParameterGroup learned;

    private TrainableClassifier(
            NDManager manager, ClassifierDescription description, ParameterSource source, Regularization how) {
        this.manager = manager;
        this.regularization = how;
        this.store = new ParameterStore(manager, false);
        EfficientNetArchitecture architecture = description.toImageArchitecture();
        this.tower = new EfficientNet(how.dropConnect() ? architecture : architecture.withDropConnect(0));
        tower.load(manager, source, ModelDescription.IMAGE_PREFIX);
        ParameterSpec[] head = ClassifierHead.parameters(architecture.headChannels(), description.outputs())
                .toArray(ParameterSpec[]::new);
        this.weight = source.read(manager, head[0].name(), head[0].shape());
        this.bias = source.read(manager, head[1].name(), head[1].shape());
        Map<String, NDArray> moved = new LinkedHashMap<>();
        for (ParameterSpec spec : description.parameters()) {
            NDArray array = spec.name().equals(head[0].name())
                    ? weight
                    : spec.name().equals(head[1].name()) ? bias : ofTower(spec.name());
            arrays.put(spec.name(), array);
            if (!spec.isStatistic()) {
                moved.put(spec.name(), array);
            }
        }
        this.learned = new ParameterGroup(moved);
    }

    /**
     * @param parent manager of the device to train on
     * @param source values for the description's parameters
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    static TrainableClassifier load(
            NDManager parent, ClassifierDescription description, ParameterSource source, Regularization how) {
        NDManager manager = parent.newSubManager();
        try {
            return new TrainableClassifier(manager, description, source, how);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private NDArray ofTower(String name) {
        String own = name.substring(ModelDescription.IMAGE_PREFIX.length());
        return Objects.requireNonNull(tower.getParameters().get(own), name).getArray();
    }

    /** Everything that is learned; not the batch norms' running statistics. */
    ParameterGroup learned() {
        return learned;
    }

    /** All values as they are when they are read. */
    ParameterSource parameters() {
        return new ArrayParameters(arrays);
    }

    /** Where to create inputs: a new child of this model's manager, to be closed after the step. */
    NDManager newScope() {
        return manager.newSubManager();
    }

    /**
     * @param images float32 {@code (N, 3, H, W)}, standardised
     * @return raw logits {@code (N, outputs)}
     */
    NDArray logits(NDArray images, Phase phase) {
        boolean training = phase == Phase.TRAINING;
        NDList outputs = tower.forward(store, new NDList(images), training && regularization.batchStatistics());
        outputs.get(1).close();
        NDArray pooled = outputs.get(0);
        if (training && regularization.imageDropout() > 0) {
            pooled = Dropout.dropout(pooled, (float) regularization.imageDropout(), true)
                    .singletonOrThrow();
        }
        return Linear.linear(pooled, weight, bias).singletonOrThrow();
    }

    @Override
    public void close() {
        manager.close();
    }
}

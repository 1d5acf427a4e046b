package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.mammoclip.mammoclip.block.NamedParameterBlock;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.text.TextArchitecture;
import org.mammoclip.mammoclip.text.TextEncoder;
import org.mammoclip.mammoclip.text.TextNetwork;
import org.mammoclip.mammoclip.text.TokenBatch;

/**
 * Image encoder, text network, both projections and the temperature as one set of parameters under the reference's names, ready to
 * be trained. {@link #parameters} has exactly the names and shapes of the description, so that what was trained is written and read
 * as any other checkpoint.
 *
 * <p>Holds its arrays in a child of the manager given to {@link #load}. Results belong to the manager of their input; nothing else
 * outlives a call. Engine thread only.
 */
public final class TrainableClip implements AutoCloseable {
    private static final String WEIGHT = ".projection.weight";
    private static final String BIAS = ".projection.bias";

    private final NDManager manager;
    private final ModelDescription description;
    private final Regularization regularization;
    private final EfficientNet image;
    private final TextNetwork text;
    private final TextArchitecture textArchitecture;
    private final ParameterStore store;
    private final Map<String, NDArray> arrays;
    private final Map<String, NDArray> statistics;
    private final ParameterGroup learned;

    private TrainableClip(
            NDManager manager, ModelDescription description, ParameterSource source, Regularization regularization) {
        this.manager = manager;
        this.description = description;
        this.regularization = regularization;
        this.store = new ParameterStore(manager, false);
        EfficientNetArchitecture tower = description.toImageArchitecture();
        this.image = new EfficientNet(regularization.dropConnect() ? tower : tower.withDropConnect(0));
        this.textArchitecture = description.text().toArchitecture();
        this.text = textArchitecture.network();
        image.load(manager, source, ModelDescription.IMAGE_PREFIX);
        text.load(manager, source, ModelDescription.TEXT_PREFIX);
        Map<String, NDArray> known = new LinkedHashMap<>();
        Map<String, NDArray> observed = new LinkedHashMap<>();
        Map<String, NDArray> moved = new LinkedHashMap<>();
        for (ParameterSpec spec : description.parameters()) {
            NDArray array = array(spec, source);
            known.put(spec.name(), array);
            (spec.isStatistic() ? observed : moved).put(spec.name(), array);
        }
        this.arrays = Collections.unmodifiableMap(known);
        this.statistics = Collections.unmodifiableMap(observed);
        this.learned = new ParameterGroup(moved);
    }

    /**
     * @param parent manager of the device to train on
     * @param source a checkpoint's parameters, or {@link InitialValues}
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    public static TrainableClip load(
            NDManager parent, ModelDescription description, ParameterSource source, Regularization regularization) {
        NDManager manager = parent.newSubManager();
        try {
            return new TrainableClip(manager, description, source, regularization);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** The towers have theirs already; the rest is read. */
    private NDArray array(ParameterSpec spec, ParameterSource source) {
        String name = spec.name();
        if (name.startsWith(ModelDescription.IMAGE_PREFIX)) {
            return array(image, name.substring(ModelDescription.IMAGE_PREFIX.length()));
        }
        if (name.startsWith(ModelDescription.TEXT_PREFIX)) {
            return array(text, name.substring(ModelDescription.TEXT_PREFIX.length()));
        }
        return source.read(manager, name, spec.shape());
    }

    private static NDArray array(NamedParameterBlock tower, String name) {
        return tower.getParameters().get(name).getArray();
    }

    /** What this model is. */
    public ModelDescription description() {
        return description;
    }

    /** Everything that is learned, the temperature included; not the batch norms' running statistics. */
    public ParameterGroup learned() {
        return learned;
    }

    /** All values as they are when they are read, under {@link ModelDescription#parameters}' names. */
    public ParameterSource parameters() {
        return new ArrayParameters(arrays);
    }

    /** Where to create inputs: a new child of this model's manager, to be closed after the step. */
    NDManager newScope() {
        return manager.newSubManager();
    }

    /**
     * Images in the joint space, not normalised.
     *
     * @param images float32 {@code (N, 3, H, W)}, standardised
     * @return {@code (N, D)}
     */
    NDArray imageRows(NDArray images, Phase phase) {
        boolean training = phase == Phase.TRAINING;
        NDList outputs = image.forward(store, new NDList(images), training && regularization.batchStatistics());
        outputs.get(1).close();
        NDArray pooled = outputs.get(0);
        if (training && regularization.imageDropout() > 0) {
            pooled = Dropout.dropout(pooled, (float) regularization.imageDropout(), true)
                    .singletonOrThrow();
        }
        return project(pooled, ModelDescription.IMAGE_PROJECTION);
    }

    /**
     * Texts in the joint space, not normalised.
     *
     * @param scope takes the result
     * @return {@code (N, D)}
     * @throws IllegalArgumentException if an id is not in the vocabulary or a text is too long
     */
    NDArray textRows(NDManager scope, TokenBatch tokens, Phase phase) {
        tokens.requireWithin(textArchitecture.vocabulary(), textArchitecture.positions());
        NDList inputs = new NDList(tokens.idArray(scope), tokens.maskArray(scope));
        boolean training = phase == Phase.TRAINING && regularization.textDropout();
        NDArray hidden = text.forward(store, inputs, training).get(0);
        return project(TextEncoder.eos(hidden, tokens), ModelDescription.TEXT_PROJECTION);
    }

    private NDArray project(NDArray x, String name) {
        return Linear.linear(x, parameter(name + WEIGHT), parameter(name + BIAS))
                .singletonOrThrow();
    }

    /** The multiplier of cosines, exp(logit_scale), one number in {@code scope}. */
    NDArray scale(NDManager scope) {
        NDArray scale = parameter(ModelDescription.LOGIT_SCALE).exp();
        scale.attach(scope);
        return scale;
    }

    private NDArray parameter(String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /** Copies of the batch norms' running statistics, in {@code scope}. */
    Map<String, NDArray> copyStatistics(NDManager scope) {
        Map<String, NDArray> copies = new LinkedHashMap<>();
        statistics.forEach((name, array) -> {
            NDArray copy = array.duplicate();
            copy.attach(scope);
            copies.put(name, copy);
        });
        return copies;
    }

    /** Puts back what {@link #copyStatistics} returned. */
    void restoreStatistics(Map<String, NDArray> copies) {
        statistics.forEach((name, array) -> {
            NDArray copy = Objects.requireNonNull(copies.get(name), name);
            array.muli(0).addi(copy);
        });
    }

    @Override
    public void close() {
        manager.close();
    }
}

package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/**
 * The detector as it is trained: {@link RetinaNet}'s parameters, names and values, in batches, with operations that can be recorded.
 * In evaluation it answers what {@link RetinaNet} answers, within rounding.
 *
 * <p>Holds its arrays in a child of the manager given to {@link #load}. Results belong to the manager of their input. Engine thread
 * only.
 */
public final class TrainableRetinaNet implements AutoCloseable {
    private final NDManager manager;
    private final PyramidTaps taps;
    private final BackboneTraining training;
    private final EfficientNet backbone;
    private final FeaturePyramid pyramid;
    private final PyramidHead boxes;
    private final PyramidHead classes;
    private final Map<String, NDArray> arrays;
    private final Map<String, NDArray> learned;

    private TrainableRetinaNet(
            NDManager manager,
            EfficientNetArchitecture encoder,
            int classCount,
            ParameterSource source,
            BackboneTraining training) {
        this.manager = manager;
        this.training = training;
        this.taps = PyramidTaps.of(encoder);
        Map<String, NDArray> read = new LinkedHashMap<>();
        ParameterSource remembered = new Remembered(source, read);
        this.backbone = new EfficientNet(encoder.withDetectorPadding());
        backbone.load(manager, remembered, DetectorParameters.BACKBONE);
        this.pyramid = FeaturePyramid.load(manager, remembered, taps);
        this.boxes = PyramidHead.load(manager, remembered, DetectorParameters.BOXES, 4);
        this.classes = PyramidHead.load(manager, remembered, DetectorParameters.CLASSES, classCount);
        Map<String, NDArray> moved = new LinkedHashMap<>();
        for (ParameterSpec spec : RetinaNet.parameters(encoder, classCount)) {
            boolean fixed = spec.name().startsWith(DetectorParameters.BACKBONE) && !training.learned();
            if (!spec.isStatistic() && !fixed) {
                moved.put(spec.name(), read.get(spec.name()));
            }
        }
        this.arrays = Collections.unmodifiableMap(read);
        this.learned = Collections.unmodifiableMap(moved);
    }

    /**
     * @param parent manager of the device to train on
     * @param encoder the backbone; the detector's padding is put in here
     * @param classes 1 to {@value RetinaNet#MAX_CLASSES}
     * @param source a detector's parameters, or {@link DetectorStart}
     * @throws IllegalArgumentException if the backbone is too short for a detector
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    public static TrainableRetinaNet load(
            NDManager parent,
            EfficientNetArchitecture encoder,
            int classes,
            ParameterSource source,
            BackboneTraining training) {
        NDManager manager = parent.newSubManager();
        try {
            return new TrainableRetinaNet(manager, encoder, classes, source, training);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Hands parameters on and keeps them by name. */
    private record Remembered(ParameterSource source, Map<String, NDArray> read) implements ParameterSource {
        @Override
        public Set<String> names() {
            return source.names();
        }

        @Override
        public NDArray read(NDManager manager, String name, Shape shape) {
            NDArray value = source.read(manager, name, shape);
            read.put(name, value);
            return value;
        }
    }

    /**
     * What the heads say of a batch.
     *
     * @param logits {@code (N, anchors, classes)}, before the sigmoid
     * @param offsets {@code (N, anchors, 4)}
     */
    public record Answers(NDArray logits, NDArray offsets) {
        /** {@code (N, anchors, classes)}, in (0, 1). */
        public NDArray probabilities() {
            return Activation.sigmoid(logits);
        }
    }

    /** All arrays by name, running statistics included: what a file holds. Not to be closed. */
    public Map<String, NDArray> arrays() {
        return arrays;
    }

    /** The arrays that an optimiser moves: neck and heads, and the backbone unless it is frozen. Not to be closed. */
    public Map<String, NDArray> learned() {
        return learned;
    }

    /** Pixels that the sides of an input must be multiples of. */
    public int stride() {
        return taps.stride();
    }

    /** The anchors of an input of that size. */
    public Anchors anchors(int rows, int columns) {
        return Anchors.of(rows, columns, taps.finestStride());
    }

    /** Where to create inputs: a new child of this detector's manager, to be closed after the step. */
    public NDManager newScope() {
        return manager.newSubManager();
    }

    /**
     * For a training step, the backbone in the mode it is trained in.
     *
     * @param images float32 {@code (N, 3, H, W)}, sides multiples of {@link #stride}; not closed
     */
    public Answers train(NDArray images) {
        return answers(images, training.trainingMode());
    }

    /** In evaluation mode; see {@link #train}. */
    public Answers evaluate(NDArray images) {
        return answers(images, false);
    }

    private Answers answers(NDArray images, boolean trainingMode) {
        requireSides(images.getShape());
        NDList logits = new NDList();
        NDList offsets = new NDList();
        for (NDArray level : pyramid.applyAndClose(taps.maps(backbone, images, trainingMode))) {
            logits.add(classes.rows(level));
            offsets.add(boxes.rows(level));
            level.close();
        }
        return new Answers(NDArrays.concat(logits, 1), NDArrays.concat(offsets, 1));
    }

    /**
     * The boxes in each image of a batch; the limits are those of {@link RetinaNet#detect}.
     *
     * @param answers to images of that size
     * @return best first, in pixels of the images
     * @throws ArithmeticException if an answer of the network is not finite
     */
    public List<List<Detection>> decode(Answers answers, int rows, int columns, double minScore, double iou, int max) {
        DetectionDecoder decoder = new DetectionDecoder(anchors(rows, columns), rows, columns);
        List<List<Detection>> found = new ArrayList<>();
        for (int image = 0; image < answers.logits().getShape().get(0); image++) {
            try (NDArray offsets = answers.offsets().get(image);
                    NDArray logits = answers.logits().get(image)) {
                found.add(decoder.decode(offsets.toFloatArray(), logits.toFloatArray(), minScore, iou, max));
            }
        }
        return found;
    }

    private void requireSides(Shape shape) {
        int stride = taps.stride();
        if (shape.dimension() != 4 || shape.get(2) % stride != 0 || shape.get(3) % stride != 0) {
            throw new IllegalArgumentException(
                    "the detector takes images whose sides are multiples of " + stride + " pixels, not " + shape);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

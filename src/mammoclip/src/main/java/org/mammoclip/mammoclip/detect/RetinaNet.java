package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * The reference's detector: an EfficientNet with padding of its own, a neck of five maps, and two heads over {@link Anchors}. One
 * model per finding in the published work, one class each; the model never saw an image without the finding.
 *
 * <p>Input float32 {@code (1, 3, H, W)}, prepared by {@link DetectorRaster}; 512x512 is what it was trained on. Both sides must be
 * multiples of the backbone's total stride (32), because its maps are doubled and added. Not thread-safe: engine thread only.
 * Agrees with the reference within the tolerance stated in {@code RetinaNetParityTest}.
 */
public final class RetinaNet implements AutoCloseable {
    /** Side in pixels of the square the published detectors were trained on. */
    public static final int SIDE = 512;

    private static final int PUBLISHED_STRIDE = 32;

    /** The longest side of an input in pixels; time and memory grow with its square. */
    public static final int MAX_SIDE = 2048;

    /** The most classes a detector has here; the published ones have one each. */
    public static final int MAX_CLASSES = 64;

    /** The most boxes that can be asked for. */
    public static final int MAX_DETECTIONS = 5000;

    /** The reference's least score, greatest overlap and greatest number of boxes. */
    public static final double REFERENCE_MIN_SCORE = 0.05;

    public static final double REFERENCE_OVERLAP = 0.5;
    public static final int REFERENCE_MAX_DETECTIONS = 100;

    private final NDManager manager;
    private final PyramidTaps taps;
    private final ImageEncoder backbone;
    private final FeaturePyramid pyramid;
    private final PyramidHead boxes;
    private final PyramidHead classes;
    private final int classCount;

    private RetinaNet(
            NDManager manager,
            PyramidTaps taps,
            ImageEncoder backbone,
            FeaturePyramid pyramid,
            PyramidHead boxes,
            PyramidHead classes,
            int classCount) {
        this.manager = manager;
        this.taps = taps;
        this.backbone = backbone;
        this.pyramid = pyramid;
        this.boxes = boxes;
        this.classes = classes;
        this.classCount = classCount;
    }

    /**
     * Every parameter under the reference's name: {@code efficientnet.*}, {@code fpn.*}, {@code regressionModel.*}, {@code
     * classificationModel.*}. Published files hold {@code efficientnet._fc.{weight,bias}} besides, which nothing uses.
     *
     * @param architecture of the backbone; its padding does not matter here
     * @param classes 1 to {@value #MAX_CLASSES}
     */
    public static List<ParameterSpec> parameters(EfficientNetArchitecture architecture, int classes) {
        requireClasses(classes);
        return DetectorParameters.list(architecture, classes);
    }

    /**
     * @param parent manager of the device to run on; the detector takes a child of it and closes it with itself
     * @param encoder the backbone; the detector's padding is put in here
     * @param classes 1 to {@value #MAX_CLASSES}
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    public static RetinaNet load(
            NDManager parent, EfficientNetArchitecture encoder, int classes, ParameterSource source) {
        requireClasses(classes);
        PyramidTaps taps = PyramidTaps.of(encoder);
        NDManager manager = parent.newSubManager();
        try {
            RetinaNet detector = new RetinaNet(
                    manager,
                    taps,
                    ImageEncoder.load(manager, encoder.withDetectorPadding(), source, DetectorParameters.BACKBONE),
                    FeaturePyramid.load(manager, source, taps),
                    PyramidHead.load(manager, source, DetectorParameters.BOXES, 4),
                    PyramidHead.load(manager, source, DetectorParameters.CLASSES, classes),
                    classes);
            manager.cap();
            return detector;
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Finds boxes in one image. Levels of the pyramid without a score above the least one need no boxes, which saves up to two fifths
     * of the time.
     *
     * @param input float32 {@code (1, 3, H, W)}, sides multiples of 32 (of the total stride of the backbone) and at most {@value
     *     #MAX_SIDE}; not closed
     * @param minScore boxes must score above, in [0, 1); the reference has 0.05
     * @param iou overlap (intersection over union) of two boxes above which the weaker one goes, in [0, 1]; the reference has 0.5
     * @param max the most boxes returned, 1 to {@value #MAX_DETECTIONS}; the reference has 100
     * @return best first, edges inside the image, in pixels of {@code input}
     * @throws IllegalArgumentException if the input or a limit is out of range
     * @throws ArithmeticException if an answer of the network is not finite
     */
    public List<Detection> detect(NDArray input, double minScore, double iou, int max) {
        requireInput(input.getShape());
        if (!(minScore >= 0 && minScore < 1) || !(iou >= 0 && iou <= 1) || max < 1 || max > MAX_DETECTIONS) {
            throw new IllegalArgumentException("least score " + minScore + " (0 to below 1), overlap " + iou
                    + " (0 to 1), " + max + " boxes (1 to " + MAX_DETECTIONS + ")");
        }
        int rows = (int) input.getShape().get(2);
        int columns = (int) input.getShape().get(3);
        Anchors anchors = Anchors.of(rows, columns, taps.finestStride());
        float[] offsets = new float[anchors.count() * 4];
        float[] logits = new float[anchors.count() * classCount];
        try (NDManager scope = input.getManager().newSubManager()) {
            scope.tempAttachAll(input);
            int anchor = 0;
            for (NDArray level : pyramid.applyAndClose(taps.maps(backbone, input))) {
                float[] ofClasses = classes.answers(level);
                System.arraycopy(ofClasses, 0, logits, anchor * classCount, ofClasses.length);
                if (DetectionDecoder.anyAbove(minScore, ofClasses)) {
                    float[] ofBoxes = boxes.answers(level);
                    System.arraycopy(ofBoxes, 0, offsets, anchor * 4, ofBoxes.length);
                }
                anchor += ofClasses.length / classCount;
                level.close();
            }
        }
        return new DetectionDecoder(anchors, rows, columns).decode(offsets, logits, minScore, iou, max);
    }

    /**
     * The side of a square in pixels in which anchors have the published sizes relative to the image: {@value #SIDE} for B2 and B5,
     * less for a backbone that halves the image less often.
     *
     * @throws IllegalArgumentException if the backbone is too short for a detector
     */
    public static int usualSide(EfficientNetArchitecture architecture) {
        return SIDE * PyramidTaps.of(architecture).stride() / PUBLISHED_STRIDE;
    }

    /**
     * @param architecture of the backbone
     * @throws IllegalArgumentException if such a detector cannot look at squares of that side, in pixels
     */
    public static void requireSide(EfficientNetArchitecture architecture, int side) {
        int stride = PyramidTaps.of(architecture).stride();
        if (side < stride || side > MAX_SIDE || side % stride != 0) {
            throw new IllegalArgumentException("the side of a detector's square must be a multiple of " + stride
                    + " pixels for " + architecture.name() + ", at most " + MAX_SIDE + ", not " + side);
        }
    }

    private static void requireClasses(int classes) {
        if (classes < 1 || classes > MAX_CLASSES) {
            throw new IllegalArgumentException("a detector has 1 to " + MAX_CLASSES + " classes, not " + classes);
        }
    }

    private void requireInput(Shape shape) {
        if (shape.dimension() != 4 || shape.get(0) != 1 || shape.get(1) != 3) {
            throw new IllegalArgumentException("the detector takes one image of shape (1, 3, H, W), not " + shape);
        }
        long rows = shape.get(2);
        long columns = shape.get(3);
        int stride = taps.stride();
        if (rows < stride || columns < stride || rows % stride != 0 || columns % stride != 0) {
            throw new IllegalArgumentException("the detector takes images whose sides are multiples of " + stride
                    + " pixels, not " + rows + "x" + columns + "; resize to " + SIDE + "x" + SIDE + " first");
        }
        if (rows > MAX_SIDE || columns > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "the detector takes sides of at most " + MAX_SIDE + " pixels, not " + rows + "x" + columns);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

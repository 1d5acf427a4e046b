package org.mammoclip.mammoclip.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.mammoclip.mammoclip.block.Recorded;

/**
 * The loss of the one-stage detector (RetinaNet): focal loss on the class probabilities of all anchors, smooth L1 on the boxes of
 * the positive ones, each the mean over the images of the batch. In the reference an image without boxes adds 0 to both, and nothing
 * is learned from it.
 *
 * @param alpha weight of positives, in (0, 1); negatives weigh {@code 1 - alpha}
 * @param gamma how strongly easy anchors are damped, at least 0
 * @param empty what an image without boxes adds
 */
public record DetectorLoss(double alpha, double gamma, Empty empty) {
    /** What the reference's training scripts pass. */
    public static final DetectorLoss REFERENCE = new DetectorLoss(0.25, 2);

    /** What an image without boxes adds to the loss. */
    public enum Empty {
        /** Nothing: the reference. */
        NOTHING,
        /** The focal loss of all its anchors as negatives, not divided: what a model needs to learn from normal images. */
        NEGATIVE
    }

    private static final double LOWEST_PROBABILITY = 1e-4;
    /** Where smooth L1 turns from square to straight. */
    private static final double KNEE = 1.0 / 9;

    public DetectorLoss {
        if (!(alpha > 0 && alpha < 1) || !(gamma >= 0) || Double.isInfinite(gamma)) {
            throw new IllegalArgumentException("alpha " + alpha + " must be in (0, 1), gamma " + gamma + " at least 0");
        }
    }

    /** With the reference's treatment of images without boxes. */
    public DetectorLoss(double alpha, double gamma) {
        this(alpha, gamma, Empty.NOTHING);
    }

    /** The two parts, one number each; training minimises their sum. */
    public record Terms(NDArray classification, NDArray regression) {
        public NDArray total() {
            return classification.add(regression);
        }
    }

    /**
     * @param probabilities after the sigmoid, {@code (N, A, K)}
     * @param regression raw output of the box head, {@code (N, A, 4)}
     * @param anchors left, top, right, bottom of each of the A anchors, in pixels of the input
     * @param boxes for each of the N images its boxes in the same pixels, possibly none
     */
    public Terms of(NDArray probabilities, NDArray regression, float[] anchors, List<List<TargetBox>> boxes) {
        Shape shape = probabilities.getShape();
        int images = boxes.size();
        if (images == 0
                || anchors.length == 0
                || !regression.getShape().equals(new Shape(images, anchors.length / 4, 4))
                || shape.dimension() != 3
                || shape.get(0) != images
                || shape.get(1) != anchors.length / 4) {
            throw new IllegalArgumentException(
                    "probabilities " + shape + " and boxes " + regression.getShape() + " for " + images + " images and "
                            + anchors.length / 4 + " anchors: expected (images, anchors, classes or 4)");
        }
        int classes = Math.toIntExact(shape.get(2));
        NDList classification = new NDList(images);
        NDList localisation = new NDList(images);
        for (int image = 0; image < images; image++) {
            List<TargetBox> wanted = boxes.get(image);
            requireClasses(wanted, classes, image);
            if (wanted.isEmpty() && empty == Empty.NOTHING) {
                // a sum times zero keeps the loss connected: the gradient is 0, not absent
                classification.add(Recorded.mul(probabilities.get(image).sum(), 0));
                localisation.add(Recorded.mul(regression.get(image).sum(), 0));
                continue;
            }
            AnchorTargets targets = new AnchorTargets(anchors, wanted, classes);
            classification.add(focal(probabilities.get(image), targets));
            localisation.add(smoothL1(regression.get(image), targets));
        }
        return new Terms(mean(classification), mean(localisation));
    }

    private NDArray focal(NDArray probabilities, AnchorTargets targets) {
        NDManager manager = probabilities.getManager();
        Shape shape = probabilities.getShape();
        NDArray p = probabilities.clip(LOWEST_PROBABILITY, 1 - LOWEST_PROBABILITY);
        NDArray miss = p.neg().add(1);
        NDArray positive = Recorded.mul(Recorded.pow(miss, gamma).mul(p.log()), -alpha);
        NDArray negative = Recorded.mul(Recorded.pow(p, gamma).mul(miss.log()), alpha - 1);
        NDArray all = positive.mul(manager.create(targets.isClass, shape))
                .add(negative.mul(manager.create(targets.isNotClass, shape)));
        return Recorded.div(all.sum(), Math.max(1, targets.positives()));
    }

    private static NDArray smoothL1(NDArray regression, AnchorTargets targets) {
        NDManager manager = regression.getManager();
        Shape shape = regression.getShape();
        NDArray distance = regression.sub(manager.create(targets.deltas, shape)).abs();
        NDArray bent = Recorded.minimum(distance, KNEE);
        // 0.5/KNEE * d^2 below the knee, d - KNEE/2 above it, without a branch
        NDArray loss = Recorded.mul(bent.square(), 0.5 / KNEE).add(distance.sub(bent));
        return Recorded.div(
                loss.mul(manager.create(targets.hasBox, shape)).sum(), Math.max(1, 4 * targets.positives()));
    }

    private static NDArray mean(NDList losses) {
        NDArray sum = losses.get(0);
        for (int i = 1; i < losses.size(); i++) {
            sum = sum.add(losses.get(i));
        }
        return Recorded.div(sum, losses.size());
    }

    private static void requireClasses(List<TargetBox> boxes, int classes, int image) {
        for (TargetBox box : boxes) {
            if (box.classIndex() >= classes) {
                throw new IllegalArgumentException("image " + image + " has a box of class " + box.classIndex()
                        + ", the detector has classes 0 to " + (classes - 1));
            }
        }
    }
}

package org.mammoclip.mammoclip.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mammoclip.mammoclip.RasterSize;

/**
 * What may happen to a training image: horizontal flip, vertical flip, affine map, elastic map, in this order, each with its own
 * probability. The drawing uses only the generator it is given, so the same seed gives the same bits.
 *
 * @param horizontalFlip probability
 * @param verticalFlip probability
 * @param affine probability
 * @param rotationDegrees drawn once
 * @param shearDegrees drawn for x and for y
 * @param translation in widths and heights, drawn for x and for y
 * @param scale drawn for x and for y
 * @param elastic probability
 * @param elasticAlpha see {@link ElasticWarp#draw}
 * @param elasticSigma see {@link ElasticWarp#draw}
 */
public record Augmentation(
        double horizontalFlip,
        double verticalFlip,
        double affine,
        Interval rotationDegrees,
        Interval shearDegrees,
        Interval translation,
        Interval scale,
        double elastic,
        double elasticAlpha,
        double elasticSigma) {
    private static final Interval SCALE = new Interval(0.8, 1.2);

    /**
     * What the reference runs in pre-training, classification and attribution: its library read single numbers as fixed values, so
     * the affine map always turns by 20 degrees, shears by 20 in both directions and moves by a tenth.
     */
    public static final Augmentation AS_EXECUTED = new Augmentation(
            0.5, 0.5, 0.5, Interval.always(20), Interval.always(20), Interval.always(0.1), SCALE, 0.5, 10, 15);

    /** What the paper describes: up to 20 degrees either way, up to a tenth in any direction. The default. */
    public static final Augmentation SYMMETRIC = new Augmentation(
            0.5, 0.5, 0.5, Interval.symmetric(20), Interval.symmetric(20), Interval.symmetric(0.1), SCALE, 0.5, 10, 15);

    /** For the detector: random ranges, affine and elastic map always. */
    public static final Augmentation DETECTION = new Augmentation(
            0.5, 0.5, 1, Interval.symmetric(20), Interval.symmetric(20), Interval.symmetric(0.1), SCALE, 1, 10, 15);

    /** Flips only: no pixel is interpolated, so that single bright ones stay what they are. */
    public static final Augmentation FLIPS =
            new Augmentation(0.5, 0.5, 0, Interval.always(0), Interval.always(0), Interval.always(0), SCALE, 0, 10, 15);

    public Augmentation {
        requireProbability("horizontal flip", horizontalFlip);
        requireProbability("vertical flip", verticalFlip);
        requireProbability("affine", affine);
        requireProbability("elastic", elastic);
        ElasticWarp.requireStrength(elasticAlpha, elasticSigma);
        for (double shear : new double[] {shearDegrees.low(), shearDegrees.high()}) {
            // the ends are the worst cases; they must be valid maps
            new AffineWarp(
                    rotationDegrees.low(),
                    shear,
                    shear,
                    translation.low(),
                    translation.low(),
                    scale.low(),
                    scale.low());
        }
    }

    /** Draws what happens to one image of this size. Images of a pair are drawn independently. */
    public Warp draw(RasterSize size, RandomGenerator random) {
        List<Warp> steps = new ArrayList<>();
        if (random.nextDouble() < horizontalFlip) {
            steps.add(Flip.HORIZONTAL);
        }
        if (random.nextDouble() < verticalFlip) {
            steps.add(Flip.VERTICAL);
        }
        if (random.nextDouble() < affine) {
            steps.add(new AffineWarp(
                    rotationDegrees.draw(random),
                    shearDegrees.draw(random),
                    shearDegrees.draw(random),
                    translation.draw(random),
                    translation.draw(random),
                    scale.draw(random),
                    scale.draw(random)));
        }
        if (random.nextDouble() < elastic) {
            steps.add(ElasticWarp.draw(size, elasticAlpha, elasticSigma, random));
        }
        return Warp.sequence(steps);
    }

    private static void requireProbability(String step, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability of " + step + " is " + probability + ", not within 0 and 1");
        }
    }
}

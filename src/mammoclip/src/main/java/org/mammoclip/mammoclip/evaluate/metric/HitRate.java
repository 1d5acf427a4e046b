package org.mammoclip.mammoclip.evaluate.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often a model points into a true box of the finding (the pointing game), beside what chance would reach on the same images.
 *
 * <p>The hit rate is the share of the images with the finding in which the place lies in any of the true boxes; pointing nowhere is a
 * miss. The levels of chance are expected values, not draws:
 *
 * <ul>
 *   <li>{@link Chance#BREAST}: a place drawn uniformly from the breast; per image the share of the breast that lies in true boxes.
 *   <li>{@link Chance#OTHER_FINDING}: the place of another finding of the model in the same image; mean over the other findings. A
 *       model that marks whatever stands out, not what it is asked for, is no better than this.
 *   <li>{@link Chance#OTHER_IMAGE}: the place of this finding in the image of another patient; mean over all images with the finding,
 *       of the same kind if there is one, else of any. A model that only knows where lesions usually lie is no better than this.
 * </ul>
 *
 * Immutable.
 */
public final class HitRate {
    /** What the hit rate is compared with. */
    public enum Chance {
        BREAST,
        OTHER_FINDING,
        OTHER_IMAGE
    }

    private static final int LEVELS = Chance.values().length;

    private final double[] hits;
    /** By chance and image; NaN where it is not defined. */
    private final double[][] chances;

    private HitRate(double[] hits, double[][] chances) {
        this.hits = hits;
        this.chances = chances;
    }

    /** @param images each once */
    public static HitRate of(List<PointCase> images) {
        double[] hits = new double[images.size()];
        double[][] chances = new double[LEVELS][images.size()];
        Map<String, List<PointCase>> kinds = new HashMap<>();
        images.forEach(image ->
                kinds.computeIfAbsent(image.kind(), key -> new ArrayList<>()).add(image));
        for (int i = 0; i < hits.length; i++) {
            PointCase image = images.get(i);
            hits[i] = image.isHitBy(image.point()) ? 1 : 0;
            chances[Chance.BREAST.ordinal()][i] = image.breastShare().orElse(Double.NaN);
            chances[Chance.OTHER_FINDING.ordinal()][i] = share(image, image.otherFindings());
            double alike = ofOthers(image, kinds.getOrDefault(image.kind(), List.of()));
            chances[Chance.OTHER_IMAGE.ordinal()][i] = Double.isNaN(alike) ? ofOthers(image, images) : alike;
        }
        return new HitRate(hits, chances);
    }

    private static double ofOthers(PointCase image, List<PointCase> candidates) {
        return share(
                image,
                candidates.stream()
                        .filter(other -> !other.patient().equals(image.patient()))
                        .map(PointCase::point)
                        .toList());
    }

    /** @return NaN without places */
    private static double share(PointCase image, List<Optional<Point>> places) {
        return places.stream()
                .mapToInt(place -> image.isHitBy(place) ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    /**
     * @param weights of the images
     * @return NaN if no image counts
     */
    public double rate(int[] weights) {
        return mean(hits, weights);
    }

    /** As {@link #rate}, for chance; NaN also if it is not defined for an image that counts. */
    public double chance(Chance level, int[] weights) {
        return mean(chances[level.ordinal()], weights);
    }

    /** Whether a level of chance is defined, for every image. */
    public boolean has(Chance level) {
        return Arrays.stream(chances[level.ordinal()]).noneMatch(Double::isNaN);
    }

    private static double mean(double[] values, int[] weights) {
        double sum = 0;
        long all = 0;
        for (int i = 0; i < values.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * values[i];
                all += weights[i];
            }
        }
        return all == 0 ? Double.NaN : sum / all;
    }
}

package org.mammoclip.mammoclip.evaluate.metric;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a model points in one image that has the finding, and what chance would do there.
 *
 * @param image its name
 * @param patient whose it is
 * @param kind images of the same kind look alike, as in {@code L CC}: side and view
 * @param truth boxes drawn by people, at least one
 * @param point where the model says the finding is; empty if it points nowhere, which is a miss
 * @param otherFindings where it says that each of its other findings is, in the order of the findings, for every image as many; an
 *     empty one points nowhere
 * @param breastShare share of the breast's area that lies in a true box, in [0, 1]; empty if it is not known where the breast is
 */
public record PointCase(
        String image,
        String patient,
        String kind,
        List<Box> truth,
        Optional<Point> point,
        List<Optional<Point>> otherFindings,
        OptionalDouble breastShare) {
    public PointCase {
        truth = List.copyOf(truth);
        otherFindings = List.copyOf(otherFindings);
        if (truth.isEmpty()) {
            throw new IllegalArgumentException("image " + image + " has no true box to point at");
        }
        double share = breastShare.orElse(0);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of the breast is 0 to 1, not " + share);
        }
    }

    /** Whether a place lies in a true box of this image. */
    boolean isHitBy(Optional<Point> place) {
        return place.isPresent() && truth.stream().anyMatch(box -> box.contains(place.get()));
    }
}

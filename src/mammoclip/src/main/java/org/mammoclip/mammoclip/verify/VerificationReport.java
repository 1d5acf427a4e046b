package org.mammoclip.mammoclip.verify;

import java.util.List;
import java.util.Optional;

/**
 * What was compared, in the order in which the network computes it within each case.
 *
 * @param tolerance most relative deviation of a point that agrees
 * @param points all comparisons
 * @param skipped stored values that this version does not compute, by case and name
 */
public record VerificationReport(double tolerance, List<ProbePoint> points, List<String> skipped) {
    public VerificationReport {
        points = List.copyOf(points);
        skipped = List.copyOf(skipped);
    }

    /** True if something was compared and all of it agrees. */
    public boolean agrees() {
        return !points.isEmpty() && points.stream().allMatch(ProbePoint::agrees);
    }

    /** Parameters whose values are not the stored ones. */
    public List<ProbePoint> deviatingParameters() {
        return points.stream()
                .filter(point -> point.where().equals(ModelVerifier.PARAMETERS) && !point.agrees())
                .toList();
    }

    /** The layer or vector where the computation leaves the stored one first; empty if all agree. */
    public Optional<ProbePoint> firstDeviation() {
        return points.stream()
                .filter(point -> !point.where().equals(ModelVerifier.PARAMETERS) && !point.agrees())
                .findFirst();
    }
}

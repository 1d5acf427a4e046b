package org.mammoclip.dicom.testkit;

import java.util.List;
import java.util.SplittableRandom;

/** Which lesions a view shows: a mass in one breast, calcifications in the other, at like depths in all its views. */
record LesionPlan(List<LesionShape> shapes, List<Lesion> truth) {
    static final LesionPlan NONE = new LesionPlan(List.of(), List.of());

    private static final double DETECTOR_HEIGHT_MM = 266.24;
    private static final double CLUSTER_RADIUS_MM = 6;
    private static final double SPECK_RADIUS_MM = 0.2;

    LesionPlan {
        shapes = List.copyOf(shapes);
        truth = List.copyOf(truth);
    }

    static LesionPlan of(long seed, SyntheticView view, BreastShape shape) {
        SplittableRandom side = new SplittableRandom(seed * 2 + (view.isLeft() ? 0 : 1));
        double depth = shape.reach() * side.nextDouble(0.35, 0.6);
        double pixelsPerMm = shape.size().rows() / DETECTOR_HEIGHT_MM;
        double massRadius = side.nextDouble(6, 10) * pixelsPerMm;
        SplittableRandom random = new SplittableRandom(seed * 131 + view.ordinal());
        double offset = random.nextDouble(-0.3, 0.3);
        double row = shape.nippleRow() + offset * (offset < 0 ? Math.min(shape.above(), shape.below()) : shape.below());
        boolean mass = view.isLeft() == (Math.floorMod(seed, 2L) == 0);
        if (mass) {
            LesionShape.Mass drawn = LesionShape.Mass.of(depth, row, massRadius, random);
            double radius = massRadius * LesionShape.Mass.REACH;
            return of(drawn, new Lesion(Lesion.Kind.MASS, shape.column(depth), row, radius));
        }
        double radius = CLUSTER_RADIUS_MM * pixelsPerMm;
        double speck = Math.max(0.5, SPECK_RADIUS_MM * pixelsPerMm);
        LesionShape.Cluster drawn = LesionShape.Cluster.of(depth, row, radius, speck, random);
        return of(drawn, new Lesion(Lesion.Kind.CALCIFICATION_CLUSTER, shape.column(depth), row, radius + speck + 1));
    }

    private static LesionPlan of(LesionShape shape, Lesion truth) {
        return new LesionPlan(List.of(shape), List.of(truth));
    }
}

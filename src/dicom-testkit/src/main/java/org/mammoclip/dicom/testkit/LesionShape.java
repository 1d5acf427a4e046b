package org.mammoclip.dicom.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A lesion as it is added to the rows of an image. Coordinates are (depth, row) as in {@link BreastShape}. */
sealed interface LesionShape {
    /** Adds to the values of the row, {@code values[i]} being the pixel at depth i. */
    void addTo(int row, float[] values, int width);

    /**
     * @param lobes phases of the outline's lobes
     * @param radius mean radius in pixels
     */
    record Mass(double depth, double row, double radius, double amplitude, double[] lobes) implements LesionShape {
        /** No outline point lies further out than this multiple of the radius. */
        static final double REACH = 1.4;

        static Mass of(double depth, double row, double radius, SplittableRandom random) {
            double[] lobes = {random.nextDouble(6.28), random.nextDouble(6.28), random.nextDouble(6.28)};
            return new Mass(depth, row, radius, random.nextDouble(800, 1000), lobes);
        }

        @Override
        public void addTo(int atRow, float[] values, int width) {
            double dy = atRow + 0.5 - row;
            double reach = radius * REACH;
            if (Math.abs(dy) >= reach) {
                return;
            }
            int last = (int) Math.min(width - 1.0, depth + reach);
            for (int i = (int) Math.max(0, depth - reach); i <= last; i++) {
                double dx = i + 0.5 - depth;
                double angle = StrictMath.atan2(dy, dx);
                double spike = Math.max(0, StrictMath.cos(9 * angle + lobes[2]));
                double spike4 = spike * spike * spike * spike;
                double outline = radius
                        * (0.88
                                + 0.14 * StrictMath.sin(3 * angle + lobes[0])
                                + 0.08 * StrictMath.sin(5 * angle + lobes[1])
                                + 0.26 * spike4 * spike4);
                double share = (dx * dx + dy * dy) / (outline * outline);
                if (share < 1) {
                    values[i] += (float) (amplitude * Math.sqrt(1 - share));
                }
            }
        }
    }

    /** @param specks the centres relative to the cluster's, {depth, row} */
    record Cluster(double depth, double row, double radius, double speckRadius, List<double[]> specks)
            implements LesionShape {
        static Cluster of(double depth, double row, double radius, double speckRadius, SplittableRandom random) {
            List<double[]> specks = new ArrayList<>();
            int count = random.nextInt(8, 17);
            while (specks.size() < count) {
                double[] speck = {random.nextDouble(-1, 1), random.nextDouble(-1, 1)};
                if (speck[0] * speck[0] + speck[1] * speck[1] <= 1) {
                    specks.add(new double[] {speck[0] * radius, speck[1] * radius});
                }
            }
            return new Cluster(depth, row, radius, speckRadius, specks);
        }

        @Override
        public void addTo(int atRow, float[] values, int width) {
            for (double[] speck : specks) {
                double dy = atRow + 0.5 - row - speck[1];
                double reach = speckRadius + 1;
                if (Math.abs(dy) >= reach) {
                    continue;
                }
                double centre = depth + speck[0];
                int last = (int) Math.min(width - 1.0, centre + reach);
                for (int i = (int) Math.max(0, centre - reach); i <= last; i++) {
                    double dx = i + 0.5 - centre;
                    double edge = reach - Math.sqrt(dx * dx + dy * dy);
                    values[i] += (float) (1300 * Math.max(0, Math.min(1, edge)));
                }
            }
        }
    }
}

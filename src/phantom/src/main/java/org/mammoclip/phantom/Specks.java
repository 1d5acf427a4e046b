package org.mammoclip.phantom;

import org.mammoclip.mammoclip.random.SplitMix64;

/** Single calcifications. Smaller than a pixel they cover part of it. */
final class Specks {
    private Specks() {}

    /** One speck of a suspicious group. */
    static void paint(Canvas canvas, CalcificationForm form, double x, double y, double strength, SplitMix64 random) {
        switch (form) {
            case PUNCTATE -> dot(canvas, x, y, 0.17 + 0.1 * random.nextDouble(), 1, 0, strength);
            case AMORPHOUS -> dot(canvas, x, y, 0.3 + 0.2 * random.nextDouble(), 0.8, 0, 0.5 * strength);
            case PLEOMORPHIC ->
                dot(
                        canvas,
                        x,
                        y,
                        0.15 + 0.28 * random.nextDouble(),
                        0.45 + 0.5 * random.nextDouble(),
                        Math.PI * random.nextDouble(),
                        strength * (0.6 + 0.8 * random.nextDouble()));
            case FINE_LINEAR ->
                dot(
                        canvas,
                        x,
                        y,
                        0.3 + 0.65 * random.nextDouble(),
                        0.26,
                        (random.nextDouble() - 0.5) * 1.4,
                        strength * (0.7 + 0.4 * random.nextDouble()));
        }
    }

    /**
     * An elliptic spot.
     *
     * @param radius of the long axis in millimetres
     * @param aspect short over long axis
     * @param angle of the long axis
     */
    static void dot(Canvas canvas, double x, double y, double radius, double aspect, double angle, double strength) {
        double leastRadius = 0.62 * canvas.pitch;
        double longAxis = Math.max(radius, leastRadius);
        double shortAxis = Math.max(radius * aspect, leastRadius);
        double covered = Math.sqrt(radius / longAxis * (radius * aspect) / shortAxis);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        canvas.add(x, y, 2.2 * longAxis, (dx, dy) -> {
            double along = (dx * cos + dy * sin) / longAxis;
            double across = (dy * cos - dx * sin) / shortAxis;
            double share = along * along + across * across;
            return strength * covered * StrictMath.exp(-share * share * 0.7);
        });
    }
}

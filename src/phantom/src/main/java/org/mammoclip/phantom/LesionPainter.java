package org.mammoclip.phantom;

import java.util.Optional;
import org.mammoclip.mammoclip.random.SplitMix64;

/**
 * Paints masses, calcifications, distortions and lymph nodes onto tissue. What a lesion adds is a multiple of how much the tissue
 * varies around it, so that the signal-to-noise ratio means the same in a fatty and in a dense breast.
 */
final class LesionPainter {
    private static final double LEAST_VARIATION = 0.03;
    private static final double BOX_MARGIN_MM = 1.0;

    private final Canvas canvas;
    private final Projection projection;
    private final PhantomView view;
    private final double signalToNoise;
    private final double speckBrightness;

    LesionPainter(Canvas canvas, Projection projection, PhantomView view, PhantomSettings settings) {
        this.canvas = canvas;
        this.projection = projection;
        this.view = view;
        this.signalToNoise = settings.signalToNoise();
        this.speckBrightness = settings.speckBrightness();
    }

    /** Millimetres of the detector. */
    record Extent(double left, double top, double right, double bottom) {
        static Extent around(double x, double y, double halfWidth, double halfHeight) {
            return new Extent(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
        }
    }

    /** @return where the lesion is, empty if it is not painted or not seen here */
    Optional<Extent> paint(Lesion lesion) {
        if (!lesion.views().contains(view)) {
            return Optional.empty();
        }
        return switch (lesion.kind()) {
            case MASS -> Optional.of(mass(lesion));
            case CALCIFICATION -> Optional.of(calcifications(lesion));
            case DISTORTION -> Optional.of(distortion(lesion));
            case LYMPH_NODE -> Optional.of(lymphNode(lesion));
            case ASYMMETRY, FOCAL_ASYMMETRY, GLOBAL_ASYMMETRY ->
                Optional.of(Extent.around(
                        projection.x(lesion.place()),
                        projection.y(lesion.place()),
                        lesion.radiusMm() * 1.15,
                        lesion.radiusMm() * 1.15));
            case NIPPLE_RETRACTION ->
                Optional.of(Extent.around(projection.breast().depthMm() - 8, projection.nippleY(), 12, 13));
            case SKIN_THICKENING -> Optional.empty();
        };
    }

    private Extent mass(Lesion lesion) {
        double x = projection.x(lesion.place());
        double y = projection.y(lesion.place());
        SplitMix64 random = SplitMix64.stream(lesion.seed(), "mass", view.ordinal());
        MassOutline outline = MassOutline.draw(
                lesion.shape().orElse(MassShape.OVAL), lesion.margin().orElse(MassMargin.CIRCUMSCRIBED), random);
        double radius = lesion.radiusMm();
        double strength = signalToNoise * Math.max(LEAST_VARIATION, canvas.deviation(x, y, 1.7 * radius));
        Noise inner = new Noise(lesion.seed() + view.ordinal());
        double reach = radius * outline.reach();
        canvas.add(x, y, reach, (dx, dy) -> {
            double distance = Math.sqrt(dx * dx + dy * dy) / radius;
            double angle = StrictMath.atan2(dy, dx);
            double body = outline.body(distance, angle) * (0.92 + 0.2 * inner.at(dx / 3.5, dy / 3.5));
            return strength * (body + 0.5 * outline.spicules(distance, angle, radius));
        });
        double[] half = outline.halfSides();
        return Extent.around(x, y, half[0] * radius + BOX_MARGIN_MM, half[1] * radius + BOX_MARGIN_MM);
    }

    private Extent calcifications(Lesion lesion) {
        SplitMix64 random = SplitMix64.stream(lesion.seed(), "specks");
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        CalcificationForm form = lesion.form().orElse(CalcificationForm.PUNCTATE);
        for (Place speck : lesion.specks()) {
            Place at = lesion.place().plus(speck.depth(), speck.lateral(), speck.superior());
            double x = projection.x(at);
            double y = projection.y(at);
            Specks.paint(canvas, form, x, y, speckBrightness, random);
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
        return new Extent(left - BOX_MARGIN_MM, top - BOX_MARGIN_MM, right + BOX_MARGIN_MM, bottom + BOX_MARGIN_MM);
    }

    private Extent distortion(Lesion lesion) {
        double x = projection.x(lesion.place());
        double y = projection.y(lesion.place());
        double radius = lesion.radiusMm();
        SplitMix64 random = SplitMix64.stream(lesion.seed(), "distortion", view.ordinal());
        int rays = 15 + random.nextInt(9);
        double strength = 0.55 * signalToNoise * Math.max(LEAST_VARIATION, canvas.deviation(x, y, radius));
        for (int i = 0; i < rays; i++) {
            double angle = 2 * Math.PI * (i + 0.8 * random.nextDouble()) / rays;
            double length = radius * (0.65 + 0.75 * random.nextDouble());
            double bend = 0.35 * (random.nextDouble() - 0.5);
            double width = 0.28 + 0.35 * random.nextDouble();
            double share = strength * (0.5 + 0.5 * random.nextDouble());
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            canvas.add(x, y, length + 1, (dx, dy) -> {
                double along = dx * cos + dy * sin;
                double off = dy * cos - dx * sin - bend * along * along / length;
                double end = along / length;
                return end < 0.08 || end > 1
                        ? 0
                        : share * (1 - end) * Math.min(1, 6 * end) * StrictMath.exp(-off * off / (width * width));
            });
        }
        return Extent.around(x, y, radius, radius);
    }

    private Extent lymphNode(Lesion lesion) {
        double x = projection.x(lesion.place());
        double y = projection.y(lesion.place());
        double radius = lesion.radiusMm();
        SplitMix64 random = SplitMix64.stream(lesion.seed(), "node");
        MassOutline outline = MassOutline.draw(MassShape.OVAL, MassMargin.CIRCUMSCRIBED, random);
        double strength = Math.min(0.3, 0.07 + 0.05 * signalToNoise);
        canvas.add(
                x,
                y,
                radius * outline.reach(),
                (dx, dy) -> strength * outline.body(Math.sqrt(dx * dx + dy * dy) / radius, StrictMath.atan2(dy, dx)));
        double[] half = outline.halfSides();
        return Extent.around(x, y, half[0] * radius + BOX_MARGIN_MM, half[1] * radius + BOX_MARGIN_MM);
    }
}

package org.mammoclip.phantom;

import org.mammoclip.mammoclip.random.SplitMix64;

/** What also healthy breasts show, and what a threshold on brightness falls for: vessels, benign calcifications, lymph nodes. */
final class NormalAnatomy {
    private final Canvas canvas;
    private final Projection projection;
    private final PhantomView view;
    private final double speckBrightness;
    private final SplitMix64 random;

    /** @param speckBrightness of suspicious calcifications: benign ones are as bright, so that brightness alone says little */
    NormalAnatomy(Canvas canvas, Projection projection, PhantomView view, double speckBrightness) {
        this.canvas = canvas;
        this.projection = projection;
        this.view = view;
        this.speckBrightness = speckBrightness;
        this.random = SplitMix64.stream(projection.breast().ownSeed(), "anatomy", view.ordinal());
    }

    void paint() {
        int vessels = 1 + random.nextInt(4);
        for (int i = 0; i < vessels; i++) {
            vessel(false);
        }
        if (random.nextDouble() < 0.1) {
            vessel(true);
        }
        if (view.isOblique() && random.nextDouble() < 0.6) {
            lymphNode();
        }
        if (random.nextDouble() < 0.55) {
            benignCalcifications(1 + random.nextInt(5));
        }
    }

    /** A bright body with a sharp, smooth edge behind the gland, which hides what lies over it. */
    static void paintImplant(Canvas canvas, Projection projection, PhantomView view) {
        double depth = Breast.IMPLANT_DEPTH * projection.breast().depthMm();
        double half = 0.66 * projection.breast().halfWidthMm();
        double y = projection.nippleY() - (view.isOblique() ? 6 : 0);
        for (int row = 0; row < canvas.rows; row++) {
            double dy = (canvas.y(row) - y) / half;
            double rest = 1 - dy * dy;
            if (rest <= 0) {
                continue;
            }
            double edge = depth * Math.sqrt(rest);
            for (int column = 0; column < canvas.endColumn(edge + 1); column++) {
                int at = row * canvas.columns + column;
                if (canvas.values[at] > 0) {
                    double cover = Noise.step(-0.6, 0.6, edge - canvas.x(column));
                    double rim = 0.05 * StrictMath.exp(-Math.abs(edge - canvas.x(column)) / 1.2);
                    double body = 0.9 + rim + 0.1 * (canvas.values[at] - 0.5);
                    canvas.values[at] += (float) (cover * (body - canvas.values[at]));
                }
            }
        }
    }

    private void vessel(boolean calcified) {
        double depth = projection.breast().depthMm();
        double x = depth * (0.05 + 0.3 * random.nextDouble());
        double y = projection.nippleY()
                + (random.nextDouble() - 0.5) * 1.5 * projection.breast().halfWidthMm();
        double heading = 0.9 * (random.nextDouble() - 0.5);
        double width = calcified ? 1.2 : 0.5 + 0.55 * random.nextDouble();
        double strength = 0.018 + 0.03 * random.nextDouble();
        double turn = 0;
        double length = depth * (0.5 + 0.45 * random.nextDouble());
        double step = 0.45;
        for (double gone = 0; gone < length && projection.inside(x, y) > 6; gone += step) {
            turn = 0.95 * turn + 0.009 * (random.nextDouble() - 0.5);
            heading = heading * 0.999 + turn;
            x += step * StrictMath.cos(heading);
            y += step * StrictMath.sin(heading);
            double now = width * (1 - 0.5 * gone / length);
            double part = strength * step / (1.2 * now);
            canvas.add(x, y, 2.2 * now, (dx, dy) -> part * StrictMath.exp(-(dx * dx + dy * dy) / (now * now)));
            if (calcified && random.nextDouble() < 0.5) {
                double side = (random.nextDouble() < 0.5 ? -1 : 1) * 0.9 * now;
                double alongX = -side * StrictMath.sin(heading);
                double alongY = side * StrictMath.cos(heading);
                Specks.dot(canvas, x + alongX, y + alongY, 0.35 + 0.4 * random.nextDouble(), 0.4, heading, 0.22);
            }
        }
    }

    /** Oval, with a dark notch of fat. */
    private void lymphNode() {
        double y = projection.nippleY() * (0.18 + 0.3 * random.nextDouble());
        double x = projection.pectoral(y) * (0.75 + 0.35 * random.nextDouble()) + 4;
        double radius = 3 + 3 * random.nextDouble();
        double notch = 2 * Math.PI * random.nextDouble();
        double cos = StrictMath.cos(notch);
        double sin = StrictMath.sin(notch);
        canvas.add(x, y, 1.5 * radius, (dx, dy) -> {
            double outer = (dx * dx + 1.7 * dy * dy) / (radius * radius);
            double hx = dx - 0.45 * radius * cos;
            double hy = dy - 0.45 * radius * sin;
            double hole = (hx * hx + hy * hy) / (0.24 * radius * radius);
            return 0.085 * (1 - Noise.step(0.7, 1.2, outer)) - 0.06 * (1 - Noise.step(0.1, 1.3, hole));
        });
    }

    /** Round, coarse, scattered: some brighter than anything suspicious. */
    private void benignCalcifications(int count) {
        for (int i = 0; i < count; i++) {
            double x = projection.breast().depthMm() * (0.15 + 0.7 * random.nextDouble());
            double y = projection.nippleY()
                    + (random.nextDouble() - 0.5) * 1.3 * projection.breast().halfWidthMm();
            if (projection.inside(x, y) > 5) {
                double radius = 0.3 + 0.7 * random.nextDouble() * random.nextDouble();
                double draw = random.nextDouble();
                double brightness = Math.max(0.2 + 0.25 * draw, speckBrightness * (0.7 + 0.6 * draw));
                Specks.dot(canvas, x, y, radius, 0.9, 0, brightness);
                if (radius > 0.65) {
                    Specks.dot(canvas, x, y, 0.5 * radius, 1, 0, -0.12);
                }
            }
        }
    }
}

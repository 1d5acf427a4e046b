package org.mammoclip.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * Paints the breast without its focal findings: fat, glandular tissue that is a function of space and so agrees between the views,
 * fibres towards the nipple, pectoral muscle. Asymmetries add glandular tissue, distortions pull the fibres together.
 */
final class TissuePainter {
    private static final double GRID_MM = 2.2;
    private static final double[] BEAM = {-22, -11, 0, 11, 22};
    private static final double[] SPACE_WAVES = {46, 24, 13};
    private static final double[] PLANE_WAVES = {8.5, 4.4, 2.3, 1.2, 0.65, 0.35};
    /** Shorter waves, in pixels, would only alias. */
    private static final double SHORTEST_WAVE = 1.6;

    private final Canvas canvas;
    private final Projection projection;
    private final Breast breast;
    private final PhantomView view;
    private final Noise common;
    private final Noise own;
    private final Noise plane;
    private final Noise fibre;
    private final List<Lesion> pulls = new ArrayList<>();
    private final List<Lesion> additions = new ArrayList<>();
    private final double signalToNoise;

    TissuePainter(Canvas canvas, Projection projection, PhantomView view, double signalToNoise) {
        this.canvas = canvas;
        this.projection = projection;
        this.breast = projection.breast();
        this.view = view;
        this.signalToNoise = signalToNoise;
        this.common = new Noise(breast.tissueSeed());
        this.own = new Noise(breast.ownSeed());
        this.plane = new Noise(breast.ownSeed() * 31 + view.ordinal());
        this.fibre = new Noise(breast.ownSeed() * 37 + view.ordinal());
        for (Lesion lesion : breast.lesions()) {
            if (lesion.views().contains(view)) {
                switch (lesion.kind()) {
                    case DISTORTION -> pulls.add(lesion);
                    case ASYMMETRY, FOCAL_ASYMMETRY, GLOBAL_ASYMMETRY -> additions.add(lesion);
                    default -> {
                        // painted afterwards
                    }
                }
            }
        }
    }

    void paint() {
        GlandMap gland = new GlandMap();
        for (int row = 0; row < canvas.rows; row++) {
            double y = canvas.y(row);
            double skin = projection.skin(y);
            int width = canvas.endColumn(skin);
            double pectoral = projection.pectoral(y);
            for (int column = 0; column < width; column++) {
                double x = canvas.x(column);
                double tissue = tissue(gland, x, y);
                if (pectoral > 0) {
                    tissue = muscle(tissue, x, y, pectoral);
                }
                canvas.values[row * canvas.columns + column] = (float) Math.max(0.02, tissue);
            }
        }
    }

    private double tissue(GlandMap gland, double atX, double atY) {
        double x = atX;
        double y = atY;
        for (Lesion pull : pulls) {
            double dx = atX - projection.x(pull.place());
            double dy = atY - projection.y(pull.place());
            double share = (dx * dx + dy * dy) / (pull.radiusMm() * pull.radiusMm());
            if (share < 6) {
                double strength = 0.75 * Math.min(1.3, 0.45 * signalToNoise) * StrictMath.exp(-share);
                x += dx * strength;
                y += dy * strength;
            }
        }
        double texture = 0;
        double amplitude = 0.52;
        for (double wave : PLANE_WAVES) {
            if (wave < SHORTEST_WAVE * canvas.pitch) {
                break;
            }
            texture += amplitude * plane.at(x / wave, y / wave);
            amplitude *= 0.66;
        }
        double dense = Noise.step(0.02, 1.28, gland.at(x, y) + 0.3 * texture + 0.18 * own.at(x / 17 - 5, y / 17));
        return 0.27
                + 0.035 * own.at(x / 37, y / 37)
                + 0.44 * dense
                + (0.042 + 0.062 * dense) * texture
                + (0.115 - 0.05 * dense) * fibres(x, y);
    }

    /** Thin bright strands, most of them pointing to the nipple, others across. */
    private double fibres(double x, double y) {
        double dx = x - breast.depthMm() - 12;
        double dy = y - projection.nippleY();
        double distance = Math.sqrt(dx * dx + dy * dy);
        double angle = StrictMath.atan2(dy, -dx);
        double bend = 0.9 * fibre.at(x / 26, y / 26);
        double along = ridge(fibre.at(distance / 30 + bend, angle * 11 + 0.5 * bend));
        double across = ridge(fibre.at(x / 27 + 40 + bend, y / 9.5 + 1.3 * bend));
        double thin = ridge(fibre.at(x / 11 - 90 + 2 * bend, y / 4.5 + bend));
        double patchy = 0.7 + 0.5 * own.at(x / 19 + 3, y / 19);
        return patchy * (0.7 * along + 0.5 * across + 0.42 * thin) - 0.18;
    }

    private static double ridge(double noise) {
        double crest = 1 - Math.min(1, Math.abs(noise) * 2.1);
        double crest2 = crest * crest;
        return crest2 * crest2 * crest;
    }

    private double muscle(double tissue, double x, double y, double reach) {
        double wave = 2.2 * fibre.at(x / 31 + 7, y / 31);
        double cover = Noise.step(-1.6, 1.6, reach - x + wave);
        // fibres run from the top to the chest wall, along the edge of the muscle
        double bundles =
                fibre.at((x + 0.55 * y) / 3.6, (y - 0.55 * x) / 46) + 0.5 * fibre.at((x + 0.55 * y) / 1.7, y / 30);
        double muscle = 0.6
                + 0.028 * bundles
                + 0.05 * own.at(x / 23, y / 31)
                + 0.05 * Noise.step(0, 60, reach - x)
                + 0.16 * (tissue - 0.35);
        return tissue + cover * (muscle - tissue);
    }

    /** Share of glandular tissue along the beam, computed on a coarse grid and interpolated. */
    private final class GlandMap {
        private final int rows;
        private final int columns;
        private final float[] share;

        GlandMap() {
            rows = (int) (canvas.rows * canvas.pitch / GRID_MM) + 3;
            columns = (int) (canvas.columns * canvas.pitch / GRID_MM) + 3;
            share = new float[rows * columns];
            for (int row = 0; row < rows; row++) {
                double y = row * GRID_MM;
                double skin = projection.skin(y) + 4 * GRID_MM;
                for (int column = 0; column < columns && column * GRID_MM < skin; column++) {
                    share[row * columns + column] = (float) gland(column * GRID_MM, y);
                }
            }
        }

        double at(double x, double y) {
            double u = Math.max(0, Math.min(columns - 1.001, x / GRID_MM));
            double v = Math.max(0, Math.min(rows - 1.001, y / GRID_MM));
            int column = (int) u;
            int row = (int) v;
            int at = row * columns + column;
            double top = share[at] + (u - column) * (share[at + 1] - share[at]);
            double bottom = share[at + columns] + (u - column) * (share[at + columns + 1] - share[at + columns]);
            return top + (v - row) * (bottom - top);
        }

        private double gland(double x, double y) {
            double sum = 0;
            for (double beam : BEAM) {
                sum += glandAt(projection.under(x, y, beam));
            }
            double gland = sum / BEAM.length;
            double fatUnderSkin = Noise.step(2, 15, projection.inside(x, y));
            gland *= fatUnderSkin;
            for (Lesion addition : additions) {
                gland += addition(addition, x, y) * fatUnderSkin;
            }
            return gland;
        }

        private double glandAt(Place place) {
            double depth = (place.depth() - 0.56 * breast.depthMm()) / (0.52 * breast.depthMm());
            double lateral = (place.lateral() - 0.1 * breast.halfWidthMm()) / (0.72 * breast.halfWidthMm());
            double superior = (place.superior() - 0.08 * breast.halfWidthMm()) / (0.72 * breast.halfWidthMm());
            double bias = breast.glandBias() + 0.62 - 0.8 * (depth * depth + lateral * lateral + superior * superior);
            double noise = 0;
            double amplitude = 0.62;
            for (double wave : SPACE_WAVES) {
                double lx = place.depth() / wave;
                double ly = place.lateral() / wave;
                double lz = place.superior() / wave;
                noise += amplitude * (0.82 * common.at(lx, ly, lz) + 0.5 * own.at(lx, ly, lz));
                amplitude *= 0.72;
            }
            return Noise.step(-0.45, 1.0, bias + noise);
        }

        private double addition(Lesion lesion, double x, double y) {
            double dx = x - projection.x(lesion.place());
            double dy = y - projection.y(lesion.place());
            double rough = 1 + 0.34 * new Noise(lesion.seed()).at(x / 9, y / 9 + view.ordinal());
            double share = (dx * dx + dy * dy) / (lesion.radiusMm() * lesion.radiusMm() * rough * rough);
            double wide = lesion.kind() == LesionKind.GLOBAL_ASYMMETRY ? 0.55 : 1;
            double strength = wide * Math.min(0.9, 0.19 * signalToNoise);
            return share > 4 ? 0 : strength * StrictMath.exp(-share * share * 0.9);
        }
    }
}

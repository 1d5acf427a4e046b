package org.mammoclip.phantom;

import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.augment.GaussianBlur;
import org.mammoclip.mammoclip.random.SplitMix64;

/** Turns brightness into the stored values of a machine: exposure, quantum noise, sharpness, tone curve, side marker, polarity. */
final class Scanner {
    private static final double SURROUNDINGS_MM = 1.6;

    private final ScannerStyle style;
    private final double exposure;
    private final SplitMix64 random;

    Scanner(ScannerStyle style, SplitMix64 random) {
        this.style = style;
        this.random = random;
        this.exposure = 0.88 + 0.26 * random.nextDouble();
    }

    short[] store(Canvas canvas, PhantomView view) {
        RasterSize size = new RasterSize(canvas.rows, canvas.columns);
        float[] light = exposed(canvas);
        light = style.blur > 0 ? GaussianBlur.of(light, size, style.blur) : light;
        if (style.enhancement > 0) {
            float[] surroundings = GaussianBlur.of(light, size, Math.max(1.2, SURROUNDINGS_MM / canvas.pitch));
            for (int i = 0; i < light.length; i++) {
                light[i] += (float) (style.enhancement * (light[i] - surroundings[i]));
            }
        }
        boolean[] air = air(canvas);
        Marker.draw(canvas, view, light, air, random);
        return quantised(canvas, view, light, air);
    }

    private float[] exposed(Canvas canvas) {
        float[] light = new float[canvas.values.length];
        for (int i = 0; i < light.length; i++) {
            float tissue = canvas.values[i];
            if (tissue > 0) {
                // denser tissue lets fewer quanta through
                double deviation = style.noise * (0.65 + 0.7 * Math.min(1, tissue));
                light[i] = (float) (tissue * exposure + deviation * random.nextGaussian());
            }
        }
        return light;
    }

    private static boolean[] air(Canvas canvas) {
        boolean[] air = new boolean[canvas.values.length];
        for (int i = 0; i < air.length; i++) {
            air[i] = canvas.values[i] <= 0;
        }
        return air;
    }

    private short[] quantised(Canvas canvas, PhantomView view, float[] light, boolean[] air) {
        int highest = (1 << style.bits) - 1;
        short[] stored = new short[light.length];
        for (int row = 0; row < canvas.rows; row++) {
            for (int column = 0; column < canvas.columns; column++) {
                int at = row * canvas.columns + column;
                double curve = air[at] ? 0 : tone(light[at]);
                int value = (int) Math.round(curve * highest);
                int to = row * canvas.columns + (view.isLeft() ? column : canvas.columns - 1 - column);
                stored[to] = (short) (style.inverted ? highest - value : value);
            }
        }
        return stored;
    }

    /** From light to 0 to 1: a power, then a shoulder that keeps bright things apart. */
    private double tone(double light) {
        double raised = StrictMath.pow(Math.max(0, light), style.gamma) * style.gain;
        return raised < 0.7 ? raised : 0.7 + 0.3 * (1 - StrictMath.exp(-(raised - 0.7) / 0.3));
    }
}

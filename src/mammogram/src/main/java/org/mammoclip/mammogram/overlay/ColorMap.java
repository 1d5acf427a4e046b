package org.mammoclip.mammogram.overlay;

/**
 * Attribution as colour: lightness grows evenly with the value (CIE L* 28 to 88) while the hue turns from violet over
 * blue and green to yellow, so that the order survives grey printing and colour vision deficiencies (tested for
 * deuteranopia and protanopia as simulated by Machado, Oliveira and Fernandes, 2009).
 */
public final class ColorMap {
    private static final int STEPS = 256;
    private static final int[] COLORS = colors();

    private ColorMap() {}

    /** @param value in [0, 1]; @return 0xRRGGBB */
    public static int color(double value) {
        return COLORS[(int) Math.round(Math.min(Math.max(value, 0), 1) * (STEPS - 1))];
    }

    private static int[] colors() {
        int[] colors = new int[STEPS];
        for (int i = 0; i < STEPS; i++) {
            double value = i / (STEPS - 1.0);
            double lightness = 28 + 60 * value;
            double hue = Math.toRadians(308 - 208 * value);
            double chroma = 62 + 26 * value * value - 24 * Math.sin(Math.PI * value);
            colors[i] = insideGamut(lightness, chroma, hue);
        }
        return colors;
    }

    /** The most saturated colour of this lightness and hue that a display can show. */
    private static int insideGamut(double lightness, double chroma, double hue) {
        for (double c = chroma; c > 0; c -= 0.5) {
            double[] rgb = linearRgb(lightness, c * Math.cos(hue), c * Math.sin(hue));
            if (rgb[0] >= 0 && rgb[0] <= 1 && rgb[1] >= 0 && rgb[1] <= 1 && rgb[2] >= 0 && rgb[2] <= 1) {
                return pack(rgb);
            }
        }
        return pack(linearRgb(lightness, 0, 0));
    }

    /** CIE 1976 L*a*b*, white D65, to linear sRGB (IEC 61966-2-1). */
    private static double[] linearRgb(double lightness, double a, double b) {
        double fy = (lightness + 16) / 116;
        double x = 0.95047 * inverse(fy + a / 500);
        double y = inverse(fy);
        double z = 1.08883 * inverse(fy - b / 200);
        return new double[] {
            3.2406 * x - 1.5372 * y - 0.4986 * z,
            -0.9689 * x + 1.8758 * y + 0.0415 * z,
            0.0557 * x - 0.2040 * y + 1.0570 * z
        };
    }

    private static double inverse(double f) {
        return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29);
    }

    private static int pack(double[] linear) {
        int packed = 0;
        for (double channel : linear) {
            double clipped = Math.min(Math.max(channel, 0), 1);
            double gamma = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * Math.pow(clipped, 1 / 2.4) - 0.055;
            packed = packed << 8 | (int) Math.round(gamma * 255);
        }
        return packed;
    }
}

package org.mammoclip.mammogram.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColorMapTest {
    private static final int STEPS = 20;

    /** Linear sRGB as seen (Machado, Oliveira and Fernandes 2009, severity 1). */
    enum Vision {
        NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998);

        private final double[] matrix;

        Vision(double... matrix) {
            this.matrix = matrix;
        }

        /** CIE L* of what is seen. */
        double lightness(int rgb) {
            double[] linear = {linear(rgb >> 16), linear(rgb >> 8), linear(rgb)};
            double[] seen = new double[3];
            for (int i = 0; i < 3; i++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += matrix[3 * i + k] * linear[k];
                }
                seen[i] = Math.min(Math.max(sum, 0), 1);
            }
            double y = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2];
            return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
        }

        private static double linear(int channel) {
            double value = (channel & 0xFF) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        }
    }

    /** Twenty steps that each viewer tells apart by lightness alone: a just noticeable difference is about 1. */
    @ParameterizedTest
    @EnumSource
    void largerValuesLookLighterToEveryViewer(Vision vision) {
        for (int i = 0; i < STEPS; i++) {
            assertThat(vision.lightness(color(i + 1)) - vision.lightness(color(i)))
                    .as("step " + i)
                    .isGreaterThan(1.5);
        }
    }

    @Test
    void lightnessIsEvenlySpaced() {
        for (int i = 0; i < STEPS; i++) {
            double step = Vision.NORMAL.lightness(color(i + 1)) - Vision.NORMAL.lightness(color(i));
            assertThat(step).as("step " + i).isBetween(2.4, 3.6);
        }
    }

    /** A map that goes back and forth in lightness fails. */
    @Test
    void theTestSeesARainbow() {
        int[] rainbow = {0x0000FF, 0x00FFFF, 0x00FF00, 0xFFFF00, 0xFF0000};

        assertThat(Vision.NORMAL.lightness(rainbow[4])).isLessThan(Vision.NORMAL.lightness(rainbow[3]));
        assertThat(Vision.DEUTERANOPIA.lightness(rainbow[2])).isLessThan(Vision.DEUTERANOPIA.lightness(rainbow[1]));
    }

    @Test
    void staysInsideItsRange() {
        assertThat(ColorMap.color(Double.NaN)).isEqualTo(ColorMap.color(0));
        assertThat(ColorMap.color(-1)).isEqualTo(ColorMap.color(0));
        assertThat(ColorMap.color(7)).isEqualTo(ColorMap.color(1));
    }

    private static int color(int step) {
        return ColorMap.color((double) step / STEPS);
    }
}

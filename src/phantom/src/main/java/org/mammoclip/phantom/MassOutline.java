package org.mammoclip.phantom;

import org.mammoclip.mammoclip.random.SplitMix64;

/** The shape of a mass around its centre, in units of its radius: how much of it is there at a distance and an angle. */
final class MassOutline {
    private static final int HARMONICS = 7;

    private final double[] amplitude = new double[HARMONICS];
    private final double[] phase = new double[HARMONICS];
    private final double aspect;
    private final double tilt;
    private final double softness;
    private final double fadingSide;
    private final boolean fades;
    private final double[] spiculeAngle;
    private final double[] spiculeLength;
    private final double[] spiculeStrength;

    private MassOutline(MassShape shape, MassMargin margin, SplitMix64 random) {
        double rough = switch (shape) {
            case ROUND -> 0.02;
            case OVAL -> 0.03;
            case IRREGULAR -> 0.13;
        };
        for (int i = 0; i < HARMONICS; i++) {
            amplitude[i] = rough * (0.4 + 0.6 * random.nextDouble()) * 2 / (i + 2);
            phase[i] = 2 * Math.PI * random.nextDouble();
        }
        aspect = shape == MassShape.ROUND ? 0.96 : 0.62 + 0.2 * random.nextDouble();
        tilt = Math.PI * random.nextDouble();
        softness = switch (margin) {
            case CIRCUMSCRIBED -> 0.09;
            case OBSCURED -> 0.14;
            case SPICULATED -> 0.26;
            case INDISTINCT -> 0.42;
        };
        fades = margin == MassMargin.OBSCURED;
        fadingSide = 2 * Math.PI * random.nextDouble();
        int spicules = margin == MassMargin.SPICULATED ? 16 + random.nextInt(14) : 0;
        spiculeAngle = new double[spicules];
        spiculeLength = new double[spicules];
        spiculeStrength = new double[spicules];
        for (int i = 0; i < spicules; i++) {
            spiculeAngle[i] = 2 * Math.PI * (i + 0.9 * random.nextDouble()) / spicules - Math.PI;
            spiculeLength[i] = 1.35 + 0.95 * random.nextDouble();
            spiculeStrength[i] = 0.5 + 0.6 * random.nextDouble();
        }
    }

    static MassOutline draw(MassShape shape, MassMargin margin, SplitMix64 random) {
        return new MassOutline(shape, margin, random);
    }

    /** No part lies further out. */
    double reach() {
        return spiculeAngle.length > 0 ? 2.4 : 1.75;
    }

    /** Half width and half height of the outline. */
    double[] halfSides() {
        double width = 0;
        double height = 0;
        for (int i = 0; i < 90; i++) {
            double angle = 2 * Math.PI * i / 90;
            double edge = edge(angle);
            width = Math.max(width, Math.abs(edge * StrictMath.cos(angle)));
            height = Math.max(height, Math.abs(edge * StrictMath.sin(angle)));
        }
        return new double[] {width, height};
    }

    /** 1 in the middle, a little less towards the edge, 0 outside. */
    double body(double distance, double angle) {
        double share = distance / edge(angle);
        double soft = softness;
        double present = 1;
        if (fades) {
            double towards = 0.5 + 0.5 * StrictMath.cos(angle - fadingSide);
            soft += 0.5 * towards * towards;
            present = 1 - 0.3 * towards;
        }
        double dome = Math.sqrt(Math.max(0.08, 1 - 0.8 * share * share));
        return present * dome * (1 - Noise.step(1 - soft, 1 + 0.6 * soft, share));
    }

    /** Thin lines outwards. */
    double spicules(double distance, double angle, double radiusMm) {
        double sum = 0;
        for (int i = 0; i < spiculeAngle.length; i++) {
            double off = angle - spiculeAngle[i];
            off -= 2 * Math.PI * Math.rint(off / (2 * Math.PI));
            double share = (distance - 0.55) / (spiculeLength[i] - 0.55);
            if (share > 0 && share < 1 && Math.abs(off) < 0.6) {
                double width = (0.5 - 0.3 * share) / radiusMm;
                double sideways = distance * off / width;
                sum += spiculeStrength[i] * (1 - share) * StrictMath.exp(-sideways * sideways);
            }
        }
        return sum;
    }

    private double edge(double angle) {
        double cos = StrictMath.cos(angle - tilt);
        double sin = StrictMath.sin(angle - tilt) / aspect;
        double edge = 1 / Math.sqrt(cos * cos + sin * sin);
        double lobes = 1;
        for (int i = 0; i < HARMONICS; i++) {
            lobes += amplitude[i] * StrictMath.cos((i + 2) * angle + phase[i]);
        }
        return edge * lobes;
    }
}

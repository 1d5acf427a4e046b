package org.mammoclip.phantom;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.mammoclip.random.SplitMix64;

/** Draws what a breast has. Draws from one generator in a fixed order; not thread-safe. */
final class LesionDrawing {
    private final SplitMix64 random;

    LesionDrawing(SplitMix64 random) {
        this.random = random;
    }

    /** The same breast with one to three findings. */
    Breast addTo(Breast healthy) {
        List<Lesion> lesions = new ArrayList<>();
        Set<LesionKind> kinds = EnumSet.noneOf(LesionKind.class);
        int wanted = 1 + (random.nextDouble() < 0.25 ? 1 : 0) + (random.nextDouble() < 0.05 ? 1 : 0);
        while (kinds.size() < wanted) {
            LesionKind kind = kind(random.nextDouble());
            if (!isHiddenByDensity(kind, healthy) && kinds.add(kind)) {
                lesions.add(draw(kind, healthy));
            }
        }
        return new Breast(
                healthy.left(),
                healthy.depthMm(),
                healthy.halfWidthMm(),
                healthy.glandBias(),
                healthy.tissueSeed(),
                healthy.ownSeed(),
                healthy.implant(),
                lesions);
    }

    /** In an extremely dense breast nobody can tell more dense tissue from the rest. */
    private static boolean isHiddenByDensity(LesionKind kind, Breast breast) {
        return breast.glandBias() > 0.25
                && (kind == LesionKind.ASYMMETRY
                        || kind == LesionKind.FOCAL_ASYMMETRY
                        || kind == LesionKind.GLOBAL_ASYMMETRY);
    }

    private static LesionKind kind(double uniform) {
        LesionKind[] kinds = {
            LesionKind.MASS,
            LesionKind.CALCIFICATION,
            LesionKind.DISTORTION,
            LesionKind.FOCAL_ASYMMETRY,
            LesionKind.ASYMMETRY,
            LesionKind.GLOBAL_ASYMMETRY,
            LesionKind.LYMPH_NODE,
            LesionKind.NIPPLE_RETRACTION,
            LesionKind.SKIN_THICKENING
        };
        double[] upTo = {0.38, 0.68, 0.77, 0.86, 0.91, 0.935, 0.96, 0.98, 1};
        int i = 0;
        while (uniform >= upTo[i]) {
            i++;
        }
        return kinds[i];
    }

    private Lesion draw(LesionKind kind, Breast breast) {
        Set<PhantomView> both = Set.copyOf(PhantomView.of(breast.left()));
        Place place = place(breast);
        return switch (kind) {
            case MASS -> mass(place, both);
            case CALCIFICATION -> calcifications(place, both);
            case DISTORTION -> Lesion.plain(kind, place, 9 + 7 * random.nextDouble(), random.nextLong(), both);
            case FOCAL_ASYMMETRY -> Lesion.plain(kind, place, 10 + 7 * random.nextDouble(), random.nextLong(), both);
            case GLOBAL_ASYMMETRY ->
                Lesion.plain(
                        kind,
                        new Place(0.5 * breast.depthMm(), 0.1 * breast.halfWidthMm(), 0.1 * breast.halfWidthMm()),
                        0.45 * breast.halfWidthMm(),
                        random.nextLong(),
                        both);
            case ASYMMETRY ->
                Lesion.plain(
                        kind,
                        place,
                        9 + 6 * random.nextDouble(),
                        random.nextLong(),
                        Set.of(PhantomView.of(breast.left()).get(random.nextInt(2))));
            case LYMPH_NODE -> {
                // high in the oblique view, in front of or on the pectoral muscle
                double up = 100 + 28 * random.nextDouble();
                double side = up / Math.sqrt(2);
                yield Lesion.plain(
                        kind,
                        new Place(14 + 26 * random.nextDouble(), side, side),
                        6.5 + 5 * random.nextDouble(),
                        random.nextLong(),
                        Set.of(PhantomView.of(breast.left()).get(1)));
            }
            case NIPPLE_RETRACTION, SKIN_THICKENING ->
                Lesion.plain(kind, new Place(breast.depthMm(), 0, 0), 10, random.nextLong(), both);
        };
    }

    private Lesion mass(Place place, Set<PhantomView> both) {
        MassShape shape = MassShape.values()[random.nextInt(3)];
        MassMargin margin = shape == MassShape.IRREGULAR
                ? (random.nextDouble() < 0.7 ? MassMargin.SPICULATED : MassMargin.INDISTINCT)
                : MassMargin.values()[random.nextInt(3)];
        double radius = 4 + 8 * random.nextDouble() * random.nextDouble() + 2 * random.nextDouble();
        return new Lesion(
                LesionKind.MASS,
                place,
                radius,
                Optional.of(shape),
                Optional.of(margin),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                random.nextLong(),
                both);
    }

    private Lesion calcifications(Place place, Set<PhantomView> both) {
        CalcificationForm form = CalcificationForm.values()[random.nextInt(4)];
        CalcificationSpread spread = form == CalcificationForm.FINE_LINEAR && random.nextDouble() < 0.6
                ? CalcificationSpread.LINEAR
                : CalcificationSpread.values()[random.nextInt(3)];
        int count = 8 + random.nextInt(18);
        double radius = 3.5 + 4 * random.nextDouble();
        double tiltLateral = random.nextDouble() - 0.5;
        double tiltSuperior = random.nextDouble() - 0.5;
        List<Place> specks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            specks.add(
                    switch (spread) {
                        case GROUPED -> new Place(spread(radius), spread(radius), spread(radius));
                        case LINEAR -> {
                            double along = (random.nextDouble() - 0.5) * 24;
                            yield new Place(
                                    along + spread(0.5),
                                    along * tiltLateral + spread(0.5),
                                    along * tiltSuperior + spread(0.5));
                        }
                        case SEGMENTAL -> {
                            // a wedge that opens away from the nipple
                            double back = 30 * Math.sqrt(random.nextDouble());
                            yield new Place(15 - back, spread(0.22 * back), spread(0.22 * back));
                        }
                    });
        }
        return new Lesion(
                LesionKind.CALCIFICATION,
                place,
                radius,
                Optional.empty(),
                Optional.empty(),
                Optional.of(form),
                Optional.of(spread),
                specks,
                random.nextLong(),
                both);
    }

    private double spread(double deviation) {
        return deviation * Math.max(-1.8, Math.min(1.8, random.nextGaussian())) * 0.7;
    }

    /** In the gland, more often in the upper outer part, well inside the outline of both views. */
    private Place place(Breast breast) {
        double half = breast.halfWidthMm();
        double angle = 2 * Math.PI * random.nextDouble();
        double far = 0.55 * half * Math.sqrt(random.nextDouble());
        double lateral = far * StrictMath.cos(angle) + 0.1 * half;
        double superior = far * StrictMath.sin(angle) + 0.1 * half;
        double room = Math.sqrt(Math.max(0.1, 1 - (lateral * lateral + superior * superior) / (half * half)));
        double share = (0.24 + 0.52 * random.nextDouble()) * Math.min(1, room + 0.1);
        double depth = breast.depthMm() * (breast.implant() ? Math.max(share, Breast.IMPLANT_DEPTH + 0.1) : share);
        return new Place(depth, lateral, superior);
    }
}

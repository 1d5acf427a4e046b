package org.mammoclip.phantom;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One finding of a breast.
 *
 * @param place of its centre
 * @param radiusMm how far it reaches
 * @param shape of a mass
 * @param margin of a mass
 * @param form of calcifications
 * @param spread of calcifications
 * @param specks of calcifications, relative to the centre
 * @param seed for its details
 * @param views in which it is seen
 */
public record Lesion(
        LesionKind kind,
        Place place,
        double radiusMm,
        Optional<MassShape> shape,
        Optional<MassMargin> margin,
        Optional<CalcificationForm> form,
        Optional<CalcificationSpread> spread,
        List<Place> specks,
        long seed,
        Set<PhantomView> views) {
    public Lesion {
        specks = List.copyOf(specks);
        views = Set.copyOf(views);
    }

    static Lesion plain(LesionKind kind, Place place, double radiusMm, long seed, Set<PhantomView> views) {
        return new Lesion(
                kind,
                place,
                radiusMm,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                seed,
                views);
    }
}

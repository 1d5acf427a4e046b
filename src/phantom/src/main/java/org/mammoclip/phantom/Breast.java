package org.mammoclip.phantom;

import java.util.List;

/**
 * One breast as it lies compressed under the machine.
 *
 * @param left which side
 * @param depthMm from the chest wall to the nipple
 * @param halfWidthMm from the nipple line to the outline at the chest wall, seen from above
 * @param glandBias how much glandular tissue there is: about -0.8 almost none, 0.5 nearly everywhere
 * @param tissueSeed of both breasts of the woman: what they have in common
 * @param ownSeed of this breast
 * @param implant whether there is one
 * @param lesions what it has
 */
public record Breast(
        boolean left,
        double depthMm,
        double halfWidthMm,
        double glandBias,
        long tissueSeed,
        long ownSeed,
        boolean implant,
        List<Lesion> lesions) {
    /** How far an implant reaches, as a share of the depth. */
    static final double IMPLANT_DEPTH = 0.6;

    public Breast {
        lesions = List.copyOf(lesions);
    }

    /** The same breast with its first lesion, if it has one. */
    Breast withOneLesion() {
        return new Breast(
                left,
                depthMm,
                halfWidthMm,
                glandBias,
                tissueSeed,
                ownSeed,
                implant,
                lesions.subList(0, Math.min(1, lesions.size())));
    }

    boolean has(LesionKind kind) {
        return lesions.stream().anyMatch(lesion -> lesion.kind() == kind);
    }
}

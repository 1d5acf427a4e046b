package org.mammoclip.mammoclip.reports;

import static org.mammoclip.mammoclip.reports.Slots.only;
import static org.mammoclip.mammoclip.reports.Slots.product;

import java.util.ArrayList;
import java.util.List;

/**
 * Sentences whose mean embedding stands for an attribute in the attribute mapper (Mammo-FActOR). The reference left its lists for
 * calcifications incomplete (794 of the 810 combinations); here all are present.
 */
public final class AttributeSentences {
    private AttributeSentences() {}

    /** 486 sentences that report a mass. */
    public static List<String> mass() {
        return product(
                only("there is a"),
                List.of(
                        "suspicious",
                        "possible",
                        "questioned",
                        "questionable",
                        "obscured",
                        "indeterminant",
                        "irregular",
                        "spiculated",
                        "new"),
                only("mass"),
                places());
    }

    /** 810 sentences that report suspicious calcifications. */
    public static List<String> suspiciousCalcification() {
        return product(
                only("there are"),
                List.of("suspicious", "possible", "questionable"),
                List.of("new", "grouped", "clustered", "segmental", "linear"),
                only("calcifications"),
                places());
    }

    /** Both breasts, every position and depth that is named. */
    private static List<String> places() {
        List<String> positions = Slots.POSITIONS.subList(1, Slots.POSITIONS.size());
        List<String> depths = Slots.DEPTHS.subList(1, Slots.DEPTHS.size());
        List<String> places = new ArrayList<>(Slots.locations(Side.LEFT, positions, depths));
        places.addAll(Slots.locations(Side.RIGHT, positions, depths));
        return places;
    }
}

package org.mammoclip.mammogram;

import java.util.List;

/**
 * One of the four places of a screening exam. Ordered as reports and overlays list them: LCC, LMLO, RCC, RMLO.
 *
 * @param laterality the side
 * @param view the view
 */
public record Slot(Laterality laterality, View view) implements Comparable<Slot> {
    /** The four slots of a complete screening exam, in canonical order. */
    public static final List<Slot> ALL = List.of(
            new Slot(Laterality.LEFT, View.CC),
            new Slot(Laterality.LEFT, View.MLO),
            new Slot(Laterality.RIGHT, View.CC),
            new Slot(Laterality.RIGHT, View.MLO));

    /** Side and view in one word: LCC, LMLO, RCC or RMLO. */
    public String label() {
        return laterality.code() + view;
    }

    @Override
    public int compareTo(Slot other) {
        return Integer.compare(ALL.indexOf(this), ALL.indexOf(other));
    }

    @Override
    public String toString() {
        return label();
    }
}

package org.mammoclip.phantom;

import java.util.List;

/** The four views of a screening exam, in hanging order. */
public enum PhantomView {
    LCC(true, false),
    LMLO(true, true),
    RCC(false, false),
    RMLO(false, true);

    private final boolean left;
    private final boolean oblique;

    PhantomView(boolean left, boolean oblique) {
        this.left = left;
        this.oblique = oblique;
    }

    /** Whether a left breast, chest wall at the left edge of the image. */
    public boolean isLeft() {
        return left;
    }

    /** Whether medio-lateral oblique, with the pectoral muscle; otherwise cranio-caudal. */
    public boolean isOblique() {
        return oblique;
    }

    /** {@code L} or {@code R}. */
    public String laterality() {
        return left ? "L" : "R";
    }

    /** {@code CC} or {@code MLO}. */
    public String position() {
        return oblique ? "MLO" : "CC";
    }

    static List<PhantomView> of(boolean left) {
        return left ? List.of(LCC, LMLO) : List.of(RCC, RMLO);
    }
}

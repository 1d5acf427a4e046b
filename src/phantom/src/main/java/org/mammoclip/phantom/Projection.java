package org.mammoclip.phantom;

/**
 * How one breast is projected in one view. Image coordinates are millimetres on the detector: x from the chest wall edge, y from
 * the top. The cranio-caudal view looks along the vertical, its upper half is the outer one; the oblique view looks along 45
 * degrees, its upper half is the upper outer quarter, so that a place has the same depth and a related height in both.
 */
final class Projection {
    static final double HEIGHT_MM = 266.24;
    static final double WIDTH_MM = 216.32;

    private static final double HALF = Math.sqrt(0.5);
    private static final double NIPPLE_HALF_MM = 5;

    private final Breast breast;
    private final boolean oblique;
    private final double nippleY;
    private final double above;
    private final double below;
    private final double pectoralWidth;
    private final double pectoralHeight;

    Projection(Breast breast, PhantomView view) {
        this.breast = breast;
        this.oblique = view.isOblique();
        double variety = new Noise(breast.ownSeed()).at(0.37 + view.ordinal(), 0.71);
        if (oblique) {
            nippleY = HEIGHT_MM * (0.575 + 0.02 * variety);
            above = nippleY * (1.17 + 0.06 * variety);
            below = Math.min(breast.halfWidthMm() * 0.98, HEIGHT_MM - nippleY - 8);
            pectoralWidth = Math.min(0.62 * breast.depthMm(), 48 + 16 * variety + 0.16 * breast.depthMm());
            pectoralHeight = nippleY * (0.92 + 0.13 * variety);
        } else {
            nippleY = HEIGHT_MM * (0.5 + 0.02 * variety);
            above = breast.halfWidthMm() * 1.04;
            below = breast.halfWidthMm() * 0.96;
            pectoralWidth = 0;
            pectoralHeight = 1;
        }
    }

    Breast breast() {
        return breast;
    }

    double x(Place place) {
        return place.depth();
    }

    double y(Place place) {
        return nippleY - (oblique ? HALF * (place.superior() + place.lateral()) : place.lateral());
    }

    /** The place under a point of the detector, as far along the beam as asked for. */
    Place under(double x, double y, double beam) {
        double up = nippleY - y;
        return oblique ? new Place(x, HALF * (up + beam), HALF * (up - beam)) : new Place(x, up, beam);
    }

    double nippleY() {
        return nippleY;
    }

    /** Where the skin is in this line, 0 outside the breast. */
    double skin(double y) {
        double share = y < nippleY ? (nippleY - y) / above : (y - nippleY) / below;
        if (share >= 1) {
            return 0;
        }
        // between an ellipse and something fuller
        double flat = 1 - StrictMath.pow(share, oblique && y < nippleY ? 2.1 : 2.35);
        double outline = breast.depthMm() * Math.sqrt(flat);
        double nipple = (y - nippleY) / NIPPLE_HALF_MM;
        double bump = 1 / (1 + nipple * nipple * nipple * nipple);
        return outline + (breast.has(LesionKind.NIPPLE_RETRACTION) ? -9 * Math.sqrt(bump) : 4 * bump);
    }

    /** How far the pectoral muscle reaches in this line. */
    double pectoral(double y) {
        if (!oblique || y >= pectoralHeight) {
            return 0;
        }
        double share = y / pectoralHeight;
        return pectoralWidth * (1 - share) * (1 + 0.45 * share);
    }

    /** Distance to the skin, about; negative outside. */
    double inside(double x, double y) {
        double skin = skin(y);
        if (skin <= 0) {
            return -1;
        }
        double slope = (skin(y + 1) - skin(y - 1)) / 2;
        return (skin - x) / Math.sqrt(1 + slope * slope);
    }
}

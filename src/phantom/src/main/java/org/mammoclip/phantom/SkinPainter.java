package org.mammoclip.phantom;

/** The edge of the breast: less tissue under the skin, the skin line itself, the nipple. */
final class SkinPainter {
    private static final double ROLL_OFF_MM = 7.5;
    private static final double SKIN_MM = 1.3;
    private static final double THICK_SKIN_MM = 4.6;

    private SkinPainter() {}

    static void paint(Canvas canvas, Projection projection) {
        boolean thick = projection.breast().has(LesionKind.SKIN_THICKENING);
        Noise noise = new Noise(projection.breast().ownSeed() + 5);
        for (int row = 0; row < canvas.rows; row++) {
            double y = canvas.y(row);
            int width = canvas.endColumn(projection.skin(y));
            for (int column = 0; column < width; column++) {
                double x = canvas.x(column);
                double inside = projection.inside(x, y);
                int at = row * canvas.columns + column;
                double tissue = 1 - 0.62 * StrictMath.exp(-Math.max(0, inside) / ROLL_OFF_MM);
                double skinWidth = (thick ? THICK_SKIN_MM : SKIN_MM) * (1 + 0.25 * noise.at(x / 12, y / 12));
                double skin = (thick ? 0.17 : 0.1) * (1 - Noise.step(0.55 * skinWidth, 1.25 * skinWidth, inside));
                double air = Noise.step(-0.3, 0.5, inside);
                canvas.values[at] = (float) Math.max(0.004, (canvas.values[at] * tissue + skin) * air);
            }
        }
    }
}

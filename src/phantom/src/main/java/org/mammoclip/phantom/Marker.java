package org.mammoclip.phantom;

import java.util.Map;
import org.mammoclip.mammoclip.random.SplitMix64;

/** The lead letters beside the breast that say side and view, near the top outer corner. */
final class Marker {
    /** Seven rows of five dots, top first, one hexadecimal digit pair a row. */
    private static final Map<Character, int[]> LETTERS = Map.of(
            'L', new int[] {0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1F},
            'R', new int[] {0x1E, 0x11, 0x11, 0x1E, 0x14, 0x12, 0x11},
            'C', new int[] {0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E},
            'M', new int[] {0x11, 0x1B, 0x15, 0x15, 0x11, 0x11, 0x11},
            'O', new int[] {0x0E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E});

    private static final double DOT_MM = 0.9;
    private static final double FROM_EDGE_MM = 9;

    private Marker() {}

    /** Draws where there is air; letters read correctly in the stored image, whatever the side. */
    static void draw(Canvas canvas, PhantomView view, float[] light, boolean[] air, SplitMix64 random) {
        String text = view.laterality() + view.position();
        double top = 10 + 12 * random.nextDouble();
        double brightness = 0.75 + 0.2 * random.nextDouble();
        double width = text.length() * 6 * DOT_MM;
        double detector = canvas.columns * canvas.pitch;
        for (int row = canvas.firstRow(top); row < canvas.endRow(top + 7 * DOT_MM); row++) {
            for (int column = canvas.firstColumn(detector - FROM_EDGE_MM - width); column < canvas.columns; column++) {
                double across = canvas.x(column) - (detector - FROM_EDGE_MM - width);
                double read = view.isLeft() ? across : width - across;
                int at = row * canvas.columns + column;
                if (air[at] && read >= 0 && read < width && isDot(text, read, canvas.y(row) - top)) {
                    light[at] = (float) brightness;
                    air[at] = false;
                }
            }
        }
    }

    private static boolean isDot(String text, double across, double down) {
        int cell = (int) (across / (6 * DOT_MM));
        int column = (int) ((across - cell * 6 * DOT_MM) / DOT_MM);
        int row = (int) (down / DOT_MM);
        int[] letter = LETTERS.get(text.charAt(Math.min(cell, text.length() - 1)));
        return letter != null && column < 5 && row >= 0 && row < 7 && (letter[row] >> (4 - column) & 1) == 1;
    }
}

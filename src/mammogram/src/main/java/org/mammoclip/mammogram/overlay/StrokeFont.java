package org.mammoclip.mammogram.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;

/**
 * An own font of strokes. Headless machines often have no fonts and no fontconfig, on which {@link java.awt.Font} fails,
 * and the text of a medical image must not depend on what is installed. Thread-safe.
 */
final class StrokeFont {
    private static final double CAP_HEIGHT = 14;
    private static final double SPACING = 3.4;
    private static final double REGULAR = 0.105;
    private static final double BOLD = 0.16;
    private static final String UNKNOWN = "?";

    /** A glyph in the units of the resource. */
    private record Glyph(double width, Path2D path) {}

    private static final Map<String, Glyph> GLYPHS = load();

    private StrokeFont() {}

    private static Map<String, Glyph> load() {
        try (InputStream in = Objects.requireNonNull(StrokeFont.class.getResourceAsStream("stroke-font.txt"))) {
            Map<String, Glyph> glyphs = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# ") || line.matches("# \\d.*"))
                    .forEach(line -> {
                        Iterator<String> words = Arrays.asList(line.split(" ")).iterator();
                        String name = words.next();
                        double width = Double.parseDouble(words.next());
                        glyphs.put(name.equals("SP") ? " " : name, new Glyph(width, path(words)));
                    });
            return glyphs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path2D path(Iterator<String> words) {
        Path2D path = new Path2D.Double();
        while (words.hasNext()) {
            String operation = words.next();
            switch (operation) {
                case "M" -> path.moveTo(number(words), number(words));
                case "L" -> path.lineTo(number(words), number(words));
                case "Q" -> path.quadTo(number(words), number(words), number(words), number(words));
                case "C" ->
                    path.curveTo(
                            number(words), number(words), number(words), number(words), number(words), number(words));
                case "O" -> {
                    double x = number(words);
                    double y = number(words);
                    double rx = number(words);
                    double ry = number(words);
                    path.append(new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry), false);
                }
                case "A", "a" -> {
                    double x = number(words);
                    double y = number(words);
                    double rx = number(words);
                    double ry = number(words);
                    Arc2D arc =
                            new Arc2D.Double(x - rx, y - ry, 2 * rx, 2 * ry, number(words), number(words), Arc2D.OPEN);
                    path.append(arc, operation.equals("a"));
                }
                default -> throw new IllegalStateException("stroke font operation " + operation);
            }
        }
        return path;
    }

    private static double number(Iterator<String> words) {
        return Double.parseDouble(words.next());
    }

    /** Whether a letter has a glyph of its own; others look like a question mark. */
    static boolean knows(String letter) {
        return GLYPHS.containsKey(letter);
    }

    /** The width of a text in pixels. */
    static double width(String text, double capHeight) {
        double units = 0;
        for (String letter : letters(text)) {
            units += glyph(letter).width() + SPACING;
        }
        return Math.max(0, units - SPACING) * capHeight / CAP_HEIGHT;
    }

    /**
     * Draws one line.
     *
     * @param left of the first letter, in pixels
     * @param top of the capitals, in pixels
     * @param capHeight height of the capitals, in pixels
     */
    static void draw(
            Graphics2D graphics, String text, double left, double top, double capHeight, boolean bold, Color color) {
        double scale = capHeight / CAP_HEIGHT;
        Stroke before = graphics.getStroke();
        graphics.setStroke(new BasicStroke(
                (float) Math.max(1.1, capHeight * (bold ? BOLD : REGULAR)),
                BasicStroke.CAP_ROUND,
                BasicStroke.JOIN_ROUND));
        graphics.setColor(color);
        double x = left;
        for (String letter : letters(text)) {
            Glyph glyph = glyph(letter);
            graphics.draw(glyph.path().createTransformedShape(new AffineTransform(scale, 0, 0, scale, x, top)));
            x += (glyph.width() + SPACING) * scale;
        }
        graphics.setStroke(before);
    }

    /** Without accents, one element per letter. */
    private static String[] letters(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return plain.codePoints().mapToObj(Character::toString).toArray(String[]::new);
    }

    private static Glyph glyph(String letter) {
        Glyph known = GLYPHS.get(letter);
        return known != null ? known : Objects.requireNonNull(GLYPHS.get(UNKNOWN));
    }
}

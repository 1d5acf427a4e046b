package org.mammoclip.mammoclip.learn.curve;

import java.util.Locale;
import org.mammoclip.mammoclip.learn.Target;

/**
 * One training of the grid.
 *
 * @param fraction of the training patients, above 0 and at most 1
 * @param seed chooses the patients, the order of images and every random weight
 */
public record CurveCell(Arm arm, Target target, double fraction, long seed) {
    public CurveCell {
        if (!(fraction > 0 && fraction <= 1)) {
            throw new IllegalArgumentException("a fraction is above 0 and at most 1, not " + fraction);
        }
    }

    /** Name of its folder, as in {@code finetune-mass-0.1-2}. */
    String folder() {
        return arm.key() + "-" + target.key() + "-" + plain(fraction) + "-" + seed;
    }

    /** For people, as in {@code mass, fine-tuned from pre-trained, 10 % of the labels, seed 2}. */
    @Override
    public String toString() {
        return target.title() + ", " + arm.title() + ", " + percent(fraction) + " of the labels, seed " + seed;
    }

    /** As in {@code 10 %}. */
    static String percent(double fraction) {
        return plain(fraction * 100) + " %";
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}

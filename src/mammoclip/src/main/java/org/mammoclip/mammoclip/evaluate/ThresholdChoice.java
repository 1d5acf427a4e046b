package org.mammoclip.mammoclip.evaluate;

import java.util.Locale;
import org.mammoclip.mammoclip.evaluate.metric.RankedCases;
import org.mammoclip.mammoclip.evaluate.metric.ScoreCurve;

/** Where an operating point comes from: a given threshold, or a rule that looks for one on validation data. */
public sealed interface ThresholdChoice {
    /** Name in the result. */
    String name();

    /** @param threshold a unit with at least this score is called present */
    record Given(String name, double threshold) implements ThresholdChoice {
        public Given {
            if (name.isBlank() || !Double.isFinite(threshold)) {
                throw new IllegalArgumentException("an operating point has a name and a finite threshold");
            }
        }
    }

    /** The largest sensitivity + specificity - 1. */
    record Youden() implements ThresholdChoice {
        @Override
        public String name() {
            return "youden";
        }
    }

    /**
     * The strictest threshold with at least this sensitivity.
     *
     * @param least in (0, 1]
     */
    record Sensitivity(double least) implements ThresholdChoice {
        public Sensitivity {
            requireShare(least);
        }

        @Override
        public String name() {
            return "sensitivity \u2265 " + least;
        }
    }

    /**
     * The most lenient threshold with at least this specificity.
     *
     * @param least in (0, 1]
     */
    record Specificity(double least) implements ThresholdChoice {
        public Specificity {
            requireShare(least);
        }

        @Override
        public String name() {
            return "specificity \u2265 " + least;
        }
    }

    /** @throws IllegalArgumentException unless it is {@code youden}, {@code sensitivity=0.9} or {@code specificity=0.9} */
    static ThresholdChoice parseRule(String text) {
        String rule = text.trim().toLowerCase(Locale.ROOT);
        if (rule.equals("youden")) {
            return new Youden();
        }
        try {
            if (rule.startsWith("sensitivity=")) {
                return new Sensitivity(Double.parseDouble(rule.substring("sensitivity=".length())));
            }
            if (rule.startsWith("specificity=")) {
                return new Specificity(Double.parseDouble(rule.substring("specificity=".length())));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': a share above 0 and up to 1 is needed", e);
        }
        throw new IllegalArgumentException(
                "thresholds are chosen by youden, sensitivity=0.9 or specificity=0.9, not '" + text + "'");
    }

    /** @throws IllegalArgumentException unless it is {@code NAME=NUMBER} or {@code NUMBER} */
    static Given parseGiven(String text) {
        int equals = text.lastIndexOf('=');
        String name =
                equals < 0 ? "at " + text.trim() : text.substring(0, equals).trim();
        try {
            return new Given(name, Double.parseDouble(text.substring(equals + 1).trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a threshold is given as 0.5 or NAME=0.5, not '" + text + "'", e);
        }
    }

    /** The threshold of a rule on validation data. */
    default double on(RankedCases validation) {
        ScoreCurve curve = ScoreCurve.of(validation);
        if (this instanceof Given given) {
            return given.threshold();
        }
        if (this instanceof Sensitivity sensitivity) {
            return curve.atSensitivity(sensitivity.least()).threshold();
        }
        if (this instanceof Specificity specificity) {
            return curve.atSpecificity(specificity.least()).threshold();
        }
        return curve.youden().threshold();
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share above 0 and up to 1 is needed, not " + share);
        }
    }
}

package org.mammoclip.worker.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.AttributionSource;
import org.mammoclip.mammoclip.BoxSource;
import org.mammoclip.mammoclip.Calibration;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.ScoreSource;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammogram.finding.Finding;

/**
 * One finding of a findings file while it is read. What is no finding is a noted problem and a placeholder here.
 *
 * @param definition as the model is asked
 * @param reported as reports state it
 */
record FindingSection(String key, FindingDefinition definition, Finding reported) {
    static final String SCORE = "a number between 0 and 1";

    private static final String PATH = "a path from this file's folder";
    private static final String INDEX = "a whole number from 0 to " + ScoreSource.MAX_INDEX;
    private static final String PHRASE = "a phrase of 1 to " + ScoreSource.Prompts.MAX_PHRASE + " characters";
    private static final String CHANNELS = "all, or a number of channels from 1 to 100000";
    private static final int MAX_CHANNELS = 100_000;
    private static final String TEMPERATURE =
            "a number from " + ScoreSource.Prompts.MIN_TEMPERATURE + " to " + (int) ScoreSource.Prompts.MAX_TEMPERATURE;
    private static final ScoreSource NO_SOURCE = ScoreSource.Prompts.of("no finding", "finding");

    static FindingSection read(String key, Section section, Path folder) {
        String title = section.string(
                "title", Finding.named(key).map(Finding::title).orElse(key), "name for people, at most 64 characters");
        ScoreSource source = section.section("score", inner -> source(inner, folder));
        Calibration calibration = section.section("calibration", FindingSection::calibration);
        double threshold = threshold(section);
        AttributionSource attribution = attribution(section, source, folder);
        BoxSource boxes = section.optionalSection(
                "boxes",
                "a detector whose boxes are shown; without it those of a scoring detector, else those of the map",
                inner -> boxes(inner, folder));
        FindingDefinition definition = define(section, key, title, source, calibration, threshold, attribution, boxes);
        return new FindingSection(key, definition, ReportedFinding.read(section, key, definition));
    }

    private static FindingDefinition define(
            Section section,
            String key,
            String title,
            ScoreSource source,
            Calibration calibration,
            double threshold,
            AttributionSource attribution,
            @Nullable BoxSource boxes) {
        try {
            return new FindingDefinition(
                    key, title, source, calibration, threshold, attribution, Optional.ofNullable(boxes));
        } catch (IllegalArgumentException e) {
            section.problem("", String.valueOf(e.getMessage()));
            return FindingDefinition.ofPrompts("unnamed", "unnamed", "no finding", "finding", 0.5);
        }
    }

    private static ScoreSource source(Section section, Path folder) {
        List<ScoreSource> sources = Stream.of(
                        section.optionalSection("prompts", "scored by phrases", FindingSection::prompts),
                        section.optionalSection(
                                "classifier",
                                "scored by a trained classifier",
                                inner -> (ScoreSource) new ScoreSource.Classifier(
                                        path(inner, "checkpoint", folder, "file or folder of the classifier"),
                                        index(inner, "output", "which of its outputs, from 0"))),
                        section.optionalSection(
                                "detector",
                                "scored by the strongest box of a detector",
                                inner -> (ScoreSource) new ScoreSource.Detector(
                                        path(inner, "checkpoint", folder, "file or folder of the detector"),
                                        index(inner, "class", "which of its classes, from 0"))))
                .flatMap(Stream::ofNullable)
                .toList();
        if (sources.size() != 1) {
            section.problem("", "give exactly one of prompts, classifier, detector");
            return NO_SOURCE;
        }
        return sources.get(0);
    }

    private static ScoreSource prompts(Section section) {
        List<String> negative = phrases(section, "negative", "phrases that deny the finding");
        List<String> positive = phrases(section, "positive", "phrases that state the finding");
        Double temperature = section.optional(
                "temperature",
                TEMPERATURE,
                FindingSection::temperature,
                "the cosines are divided by it before the softmax; left out: raw cosines, as the reference");
        try {
            return new ScoreSource.Prompts(
                    negative, positive, temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature));
        } catch (IllegalArgumentException e) {
            section.problem("", String.valueOf(e.getMessage()));
            return NO_SOURCE;
        }
    }

    private static List<String> phrases(Section section, String key, String description) {
        return section.values(key, PHRASE, List.of(), text -> text, description);
    }

    private static Calibration calibration(Section section) {
        Double temperature =
                section.optional("temperature", TEMPERATURE, FindingSection::temperature, "the logit is divided by it");
        Calibration platt = section.optionalSection(
                "platt",
                "slope x logit + intercept",
                inner -> new Calibration(
                        inner.required(
                                "slope",
                                "a number above 0, at most " + (int) Calibration.MAX,
                                1.0,
                                text -> new Calibration(number(text), 0).slope(),
                                "slope"),
                        inner.required(
                                "intercept",
                                "a number from -" + (int) Calibration.MAX + " to " + (int) Calibration.MAX,
                                0.0,
                                text -> new Calibration(1, number(text)).intercept(),
                                "intercept")));
        if (temperature != null && platt != null) {
            section.problem("", "give temperature or platt, not both");
        }
        return platt != null ? platt : temperature != null ? Calibration.temperature(temperature) : Calibration.NONE;
    }

    /** A number, or the name of an operating point. */
    private static double threshold(Section section) {
        Map<String, Double> points = new TreeMap<>(
                section.named("operatingPoints", SCORE, FindingSection::score, "calibrated scores under names"));
        String type = SCORE + " or the name of an operating point"
                + (points.isEmpty() ? "" : " (" + String.join(", ", points.keySet()) + ")");
        return section.required(
                "threshold",
                type,
                0.5,
                text -> points.containsKey(text) ? points.get(text) : score(text),
                "the finding is called present from this calibrated score on");
    }

    private static AttributionSource attribution(Section section, ScoreSource source, Path folder) {
        boolean detector = source instanceof ScoreSource.Detector;
        AttributionSource given = section.wordOrSection(
                "attribution",
                new TreeMap<>(Map.of("linear", new AttributionSource.Linear(), "none", new AttributionSource.None())),
                "linear",
                "how the map is made; a detector's finding has none unless a mapper is named",
                inner -> new AttributionSource.Mapper(
                        path(inner, "mapper", folder, "file or folder of the Mammo-FActOR mapper"),
                        inner.required(
                                "attribute", "the name of an attribute", "unnamed", FindingSection::word, "which"),
                        inner.value(
                                "channels",
                                CHANNELS,
                                OptionalInt.empty(),
                                "all",
                                FindingSection::channels,
                                "all that agree with the attribute, or only the strongest"),
                        inner.choice(
                                "layout",
                                HeadLayout.class,
                                HeadLayout.PER_ATTRIBUTE,
                                "interleaved: as the published code joins several attributes, for comparison")));
        if (given != null) {
            return given;
        }
        return detector ? new AttributionSource.None() : new AttributionSource.Linear();
    }

    private static BoxSource boxes(Section section, Path folder) {
        return new BoxSource(
                path(section, "detector", folder, "file or folder of the detector"),
                index(section, "class", "which of its classes, from 0"),
                section.value(
                        "minimumScore",
                        SCORE,
                        BoxSource.DEFAULT_MINIMUM_SCORE,
                        Double.toString(BoxSource.DEFAULT_MINIMUM_SCORE),
                        FindingSection::score,
                        "weaker boxes are not shown"));
    }

    private static Path path(Section section, String key, Path folder, String description) {
        return section.required(key, PATH, folder, text -> folder.resolve(word(text)), description);
    }

    private static int index(Section section, String key, String description) {
        return section.value(
                key,
                INDEX,
                0,
                "0",
                text -> Texts.inRange(Integer.parseInt(text.strip()), 0, ScoreSource.MAX_INDEX),
                description);
    }

    private static OptionalInt channels(String text) {
        return text.equals("all")
                ? OptionalInt.empty()
                : OptionalInt.of(Texts.inRange(Integer.parseInt(text.strip()), 1, MAX_CHANNELS));
    }

    private static String word(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("blank");
        }
        return text;
    }

    private static double temperature(String text) {
        return Texts.inRange(number(text), ScoreSource.Prompts.MIN_TEMPERATURE, ScoreSource.Prompts.MAX_TEMPERATURE);
    }

    static double score(String text) {
        return Texts.inRange(number(text), Math.nextUp(0.0), Math.nextDown(1.0));
    }

    /** NaN and infinities are no numbers here. */
    private static double number(String text) {
        double value = Double.parseDouble(text.strip());
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("not finite");
        }
        return value;
    }
}

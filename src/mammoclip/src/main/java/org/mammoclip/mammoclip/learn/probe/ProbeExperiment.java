package org.mammoclip.mammoclip.learn.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.evaluate.BinaryEvaluation;
import org.mammoclip.mammoclip.evaluate.BinaryQuestion;
import org.mammoclip.mammoclip.evaluate.BinaryResult;
import org.mammoclip.mammoclip.evaluate.ClassResult;
import org.mammoclip.mammoclip.evaluate.Combination;
import org.mammoclip.mammoclip.evaluate.EvaluationSettings;
import org.mammoclip.mammoclip.evaluate.EvaluationUnit;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.Observation;
import org.mammoclip.mammoclip.learn.Target;

/**
 * One question, one data set, one encoder: fits heads to fractions of the training labels and says what each is worth. Everything is
 * chosen on validation data; test data are only measured on. Images without a vector, or to which the table has no answer, are left
 * out. Immutable, thread-safe.
 */
public final class ProbeExperiment {
    /** The task's name in results. */
    public static final String TASK = "probe";

    private static final List<String> DENSITIES = List.of("A", "B", "C", "D");
    private static final List<String> RANKING = List.of("auroc", "auprc", "brier");
    private static final List<String> OPERATING = List.of("sensitivity", "specificity");

    private final Target target;
    private final LabelledSet data;
    private final ImageVectors vectors;
    private final ProbeSettings settings;
    private final String task;

    public ProbeExperiment(Target target, LabelledSet data, ImageVectors vectors, ProbeSettings settings) {
        this(target, data, vectors, settings, TASK);
    }

    /** @param task name in results, of heads that were learned otherwise and are only measured here, see {@link #measured} */
    public ProbeExperiment(Target target, LabelledSet data, ImageVectors vectors, ProbeSettings settings, String task) {
        this.task = task;
        this.target = target;
        this.data = data;
        this.vectors = vectors;
        this.settings = settings;
    }

    /**
     * What came out.
     *
     * @param trainingLabels training images by label: 0 and 1, or the classes
     * @param operating empty for a question with several answers
     * @param results on validation and test data
     */
    public record Outcome(
            Target target,
            double fraction,
            long seed,
            Map<Integer, Integer> trainingLabels,
            LinearProbe.Fit fit,
            Optional<OperatingScore> operating,
            List<LearningResult> results) {
        public Outcome {
            trainingLabels = Map.copyOf(trainingLabels);
            results = List.copyOf(results);
        }
    }

    /**
     * Fits to a part of the training images.
     *
     * @param fraction above 0, at most 1
     * @param seed chooses the part; with all images it changes nothing
     * @return empty if all images of the part have the same label
     * @throws IllegalArgumentException if there is no training or validation image with an answer
     */
    public Optional<Outcome> run(double fraction, long seed) {
        List<LabelledImage> part =
                usable(LabelledSet.fraction(data.training(), fraction, seed, settings.fractionUnit()), vectors);
        List<LabelledImage> held = usable(data.validation(), vectors);
        requireSome(usable(data.training(), vectors), "training");
        requireSome(held, "validation");
        Map<Integer, Integer> counts = new TreeMap<>();
        part.forEach(image -> counts.merge(label(image), 1, Integer::sum));
        if (counts.size() < 2) {
            return Optional.empty();
        }
        LabelledVectors validation = labelled(held, vectors);
        LinearProbe.Fit fit =
                LinearProbe.fit(labelled(part, vectors), validation, target.outputs(), settings.strengths());
        return Optional.of(outcome(fit, held, counts, fraction, seed));
    }

    /**
     * Takes a head that was learned otherwise, together with the encoder of these vectors; validation data choose its operating
     * point as they do for a fitted one.
     *
     * @param counts training images by label
     * @param fraction of the training images that it was learned from
     * @param seed of that training
     * @throws IllegalArgumentException if there is no validation image with an answer
     */
    public Outcome measured(LinearHead head, Map<Integer, Integer> counts, double fraction, long seed) {
        List<LabelledImage> held = usable(data.validation(), vectors);
        requireSome(held, "validation");
        LinearProbe.Fit fit = new LinearProbe.Fit(head, 0, Double.NaN, Double.NaN, 0);
        return outcome(fit, held, counts, fraction, seed);
    }

    private Outcome outcome(
            LinearProbe.Fit fit, List<LabelledImage> held, Map<Integer, Integer> counts, double fraction, long seed) {
        Optional<OperatingScore> operating = target.isBinary()
                ? Optional.of(OperatingScore.on(
                        fit.head().logits(vectors.of(held), 0), positives(held), settings.operatingPoint()))
                : Optional.empty();
        Outcome fitted = new Outcome(target, fraction, seed, counts, fit, operating, List.of());
        List<LearningResult> results = new ArrayList<>(measure(fitted, "validation", data.validation(), vectors));
        results.addAll(measure(fitted, "test", data.test(), vectors));
        return new Outcome(target, fraction, seed, counts, fit, operating, results);
    }

    private void requireSome(List<LabelledImage> images, String split) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException(
                    "no " + split + " image has an answer to " + target.key() + " in the table");
        }
    }

    private List<LabelledImage> usable(List<LabelledImage> images, ImageVectors from) {
        return images.stream()
                .filter(image -> from.has(image) && target.label(image).isPresent())
                .toList();
    }

    private int label(LabelledImage image) {
        OptionalInt label = target.label(image);
        return label.orElseThrow();
    }

    private LabelledVectors labelled(List<LabelledImage> images, ImageVectors from) {
        return new LabelledVectors(
                from.of(images), images.stream().mapToInt(this::label).toArray());
    }

    private boolean[] positives(List<LabelledImage> images) {
        boolean[] positive = new boolean[images.size()];
        IntStream.range(0, positive.length).forEach(i -> positive[i] = label(images.get(i)) == 1);
        return positive;
    }

    /**
     * Measures a head that was fitted on other data, as it is.
     *
     * @param name of the data in the results
     * @param from vectors of the same encoder
     * @return nothing if no image has an answer
     */
    public List<LearningResult> measure(Outcome outcome, String name, List<LabelledImage> images, ImageVectors from) {
        List<LabelledImage> known = usable(images, from);
        if (known.isEmpty()) {
            return List.of();
        }
        int positives = target.isBinary()
                ? (int) known.stream().filter(image -> label(image) == 1).count()
                : 0;
        LearningResult.Scope scope = new LearningResult.Scope(
                task, target.title(), outcome.fraction(), outcome.seed(), name, known.size(), positives);
        PooledVectors pooled = from.of(known);
        List<MetricValue> values = target.isBinary()
                ? binary(
                        known,
                        outcome.fit().head().logits(pooled, 0),
                        outcome.operating().orElseThrow())
                : categorical(known, outcome.fit().head().classes(pooled));
        return values.stream().map(value -> new LearningResult(scope, value)).toList();
    }

    private List<MetricValue> binary(List<LabelledImage> images, double[] logits, OperatingScore operating) {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            LabelledImage image = images.get(i);
            rows.add(new Observation(
                    image.image(), image.patient(), "", operating.calibration().apply(logits[i]), label(image) == 1));
        }
        BinaryResult result = BinaryEvaluation.run(
                new BinaryQuestion(
                        target.key(),
                        target.title(),
                        rows,
                        List.of(),
                        OptionalDouble.of(operating.threshold()),
                        List.of()),
                evaluation());
        List<MetricValue> values = new ArrayList<>();
        RANKING.forEach(key -> result.value(key).ifPresent(values::add));
        OPERATING.forEach(key -> values.add(result.points().get(0).value(key)));
        return values;
    }

    private List<MetricValue> categorical(List<LabelledImage> images, int[] classes) {
        List<ClassResult.Answer> answers = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            answers.add(new ClassResult.Answer(images.get(i).patient(), label(images.get(i)), classes[i]));
        }
        return ClassResult.of(target.key(), target.title(), DENSITIES, answers, evaluation())
                .values();
    }

    private EvaluationSettings evaluation() {
        return new EvaluationSettings(
                EvaluationUnit.IMAGE,
                Combination.MEAN,
                Combination.MAX,
                settings.bootstrap(),
                EvaluationSettings.Cluster.PATIENT,
                List.of(),
                List.of(),
                0);
    }
}

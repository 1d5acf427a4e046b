package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mammoclip.mammoclip.AttributionSource;
import org.mammoclip.mammoclip.Calibration;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.FindingResult;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.ScoreSource;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.evaluate.BoxEvaluation;
import org.mammoclip.mammoclip.evaluate.BoxResult;
import org.mammoclip.mammoclip.evaluate.EvaluationSettings;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.PointEvaluation;
import org.mammoclip.mammoclip.evaluate.PointQuestion;
import org.mammoclip.mammoclip.evaluate.PointResult;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.Point;
import org.mammoclip.mammoclip.evaluate.metric.PointCase;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.learn.factor.Attribute;
import org.mammoclip.mammoclip.learn.factor.MapperImages;

/**
 * How well the maps of a trained mapper point at what they are asked for, beside the map that needs no mapper (the direction of the
 * same sentences, pulled back to the channels) and beside chance. Images with the finding only, as published. Scores as the worker
 * does, through the model that is served.
 */
public final class MapperEvaluation {
    /** Which map. */
    public enum Method {
        MAPPER("mapper", ""),
        LINEAR("linear map", "_linear");

        private final String task;
        private final String suffix;

        Method(String task, String suffix) {
            this.task = task;
            this.suffix = suffix;
        }

        String key(Attribute attribute) {
            return attribute.name() + suffix;
        }
    }

    private static final double LOWEST_THRESHOLD = 1e-6;

    private final String checkpoint;
    private final Path mapper;
    private final HeadLayout layout;
    private final List<Attribute> attributes;
    private final ComputeDevice device;

    /**
     * @param checkpoint the CLIP checkpoint whose features the mapper was trained on
     * @param mapper model folder
     * @param attributes of the mapper
     */
    public MapperEvaluation(
            String checkpoint, Path mapper, HeadLayout layout, List<Attribute> attributes, ComputeDevice device) {
        this.checkpoint = checkpoint;
        this.mapper = mapper;
        this.layout = layout;
        this.attributes = List.copyOf(attributes);
        this.device = device;
    }

    /**
     * What is measured on.
     *
     * @param name of the split
     * @param seed of the training, for the results
     */
    public record Split(String name, long seed, List<LabelledImage> images) {
        public Split {
            images = List.copyOf(images);
        }

        private List<LabelledImage> with(Attribute attribute) {
            String finding = MapperImages.finding(attribute);
            return images.stream().filter(image -> image.has(finding)).toList();
        }
    }

    /**
     * Results of every attribute by both methods, with intervals.
     *
     * @return empty for an attribute of which no image of the split has a box
     */
    public List<LearningResult> run(Split split, TrainingImages pixels) throws IOException {
        Map<LabelledImage, Seen> seen = new LinkedHashMap<>();
        try (MammoClip model = MammoClip.open(checkpoint, new ModelOptions(device, findings()))) {
            for (Attribute attribute : attributes) {
                for (LabelledImage image : split.with(attribute)) {
                    if (!boxes(image, attribute).isEmpty() && !seen.containsKey(image)) {
                        ModelImage input = input(image, pixels);
                        score(model, input).ifPresent(result -> seen.put(image, Seen.of(input, result)));
                    }
                }
            }
        }
        List<LearningResult> results = new ArrayList<>();
        for (Attribute attribute : attributes) {
            for (Method method : Method.values()) {
                results.addAll(results(split, attribute, method, seen));
            }
        }
        return results;
    }

    /**
     * Pictures of some images with each attribute, evenly spread over the split: the map, the boxes it gives (yellow) and those that
     * people drew (white).
     *
     * @param folder created if need be
     * @param most of each attribute
     * @return the files written
     */
    public List<Path> pictures(Split split, TrainingImages pixels, Path folder, int most) throws IOException {
        List<Path> files = new ArrayList<>();
        if (most == 0) {
            return files;
        }
        Files.createDirectories(folder);
        try (MammoClip model = MammoClip.open(checkpoint, new ModelOptions(device, findings()))) {
            for (Attribute attribute : attributes) {
                List<LabelledImage> images = split.with(attribute);
                int shown = Math.min(most, images.size());
                for (int i = 0; i < shown; i++) {
                    LabelledImage image = images.get((int) ((long) i * images.size() / shown));
                    ModelImage input = input(image, pixels);
                    Optional<ScoredImage> scored = score(model, input);
                    if (scored.isPresent()) {
                        files.addAll(write(folder, attribute, image, input, scored.get()));
                    }
                }
            }
        }
        return files;
    }

    private List<Path> write(
            Path folder, Attribute attribute, LabelledImage image, ModelImage input, ScoredImage scored)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (FindingResult finding : scored.findings()) {
            String key = finding.definition().key();
            for (Method method : Method.values()) {
                if (key.equals(method.key(attribute))) {
                    Path file = folder.resolve(key + "-" + image.image().replaceAll("[^A-Za-z0-9._-]", "_") + ".png");
                    Files.write(
                            file,
                            MapPicture.of(input, finding, boxes(image, attribute))
                                    .shown()
                                    .toArray());
                    files.add(file);
                }
            }
        }
        return files;
    }

    /** Every attribute by both methods; always called present, so that boxes are cut. */
    private FindingSet findings() {
        List<FindingDefinition> definitions = new ArrayList<>();
        for (Method method : Method.values()) {
            for (Attribute attribute : attributes) {
                definitions.add(new FindingDefinition(
                        method.key(attribute),
                        attribute.name(),
                        new ScoreSource.Prompts(
                                List.of("no " + attribute.name().replace('_', ' ')),
                                some(attribute.sentences()),
                                OptionalDouble.empty()),
                        Calibration.NONE,
                        LOWEST_THRESHOLD,
                        method == Method.MAPPER
                                ? new AttributionSource.Mapper(mapper, attribute.name(), OptionalInt.empty(), layout)
                                : new AttributionSource.Linear(),
                        Optional.empty()));
            }
        }
        return FindingSet.of("factor-evaluation", definitions);
    }

    /** Distinct ones, evenly spread, as many as phrases are allowed. */
    private static List<String> some(List<String> sentences) {
        List<String> distinct = sentences.stream().distinct().toList();
        int count = Math.min(ScoreSource.Prompts.MAX_PHRASES, distinct.size());
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(distinct.get((int) ((long) i * distinct.size() / count)));
        }
        return some;
    }

    private static ModelImage input(LabelledImage image, TrainingImages pixels) throws IOException {
        return ModelImage.ofGrey8(pixels.size(), pixels.read(image.patient(), image.image()));
    }

    private static Optional<ScoredImage> score(MammoClip model, ModelImage input) {
        ImageResult result = model.score(List.of(input)).get(0);
        return result instanceof ScoredImage scored ? Optional.of(scored) : Optional.empty();
    }

    private static List<Box> boxes(LabelledImage image, Attribute attribute) {
        String finding = MapperImages.finding(attribute);
        return image.boxes().stream()
                .filter(box -> box.finding().equals(finding))
                .map(box -> new Box(box.left(), box.top(), box.right(), box.bottom()))
                .toList();
    }

    /** What the model said of an image. */
    private record Seen(PointedPlaces places, Map<String, List<BoxCase.Found>> boxes) {
        static Seen of(ModelImage input, ScoredImage result) {
            Map<String, List<BoxCase.Found>> boxes = new LinkedHashMap<>();
            for (FindingResult finding : result.findings()) {
                boxes.put(
                        finding.definition().key(),
                        finding.boxes().stream()
                                .map(box -> new BoxCase.Found(
                                        new Box(box.left(), box.top(), box.right(), box.bottom()), box.score()))
                                .toList());
            }
            return new Seen(PointedPlaces.of(input, result), boxes);
        }
    }

    private List<LearningResult> results(
            Split split, Attribute attribute, Method method, Map<LabelledImage, Seen> seen) {
        List<BoxCase> cases = new ArrayList<>();
        Map<PointQuestion.Kind, List<PointCase>> points = new LinkedHashMap<>();
        for (LabelledImage image : split.with(attribute)) {
            List<Box> truth = boxes(image, attribute);
            Seen known = seen.get(image);
            if (known == null || truth.isEmpty()) {
                continue;
            }
            String key = method.key(attribute);
            cases.add(new BoxCase(
                    image.image(), image.patient(), truth, known.boxes().getOrDefault(key, List.of())));
            for (PointQuestion.Kind kind : PointQuestion.Kind.values()) {
                points.computeIfAbsent(kind, first -> new ArrayList<>())
                        .add(pointed(image, attribute, method, kind, truth, known.places()));
            }
        }
        if (cases.isEmpty()) {
            return List.of();
        }
        LearningResult.Scope scope = new LearningResult.Scope(
                method.task, attribute.name(), 1, split.seed(), split.name(), cases.size(), cases.size());
        List<LearningResult> results = new ArrayList<>();
        for (BoxResult boxes : BoxEvaluation.run(cases, EvaluationSettings.DEFAULT)) {
            results.add(renamed(
                    scope, "ap_positive_images_iou_" + boxes.overlap(), boxes.averagePrecisionPositiveImages()));
        }
        List<PointQuestion> questions = points.entrySet().stream()
                .map(entry -> new PointQuestion(entry.getKey(), entry.getValue()))
                .toList();
        for (PointResult point : PointEvaluation.run(questions, EvaluationSettings.DEFAULT)) {
            String kind = point.kind().key();
            results.add(renamed(scope, kind + "_" + point.rate().key(), point.rate()));
            for (PointResult.Beside chance : point.chances()) {
                results.add(renamed(scope, kind + "_chance_" + chance.rate().key(), chance.rate()));
                results.add(renamed(scope, kind + "_" + chance.difference().key(), chance.difference()));
            }
        }
        return results;
    }

    private PointCase pointed(
            LabelledImage image,
            Attribute attribute,
            Method method,
            PointQuestion.Kind kind,
            List<Box> truth,
            PointedPlaces places) {
        List<Optional<Point>> others = attributes.stream()
                .filter(other -> !other.equals(attribute))
                .map(other -> places.of(kind, method.key(other)))
                .toList();
        return new PointCase(
                image.image(),
                image.patient(),
                image.side() + " " + image.view(),
                truth,
                places.of(kind, method.key(attribute)),
                others,
                OptionalDouble.of(places.breast().shareIn(truth)));
    }

    private static LearningResult renamed(LearningResult.Scope scope, String name, MetricValue value) {
        return new LearningResult(scope, new MetricValue(name, value.value(), value.interval()));
    }
}

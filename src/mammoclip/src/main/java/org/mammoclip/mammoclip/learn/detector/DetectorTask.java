package org.mammoclip.mammoclip.learn.detector;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.detect.Detection;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.detect.TrainableRetinaNet;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.BoxMatching;
import org.mammoclip.mammoclip.loss.DetectorLoss;
import org.mammoclip.mammoclip.loss.LossValue;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;
import org.mammoclip.mammoclip.loss.TargetBox;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.train.ArrayParameters;
import org.mammoclip.mammoclip.train.ImageBatch;
import org.mammoclip.mammoclip.train.NonFiniteBatchException;
import org.mammoclip.mammoclip.train.ParameterGroup;
import org.mammoclip.mammoclip.train.TrainingTask;

/** A detector in memory and its images. */
final class DetectorTask implements TrainingTask<List<DetectorSample>> {
    /** Of the overlaps that figures are computed at, the second one for people: small findings are hard to outline. */
    private static final double HALF = 0.5;

    private static final double QUARTER = 0.25;

    private final TrainableRetinaNet detector;
    private final DetectorSettings settings;
    private final DetectorSamples training;
    private final DetectorSamples validation;
    private final int classes;
    private final int batch;
    private final long seed;
    private final ParameterGroup learned;
    private final ImageBatch input;
    private final float[] anchors;

    /** @param detector closed with the task */
    DetectorTask(
            TrainableRetinaNet detector,
            DetectorSettings settings,
            DetectorSamples training,
            DetectorSamples validation,
            ImageBatch input,
            int classes,
            int batch,
            long seed) {
        this.detector = detector;
        this.settings = settings;
        this.training = training;
        this.validation = validation;
        this.input = input;
        this.classes = classes;
        this.batch = batch;
        this.seed = seed;
        this.learned = new ParameterGroup(detector.learned());
        this.anchors = detector.anchors(settings.side(), settings.side()).toArray();
    }

    @Override
    public ParameterGroup learned() {
        return learned;
    }

    @Override
    public int samples() {
        return training.size();
    }

    @Override
    public List<DetectorSample> read(int[] indices, long epoch) throws IOException {
        List<DetectorSample> samples = new ArrayList<>();
        Augmentation augmentation = settings.augmentation();
        for (int index : indices) {
            samples.add(
                    augmentation == null
                            ? training.read(index)
                            : training.read(index, augmentation, SplitMix64.stream(seed, "sample", epoch, index)));
        }
        return samples;
    }

    @Override
    public List<String> ids(List<DetectorSample> samples) {
        return samples.stream().map(DetectorSample::id).toList();
    }

    @Override
    public Map<String, Double> gradients(List<DetectorSample> samples, long step) {
        learned.clearGradients();
        learned.track();
        Engine engine = Engine.getEngine("PyTorch");
        engine.setRandomSeed((int) SplitMix64.stream(seed, "dropout", step).nextLong());
        try (NDManager scope = detector.newScope();
                GradientCollector collector = engine.newGradientCollector()) {
            DetectorLoss.Terms terms = loss(detector.train(images(scope, samples)), samples);
            Map<String, Double> figures = figures(terms);
            collector.backward(terms.total());
            return figures;
        }
    }

    private NDArray images(NDManager scope, List<DetectorSample> samples) {
        return input.load(scope, samples, DetectorSample::id, DetectorSample::raster);
    }

    private DetectorLoss.Terms loss(TrainableRetinaNet.Answers answers, List<DetectorSample> samples) {
        return settings.loss()
                .of(
                        answers.probabilities(),
                        answers.offsets(),
                        anchors,
                        samples.stream().map(DetectorSample::boxes).toList());
    }

    private static Map<String, Double> figures(DetectorLoss.Terms terms) {
        double classification = LossValue.finite("classification", terms.classification());
        double boxes = LossValue.finite("boxes", terms.regression());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", classification + boxes);
        figures.put("classification", classification);
        figures.put("boxes", boxes);
        return figures;
    }

    /**
     * The mean loss, and mean average precision over the classes at two overlaps, on images with boxes as the reference has it; images
     * without boxes have a share in the loss only.
     */
    @Override
    public Map<String, Double> validate(int epoch) throws IOException {
        learned.freeze();
        Map<String, Double> sums = new LinkedHashMap<>();
        List<List<BoxCase>> cases = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            cases.add(new ArrayList<>());
        }
        for (int from = 0; from < validation.size(); from += batch) {
            List<DetectorSample> samples = new ArrayList<>();
            for (int index = from; index < Math.min(validation.size(), from + batch); index++) {
                samples.add(validation.read(index));
            }
            validate(samples, from, sums, cases);
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        sums.forEach((name, sum) -> figures.put(name, sum / validation.size()));
        figures.put(DetectorSettings.MAP, meanPrecision(cases, HALF));
        figures.put(DetectorSettings.MAP + "25", meanPrecision(cases, QUARTER));
        return figures;
    }

    private void validate(
            List<DetectorSample> samples, int first, Map<String, Double> sums, List<List<BoxCase>> cases) {
        int side = settings.side();
        try (NDManager scope = detector.newScope()) {
            TrainableRetinaNet.Answers answers = detector.evaluate(images(scope, samples));
            figures(loss(answers, samples))
                    .forEach((name, value) -> sums.merge(name, value * samples.size(), Double::sum));
            List<List<Detection>> found = detector.decode(
                    answers,
                    side,
                    side,
                    RetinaNet.REFERENCE_MIN_SCORE,
                    RetinaNet.REFERENCE_OVERLAP,
                    RetinaNet.REFERENCE_MAX_DETECTIONS);
            for (int i = 0; i < samples.size(); i++) {
                if (!samples.get(i).boxes().isEmpty()) {
                    String patient = validation.image(first + i).patient();
                    for (int k = 0; k < classes; k++) {
                        cases.get(k).add(boxCase(samples.get(i), patient, found.get(i), k));
                    }
                }
            }
        } catch (NonFiniteLossException e) {
            throw new NonFiniteBatchException(ids(samples), e);
        }
    }

    private static BoxCase boxCase(DetectorSample sample, String patient, List<Detection> found, int classIndex) {
        return new BoxCase(
                sample.id(),
                patient,
                sample.boxes().stream()
                        .filter(box -> box.classIndex() == classIndex)
                        .map(DetectorTask::box)
                        .toList(),
                found.stream()
                        .filter(box -> box.classIndex() == classIndex)
                        .map(FoundBoxes::of)
                        .toList());
    }

    private static Box box(TargetBox box) {
        return new Box(box.left(), box.top(), box.right(), box.bottom());
    }

    /** Over the classes that have a box at all. */
    private static double meanPrecision(List<List<BoxCase>> cases, double overlap) {
        return cases.stream()
                .mapToDouble(ofClass -> BoxMatching.of(ofClass, overlap)
                        .averagePrecision(ofClass.stream().mapToInt(image -> 1).toArray()))
                .filter(precision -> !Double.isNaN(precision))
                .average()
                .orElse(Double.NaN);
    }

    @Override
    public ParameterSource parameters() {
        return new ArrayParameters(detector.arrays());
    }

    @Override
    public void close() {
        detector.close();
    }
}

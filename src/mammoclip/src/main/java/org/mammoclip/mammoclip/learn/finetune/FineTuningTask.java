package org.mammoclip.mammoclip.learn.finetune;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.augment.Raster;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.Recorded;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.loss.LossValue;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.train.ImageBatch;
import org.mammoclip.mammoclip.train.NonFiniteBatchException;
import org.mammoclip.mammoclip.train.ParameterGroup;
import org.mammoclip.mammoclip.train.TrainingTask;

/** A classifier in memory and its images. */
final class FineTuningTask implements TrainingTask<List<FineTuningTask.Sample>> {
    private final TrainableClassifier classifier;
    private final FineTuning.Source source;
    private final FineTuningSettings settings;
    private final long seed;
    private final HeadLoss loss;
    private final ImageBatch input;

    /**
     * @param id of the image in messages; image names only
     * @param raster 8-bit grey in the size of the preparation
     * @param labels the right answer to each question
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sample(String id, byte[] raster, int[] labels) {}

    /** @param classifier closed with the task */
    FineTuningTask(
            TrainableClassifier classifier,
            ModelDescription.Preparation preparation,
            FineTuning.Source source,
            FineTuningSettings settings,
            long seed,
            HeadLoss loss) {
        this.classifier = classifier;
        this.source = source;
        this.settings = settings;
        this.seed = seed;
        this.loss = loss;
        this.input = new ImageBatch(preparation);
    }

    @Override
    public ParameterGroup learned() {
        return classifier.learned();
    }

    @Override
    public int samples() {
        return source.training().size();
    }

    @Override
    public List<Sample> read(int[] indices, long epoch) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int index : indices) {
            Sample plain = plain(source.training().get(index));
            samples.add(settings.augmentation()
                    .map(augmentation -> {
                        Raster raster = Raster.ofBytes(source.pixels().size(), plain.raster());
                        SplitMix64 random = SplitMix64.stream(seed, "sample", epoch, index);
                        byte[] drawn = augmentation
                                .draw(raster.size(), random)
                                .apply(raster)
                                .toBytes();
                        return new Sample(plain.id(), drawn, plain.labels());
                    })
                    .orElse(plain));
        }
        return samples;
    }

    private Sample plain(LabelledImage image) throws IOException {
        return new Sample(
                image.image(),
                source.pixels().read(image.patient(), image.image()),
                HeadLoss.labels(settings.targets(), image));
    }

    @Override
    public List<String> ids(List<Sample> batch) {
        return batch.stream().map(Sample::id).toList();
    }

    @Override
    public Map<String, Double> gradients(List<Sample> batch, long step) {
        classifier.learned().clearGradients();
        double sum = 0;
        for (int from = 0; from < batch.size(); from += settings.microBatch()) {
            List<Sample> piece = batch.subList(from, Math.min(batch.size(), from + settings.microBatch()));
            Engine.getEngine("PyTorch").setRandomSeed((int)
                    SplitMix64.stream(seed, "dropout", step, from).nextLong());
            sum += add(piece, (double) piece.size() / batch.size());
        }
        return Map.of("loss", sum);
    }

    /** Adds a piece's share to the gradients; both losses are means over images. */
    private double add(List<Sample> piece, double share) {
        classifier.learned().track();
        try (NDManager scope = classifier.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray mean = loss.of(logits(scope, piece, Phase.TRAINING), labels(piece));
            NDArray part = share == 1 ? mean : Recorded.mul(mean, share);
            double value = LossValue.finite("classification", part);
            collector.backward(part);
            return value;
        }
    }

    private NDArray logits(NDManager scope, List<Sample> samples, Phase phase) {
        return classifier.logits(input.load(scope, samples, Sample::id, Sample::raster), phase);
    }

    private static int[][] labels(List<Sample> samples) {
        return samples.stream().map(Sample::labels).toArray(int[][]::new);
    }

    /** Loss without augmentation and dropout, and how the answers are ranked. */
    @Override
    public Map<String, Double> validate(int epoch) throws IOException {
        classifier.learned().freeze();
        List<LabelledImage> images = source.validation();
        float[][] answers = new float[images.size()][];
        int[][] labels = new int[answers.length][];
        double sum = 0;
        for (int i = 0; i < answers.length; i++) {
            List<Sample> one = List.of(plain(images.get(i)));
            labels[i] = one.get(0).labels();
            try (NDManager scope = classifier.newScope()) {
                NDArray logits = logits(scope, one, Phase.EVALUATION);
                sum += LossValue.finite("classification", loss.of(logits, labels(one)));
                answers[i] = logits.toFloatArray();
            } catch (NonFiniteLossException e) {
                throw new NonFiniteBatchException(ids(one), e);
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", sum / answers.length);
        figures.putAll(AnswerFigures.of(settings.targets(), answers, labels));
        return figures;
    }

    @Override
    public ParameterSource parameters() {
        return classifier.parameters();
    }

    @Override
    public void close() {
        classifier.close();
    }
}

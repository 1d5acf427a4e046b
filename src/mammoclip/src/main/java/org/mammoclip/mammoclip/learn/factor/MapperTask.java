package org.mammoclip.mammoclip.learn.factor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.augment.Raster;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.loss.LossValue;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.train.NonFiniteBatchException;
import org.mammoclip.mammoclip.train.ParameterGroup;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TrainingTask;

/** A mapper in memory, the frozen encoder, and the images. */
final class MapperTask implements TrainingTask<List<MapperTask.Sample>> {
    private final MapperTraining.Source source;
    private final MapperSettings settings;
    private final RunPlan plan;
    private final TrainableMapper mapper;
    private final FrozenTower tower;
    private final @Nullable FeatureFile kept;
    private final NDManager manager;
    private final List<int[]> validation;

    /**
     * @param id of the image in messages; image names only
     * @param place of its features in the file; empty if it is augmented
     * @param raster 8-bit grey; empty if its features are in the file
     */
    record Sample(String id, boolean[] present, Optional<Integer> place, byte[] raster) {}

    /** @param manager closed with the task, and with it mapper and tower */
    MapperTask(
            MapperTraining.Source source,
            MapperSettings settings,
            RunPlan plan,
            TrainableMapper mapper,
            FrozenTower tower,
            @Nullable FeatureFile kept,
            NDManager manager) {
        this.source = source;
        this.settings = settings;
        this.plan = plan;
        this.mapper = mapper;
        this.tower = tower;
        this.kept = kept;
        this.manager = manager;
        this.validation = batches(source.validation().images().size(), plan.batch(), plan.seed());
    }

    /** The same batches after every epoch, mixed: a table lists one finding after the other, and a contrast needs several. */
    private static List<int[]> batches(int images, int batch, long seed) {
        SplitMix64 random = SplitMix64.stream(seed, "validation order");
        int[] order = new int[images];
        for (int i = 0; i < images; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < images; from += batch) {
            batches.add(Arrays.copyOfRange(order, from, Math.min(images, from + batch)));
        }
        return batches;
    }

    @Override
    public ParameterGroup learned() {
        return mapper.learned();
    }

    @Override
    public int samples() {
        return source.training().images().size();
    }

    @Override
    public List<Sample> read(int[] indices, long epoch) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int index : indices) {
            Augmentation augmentation = settings.augmentation();
            if (augmentation == null) {
                samples.add(sample(source.training(), index, index));
                continue;
            }
            LabelledImage image = source.training().images().get(index);
            Raster raster =
                    Raster.ofBytes(source.pixels().size(), source.pixels().read(image.patient(), image.image()));
            SplitMix64 random = SplitMix64.stream(plan.seed(), "sample", epoch, index);
            samples.add(new Sample(
                    image.image(),
                    source.training().present(index),
                    Optional.empty(),
                    augmentation.draw(raster.size(), random).apply(raster).toBytes()));
        }
        return samples;
    }

    /** An image as it is. */
    private Sample sample(MapperImages images, int index, int place) throws IOException {
        LabelledImage image = images.images().get(index);
        boolean there = kept != null && kept.has(place);
        return new Sample(
                image.image(),
                images.present(index),
                Optional.of(place),
                there ? new byte[0] : source.pixels().read(image.patient(), image.image()));
    }

    @Override
    public List<String> ids(List<Sample> batch) {
        return batch.stream().map(Sample::id).toList();
    }

    /** A batch in which no image shows any attribute has a loss of 0 and moves nothing by itself. */
    @Override
    public Map<String, Double> gradients(List<Sample> batch, long step) {
        mapper.learned().clearGradients();
        if (positives(batch) == 0) {
            return Map.of("loss", 0.0);
        }
        try (NDManager scope = manager.newSubManager()) {
            mapper.learned().freeze();
            List<TrainableMapper.Best> best = best(scope, batch);
            mapper.learned().track();
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray loss = loss(scope, batch, best);
                double value = LossValue.finite("attribute", loss);
                collector.backward(loss);
                return Map.of("loss", value);
            }
        }
    }

    @Override
    public Map<String, Double> validate(int epoch) throws IOException {
        mapper.learned().freeze();
        double sum = 0;
        int positives = 0;
        for (int[] indices : validation) {
            List<Sample> batch = new ArrayList<>();
            for (int index : indices) {
                batch.add(sample(source.validation(), index, samples() + index));
            }
            int own = positives(batch);
            if (own > 0) {
                sum += own * value(batch);
                positives += own;
            }
        }
        return new LinkedHashMap<>(Map.of("loss", sum / positives));
    }

    private double value(List<Sample> batch) {
        try (NDManager scope = manager.newSubManager()) {
            return LossValue.finite("attribute", loss(scope, batch, best(scope, batch)));
        } catch (NonFiniteLossException e) {
            throw new NonFiniteBatchException(ids(batch), e);
        }
    }

    private NDArray loss(NDManager scope, List<Sample> batch, List<TrainableMapper.Best> best) {
        return settings.loss()
                .of(
                        settings.loss().scores(mapper.cosines(scope, best)),
                        batch.stream().map(Sample::present).toArray(boolean[][]::new));
    }

    /** Feature maps come and go one by one; what counts of each stays. */
    private List<TrainableMapper.Best> best(NDManager scope, List<Sample> batch) {
        List<TrainableMapper.Best> best = new ArrayList<>();
        for (Sample sample : batch) {
            try (NDManager call = scope.newSubManager()) {
                best.add(mapper.best(scope, features(call, sample)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return best;
    }

    private NDArray features(NDManager scope, Sample sample) throws IOException {
        if (sample.place().isPresent() && kept != null) {
            int place = sample.place().get();
            if (kept.has(place)) {
                return kept.get(scope, place);
            }
            NDArray features = tower.features(scope, sample.id(), sample.raster());
            kept.put(place, features);
            return features;
        }
        return tower.features(scope, sample.id(), sample.raster());
    }

    private static int positives(List<Sample> batch) {
        int positives = 0;
        for (Sample sample : batch) {
            for (boolean present : sample.present()) {
                positives += present ? 1 : 0;
            }
        }
        return positives;
    }

    @Override
    public ParameterSource parameters() {
        return mapper.parameters();
    }

    @Override
    public void close() {
        mapper.close();
        tower.close();
        manager.close();
        if (kept != null) {
            try {
                kept.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

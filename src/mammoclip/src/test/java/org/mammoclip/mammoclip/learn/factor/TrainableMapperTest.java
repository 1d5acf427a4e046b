package org.mammoclip.mammoclip.learn.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.MapperDescription;
import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.loss.AttributeLoss;
import org.mammoclip.mammoclip.loss.LossValue;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.train.AdamW;
import org.mammoclip.mammoclip.train.AdamWSettings;
import org.mammoclip.mammoclip.train.InitialValues;

/** Scores, gradients and learning of the mapper on feature maps that are drawn or made by hand. */
class TrainableMapperTest {
    private static final int ROWS = 4;
    private static final int COLUMNS = 6;
    private static final int CELLS = ROWS * COLUMNS;
    private static final int EMBEDDING = 16;
    private static final AttributeLoss LOSS = new AttributeLoss(0.3);
    private static final boolean[][] LABELS = {{true, false}, {false, true}, {true, true}, {false, false}};

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(HeadLayout.class)
    void scoresAreTheBestSimilaritiesThatServingFinds(HeadLayout layout) {
        List<NDArray> features = features(4, 7);
        try (TrainableMapper mapper = mapper(layout, Map.of())) {
            NDArray cosines = cosines(mapper, features);
            assertThat(cosines.getShape()).isEqualTo(new Shape(4, 1, 2));
            AttributeMapper serving = AttributeMapper.load(manager, mapper.parameters(), 2, CELLS, EMBEDDING, layout);
            float[] expected = new float[8];
            for (int image = 0; image < 4; image++) {
                for (int k = 0; k < 2; k++) {
                    float best = -1;
                    for (float similarity : serving.channelSimilarities(
                            features.get(image), k, directions().get("a" + k))) {
                        best = Math.max(best, similarity);
                    }
                    expected[image * 2 + k] = best;
                }
            }
            assertThat(cosines.toFloatArray()).containsExactly(expected, within(2e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource(HeadLayout.class)
    void gradientsAreThoseOfRecordingEveryChannel(HeadLayout layout) {
        List<NDArray> features = features(4, 5);
        try (TrainableMapper mapper = mapper(layout, Map.of())) {
            double loss = gradients(mapper, features);
            Map<String, float[]> expected = gradients(mapper);
            mapper.learned().clearGradients();
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray all = LOSS.of(LOSS.scores(everyChannel(mapper, features, layout)), LABELS);
                assertThat(LossValue.finite("all", all)).isCloseTo(loss, within(1e-5));
                collector.backward(all);
            }
            Map<String, float[]> actual = gradients(mapper);
            expected.forEach((name, values) -> {
                float largest = 0;
                for (float value : values) {
                    largest = Math.max(largest, Math.abs(value));
                }
                assertThat(largest).as(name).isPositive();
                assertThat(actual.get(name)).as(name).containsExactly(values, within(1e-5f * largest));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(HeadLayout.class)
    void gradientsAgreeWithFiniteDifferences(HeadLayout layout) {
        List<NDArray> features = features(4, 5);
        try (TrainableMapper mapper = mapper(layout, Map.of())) {
            gradients(mapper, features);
            Map<String, float[]> gradients = gradients(mapper);
            SplitMix64 random = new SplitMix64(3);
            int moved = 0;
            for (Map.Entry<String, NDArray> parameter :
                    mapper.learned().parameters().entrySet()) {
                float[] gradient = gradients.get(parameter.getKey());
                for (int draw = 0; draw < 10; draw++) {
                    int at = random.nextInt(gradient.length);
                    double slope = slope(mapper, features, parameter.getValue(), at);
                    if (Double.isNaN(slope)) {
                        continue;
                    }
                    assertThat((double) gradient[at])
                            .as(parameter.getKey() + " element " + at)
                            .isCloseTo(slope, within(5e-3 * Math.abs(slope) + 5e-4));
                    moved += Math.abs(slope) > 2e-2 ? 1 : 0;
                }
            }
            assertThat(moved).as("elements that move the loss").isGreaterThan(10);
        }
    }

    @Test
    void aMapperLearnsWhichChannelSpeaksOfWhat() {
        // of eight channels, the third lights up at one place where the first attribute is there, and the sixth in one
        // of
        // three rows where the second is; all the others are noise
        AdamWSettings settings = new AdamWSettings(1e-2, 0.9, 0.999, 1e-8, 0.01);
        try (TrainableMapper mapper = mapper(HeadLayout.PER_ATTRIBUTE, Map.of());
                AdamW optimiser = new AdamW(manager, settings, mapper.learned())) {
            double first = toyLoss(mapper, 9);
            double hitsBefore = hits(mapper);
            for (int step = 0; step < 250; step++) {
                try (NDManager scope = manager.newSubManager()) {
                    Toy toy = toy(scope, 100 + step, 8);
                    gradients(mapper, toy.features(), toy.present(), AttributeLoss.REFERENCE);
                    optimiser.step(1);
                }
            }
            double last = toyLoss(mapper, 9);
            double hits = hits(mapper);
            System.out.printf(
                    "toy lesions: loss %.3f to %.3f, the lesion's channel is the best one in %.2f of images, %.2f before%n",
                    first, last, hits, hitsBefore);
            assertThat(last).isLessThan(0.3 * first);
            assertThat(hitsBefore).isLessThan(0.5);
            assertThat(hits).isGreaterThan(0.75);
        }
    }

    @Test
    void nothingStaysBehindAStep() {
        try (TrainableMapper mapper = mapper(HeadLayout.INTERLEAVED, Map.of())) {
            List<NDArray> features = features(4, 5);
            gradients(mapper, features);
            int arrays = manager.getManagedArrays().size();
            for (int step = 0; step < 20; step++) {
                gradients(mapper, features);
            }
            assertThat(manager.getManagedArrays().size()).isEqualTo(arrays);
        }
    }

    @Test
    void whatIsSavedIsWhatWasLearnedAndTheDirections() {
        try (TrainableMapper mapper = mapper(HeadLayout.PER_ATTRIBUTE, Map.of())) {
            ParameterSource saved = mapper.parameters();
            description().parameters().forEach(spec -> {
                try (NDArray value = saved.read(manager, spec.name(), spec.shape())) {
                    assertThat(value.getShape()).isEqualTo(spec.shape());
                }
            });
            try (NDArray direction =
                    saved.read(manager, MapperDescription.attributeParameter(1), new Shape(EMBEDDING))) {
                assertThat(direction.toFloatArray()).isEqualTo(directions().get("a1"));
            }
        }
    }

    @Test
    void brokenWeightsAreALossThatIsNotFinite() {
        try (TrainableMapper mapper = mapper(HeadLayout.PER_ATTRIBUTE, Map.of("pool.0.2.bias", Float.NaN))) {
            assertThatExceptionOfType(NonFiniteLossException.class)
                    .isThrownBy(() -> gradients(mapper, features(4, 5)))
                    .withMessageContaining("attribute");
        }
    }

    @Test
    void directionsOfOtherAttributesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainableMapper.load(
                        manager,
                        description(),
                        InitialValues.of(1, description().parameters()),
                        Map.of("b", new float[EMBEDDING]),
                        HeadLayout.PER_ATTRIBUTE))
                .withMessageContaining("[a0, a1]");
    }

    private static MapperDescription description() {
        return new MapperDescription(
                new About("toy", "1", true, true, "toy mapper of a test", "Apache-2.0"),
                "toy-1",
                2,
                CELLS,
                EMBEDDING,
                List.of("a0", "a1"));
    }

    private static Map<String, float[]> directions() {
        Map<String, float[]> directions = new LinkedHashMap<>();
        directions.put("a0", Arrays.copyOf(new float[] {0.6f, 0.8f}, EMBEDDING));
        directions.put("a1", Arrays.copyOf(new float[] {0, 0, -0.8f, 0, 0.6f}, EMBEDDING));
        return directions;
    }

    private TrainableMapper mapper(HeadLayout layout, Map<String, Float> constants) {
        ParameterSource drawn = new RandomParameters(5, description().parameters(), constants);
        return TrainableMapper.load(manager, description(), drawn, directions(), layout);
    }

    private List<NDArray> features(int images, int channels) {
        SplitMix64 random = new SplitMix64(17);
        List<NDArray> features = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            float[] values = new float[channels * CELLS];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            features.add(manager.create(values, new Shape(1, channels, ROWS, COLUMNS)));
        }
        return features;
    }

    private NDArray cosines(TrainableMapper mapper, List<NDArray> features) {
        return mapper.cosines(
                manager, features.stream().map(map -> mapper.best(manager, map)).toList());
    }

    private double gradients(TrainableMapper mapper, List<NDArray> features) {
        return gradients(mapper, features, LABELS, LOSS);
    }

    private double gradients(TrainableMapper mapper, List<NDArray> features, boolean[][] present, AttributeLoss loss) {
        mapper.learned().clearGradients();
        try (NDManager scope = manager.newSubManager()) {
            mapper.learned().freeze();
            List<TrainableMapper.Best> best =
                    features.stream().map(map -> mapper.best(scope, map)).toList();
            mapper.learned().track();
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray value = loss.of(loss.scores(mapper.cosines(scope, best)), present);
                collector.backward(value);
                return LossValue.finite("attribute", value);
            }
        }
    }

    private static Map<String, float[]> gradients(TrainableMapper mapper) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        mapper.learned().track();
        mapper.learned().parameters().forEach((name, parameter) -> {
            try (NDArray gradient = parameter.getGradient()) {
                gradients.put(name, gradient.toFloatArray());
            }
        });
        return gradients;
    }

    /** NaN at a kink, where another channel becomes the best one or a unit opens: slopes of both sides differ. */
    private double slope(TrainableMapper mapper, List<NDArray> features, NDArray parameter, int at) {
        double step = 2e-3;
        mapper.learned().freeze();
        float[] shift = new float[Math.toIntExact(parameter.getShape().size())];
        shift[at] = (float) step;
        try (NDArray change = manager.create(shift, parameter.getShape())) {
            double here = value(mapper, features);
            parameter.addi(change);
            double above = (value(mapper, features) - here) / step;
            parameter.subi(change).subi(change);
            double below = (here - value(mapper, features)) / step;
            parameter.addi(change);
            return Math.abs(above - below) > 1e-3 + 0.05 * Math.abs(above) ? Double.NaN : (above + below) / 2;
        }
    }

    private double value(TrainableMapper mapper, List<NDArray> features) {
        return LossValue.finite("attribute", LOSS.of(LOSS.scores(cosines(mapper, features)), LABELS));
    }

    /** {@code (images, channels, 2)} by the formula, every channel of every projection. */
    private NDArray everyChannel(TrainableMapper mapper, List<NDArray> features, HeadLayout layout) {
        AttributeMapper all = AttributeMapper.load(
                manager, new LiveArrays(mapper.learned().parameters()), 2, CELLS, EMBEDDING, HeadLayout.PER_ATTRIBUTE);
        NDArray[] columns = {
            manager.create(directions().get("a0"), new Shape(EMBEDDING, 1)),
            manager.create(directions().get("a1"), new Shape(EMBEDDING, 1))
        };
        NDArray images = null;
        for (NDArray map : features) {
            int channels = (int) map.getShape().get(1);
            NDArray rows = map.reshape(channels, CELLS);
            NDArray image;
            if (layout == HeadLayout.PER_ATTRIBUTE) {
                image = all.cosines(rows, 0, columns[0]).concat(all.cosines(rows, 1, columns[1]), 1);
            } else {
                NDArray joined0 = all.cosines(rows, 0, columns[0]).concat(all.cosines(rows, 1, columns[0]), 0);
                NDArray joined1 = all.cosines(rows, 0, columns[1]).concat(all.cosines(rows, 1, columns[1]), 0);
                // entry (i, k) is row 2i+k of the two projections' rows one behind the other
                image = joined0.reshape(channels, 2)
                        .get(":, 0:1")
                        .concat(joined1.reshape(channels, 2).get(":, 1:2"), 1);
            }
            NDArray one = image.expandDims(0);
            images = images == null ? one : images.concat(one, 0);
        }
        return Objects.requireNonNull(images);
    }

    private record Toy(List<NDArray> features, boolean[][] present) {}

    private static Toy toy(NDManager scope, long seed, int images) {
        SplitMix64 random = new SplitMix64(seed);
        List<NDArray> features = new ArrayList<>();
        boolean[][] present = new boolean[images][2];
        for (int image = 0; image < images; image++) {
            float[] values = new float[8 * CELLS];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.3f * (float) random.nextGaussian();
            }
            present[image][0] = image % 2 == 0;
            present[image][1] = image % 4 < 2;
            if (present[image][0]) {
                values[2 * CELLS + 7] += 4;
            }
            if (present[image][1]) {
                int row = random.nextInt(ROWS - 1);
                for (int column = 0; column < COLUMNS; column++) {
                    values[5 * CELLS + row * COLUMNS + column] += 3;
                }
            }
            features.add(scope.create(values, new Shape(1, 8, ROWS, COLUMNS)));
        }
        return new Toy(features, present);
    }

    private double toyLoss(TrainableMapper mapper, long seed) {
        mapper.learned().freeze();
        try (NDManager scope = manager.newSubManager()) {
            Toy toy = toy(scope, seed, 64);
            List<TrainableMapper.Best> best =
                    toy.features().stream().map(map -> mapper.best(scope, map)).toList();
            AttributeLoss loss = AttributeLoss.REFERENCE;
            return LossValue.finite("attribute", loss.of(loss.scores(mapper.cosines(scope, best)), toy.present()));
        }
    }

    /** Share of the attributes that are there whose lesion's channel has the greatest similarity. */
    private double hits(TrainableMapper mapper) {
        int[] lesions = {2, 5};
        AttributeMapper serving =
                AttributeMapper.load(manager, mapper.parameters(), 2, CELLS, EMBEDDING, HeadLayout.PER_ATTRIBUTE);
        try (NDManager scope = manager.newSubManager()) {
            Toy toy = toy(scope, 11, 64);
            int there = 0;
            int hits = 0;
            for (int image = 0; image < 64; image++) {
                for (int k = 0; k < 2; k++) {
                    if (toy.present()[image][k]) {
                        there++;
                        hits += serving.strongest(
                                                        toy.features().get(image),
                                                        k,
                                                        directions().get("a" + k))
                                                .channel()
                                        == lesions[k]
                                ? 1
                                : 0;
                    }
                }
            }
            return (double) hits / there;
        }
    }
}

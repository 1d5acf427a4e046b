package org.mammoclip.mammoclip.learn.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.MapperFile;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.loss.AttributeLoss;
import org.mammoclip.mammoclip.train.AdamWSettings;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.Selection;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;

/** Whole runs on a toy checkpoint: it learns, goes on where it was, leaves the encoder alone, and what comes out can be used. */
class MapperTrainingTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final About ABOUT = new About("toy", "1", true, true, "toy mapper of a test", "Apache-2.0");

    @TempDir
    Path temp;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final ToyCheckpoint checkpoint = new ToyCheckpoint();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aRunLearnsAndWritesAMapperWithItsAttributes() throws IOException {
        TrainingRun.Result result =
                run("run", settings(HeadLayout.PER_ATTRIBUTE, null), 8, true, TrainingListener.NONE);
        List<Double> losses = losses("run", "validation");
        System.out.printf("toy images: validation loss %s%n", losses);
        assertThat(result.bestFigure()).isLessThan(losses.get(0));
        assertThat(temp.resolve("features")).doesNotExist();
        try (ModelFile file = ModelFile.open(result.best())) {
            assertThat(file).isInstanceOf(MapperFile.class);
            MapperFile mapper = (MapperFile) file;
            assertThat(mapper.attributeNames()).containsExactly("mass", "suspicious_calcification");
            assertThat(mapper.cells()).isEqualTo(12);
            Map<String, float[]> directions = AttributeDirections.of(manager, checkpoint, ToyCheckpoint.attributes());
            assertThat(mapper.attributeEmbeddings().get("mass")).isEqualTo(directions.get("mass"));
            AttributeMapper serving = AttributeMapper.load(
                    manager, mapper.parameters(), 2, mapper.cells(), mapper.embedding(), HeadLayout.PER_ATTRIBUTE);
            assertThat(serving.channelSimilarities(manager.ones(new Shape(1, 256, 4, 3)), 1, directions.get("mass")))
                    .hasSize(256);
        }
    }

    @Test
    void keptFeaturesChangeNothing() throws IOException {
        MapperSettings settings = settings(HeadLayout.INTERLEAVED, null);
        run("kept", settings, 2, true, TrainingListener.NONE);
        run("computed", settings, 2, false, TrainingListener.NONE);
        assertThat(losses("kept", "training")).isEqualTo(losses("computed", "training"));
        assertSameModel("kept", "computed");
    }

    @Test
    void aKilledRunGoesOnWithTheSameBits() throws IOException {
        MapperSettings settings = settings(HeadLayout.PER_ATTRIBUTE, Augmentation.SYMMETRIC);
        run("straight", settings, 2, true, TrainingListener.NONE);
        for (long at : new long[] {2, 4}) {
            assertThatThrownBy(() -> run("killed", settings, 2, true, killer(at)))
                    .isInstanceOf(Killed.class);
        }
        run("killed", settings, 2, true, TrainingListener.NONE);
        assertThat(losses("killed", "training")).isEqualTo(losses("straight", "training"));
        assertThat(losses("killed", "validation")).isEqualTo(losses("straight", "validation"));
        assertSameModel("killed", "straight");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        run("killed", settings(HeadLayout.INTERLEAVED, Augmentation.SYMMETRIC), 2, true, killer(99)))
                .withMessageContaining("/plan/layout");
    }

    @Test
    void theEncoderIsTheSameBeforeAndAfter() throws IOException {
        try (FrozenTower tower = FrozenTower.load(manager, checkpoint.description(), checkpoint.parameters())) {
            float[] before = features(tower);
            run("run", settings(HeadLayout.PER_ATTRIBUTE, Augmentation.SYMMETRIC), 2, true, TrainingListener.NONE);
            assertThat(features(tower)).isEqualTo(before);
        }
    }

    private float[] features(FrozenTower tower) throws IOException {
        try (NDManager scope = manager.newSubManager();
                NDArray features =
                        tower.features(scope, "i0", ToyCheckpoint.pixels().read("p0", "i0"))) {
            return features.toFloatArray();
        }
    }

    @Test
    void aConstantImageIsRefusedByName() {
        try (FrozenTower tower = FrozenTower.load(manager, checkpoint.description(), checkpoint.parameters())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> tower.features(manager, "i7", new byte[ToyCheckpoint.ROWS * ToyCheckpoint.COLUMNS]))
                    .withMessageContaining("i7");
        }
    }

    @Test
    void batchesWithoutAnyAttributeMoveNothing() throws IOException {
        MapperTraining training = training(settings(HeadLayout.PER_ATTRIBUTE, null), plan(1, 0), false);
        try (MapperTask task = (MapperTask) training.load(manager, training.initial())) {
            // the last images of the list are those without an attribute
            List<MapperTask.Sample> batch = task.read(new int[] {task.samples() - 1, task.samples() - 2}, 0);
            assertThat(task.gradients(batch, 0)).containsEntry("loss", 0.0);
            assertThat(task.learned().gradientNorm()).isZero();
            assertThat(task.ids(batch)).allMatch(id -> id.startsWith("i"));
        }
    }

    @Test
    void imagesAreChosenByAttribute() {
        List<Attribute> attributes = ToyCheckpoint.attributes();
        MapperImages some = MapperImages.of(ToyCheckpoint.images(0, 40), attributes, 0.1, 1);
        assertThat(some.images()).hasSize(33);
        assertThat(some.withAny()).isEqualTo(30);
        assertThat(some.positives(attributes.get(0))).isEqualTo(20);
        assertThat(some.positives(attributes.get(1))).isEqualTo(20);
        assertThat(some.present(0)).containsExactly(true, false);
        assertThat(MapperImages.of(ToyCheckpoint.images(0, 40), attributes, 5, 1)
                        .images())
                .hasSize(40);
        assertThat(MapperImages.of(ToyCheckpoint.images(0, 40), attributes, 0.1, 2)
                        .images())
                .isNotEqualTo(some.images());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        MapperImages.of(List.of(), List.of(new Attribute("lump", List.of("there is a lump"))), 0, 1))
                .withMessageContaining("'lump' is no finding of the table");
        assertThatIllegalArgumentException().isThrownBy(() -> MapperImages.of(List.of(), attributes, -1, 1));
    }

    @Test
    void nothingToContrastWithIsRefused() {
        List<Attribute> mass = ToyCheckpoint.attributes().subList(0, 1);
        MapperImages without = MapperImages.of(ToyCheckpoint.images(0, 12), mass, 0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MapperTraining.Source(without, without, ToyCheckpoint.pixels(), "toy"))
                .withMessageContaining("6 of 6 training images show mass");
    }

    @Test
    void theDiskMustHaveRoomForFeatures() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> FeatureFile.create(temp.resolve("f"), new Shape(1, 2048, 48, 29), 2_000_000_000))
                .withMessageContaining("MiB");
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static TrainingListener killer(long at) {
        return new TrainingListener() {
            @Override
            public void stepped(long step, long total, int samples, Map<String, Double> figures) {
                if (step >= at) {
                    throw new Killed();
                }
            }
        };
    }

    private TrainingRun.Result run(
            String folder, MapperSettings settings, int epochs, boolean keep, TrainingListener listener)
            throws IOException {
        RunPlan plan = plan(epochs, folder.equals("killed") ? 1 : 0);
        return TrainingRun.run(manager, training(settings, plan, keep), plan, temp.resolve(folder), CLOCK, listener);
    }

    private MapperTraining training(MapperSettings settings, RunPlan plan, boolean keep) {
        List<Attribute> attributes = ToyCheckpoint.attributes();
        return new MapperTraining(
                checkpoint,
                new MapperTraining.Source(
                        MapperImages.of(ToyCheckpoint.images(0, 24), attributes, 1, 1),
                        MapperImages.of(ToyCheckpoint.images(24, 16), attributes, 1, 1),
                        ToyCheckpoint.pixels(),
                        "toy"),
                settings,
                plan,
                ABOUT,
                keep ? temp.resolve("features") : null);
    }

    private static MapperSettings settings(HeadLayout layout, @Nullable Augmentation augmentation) {
        return new MapperSettings(layout, AttributeLoss.REFERENCE, augmentation);
    }

    private static RunPlan plan(int epochs, int saves) {
        return new RunPlan(
                epochs,
                0,
                8,
                0,
                0,
                saves,
                10,
                new AdamWSettings(2e-3, 0.9, 0.999, 1e-8, 0.01),
                Schedule.CONSTANT,
                Selection.LOWEST_LOSS);
    }

    private List<Double> losses(String folder, String kind) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(temp.resolve(folder).resolve("metrics.jsonl"))) {
            JsonNode json = new ObjectMapper().readTree(line);
            if (json.get("kind").asText().equals(kind)) {
                losses.add(json.get("loss").asDouble());
            }
        }
        return losses;
    }

    private void assertSameModel(String one, String other) throws IOException {
        try (ModelFile first = ModelFile.open(temp.resolve(one).resolve("latest"));
                ModelFile second = ModelFile.open(temp.resolve(other).resolve("latest"))) {
            assertThat(first.sha256()).isEqualTo(second.sha256());
        }
    }
}

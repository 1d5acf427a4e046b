package org.mammoclip.mammoclip.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.DetectorFile;
import org.mammoclip.mammoclip.checkpoint.MapperFile;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.checkpoint.torch.StateDictWriter;
import org.mammoclip.mammoclip.checkpoint.torch.StateDictWriter.Entry;
import org.mammoclip.mammoclip.checkpoint.torch.StateDictWriter.Values;
import org.mammoclip.mammoclip.classify.ClassifierHead;
import org.mammoclip.mammoclip.detect.Detection;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.ImageEncoder;

/** The whole way of a downstream model: a PyTorch file in the published layout is opened as it is and gives the reference's numbers. */
class PublishedFilesTest {
    private static final EfficientNetArchitecture B2 = EfficientNetArchitecture.B2;

    @TempDir
    private Path folder;

    @Test
    void aDetectorFileFindsTheReferencesBoxes() throws IOException {
        GoldenDetector golden = GoldenDetector.read();
        Path file = write("detector.pth", "state_dict", RetinaNet.parameters(B2, 2), golden::values);
        try (ModelFile model = ModelFile.open(file);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            DetectorFile detector = (DetectorFile) model;
            try (RetinaNet network =
                    RetinaNet.load(manager, detector.architecture(), detector.classes(), detector.parameters())) {
                List<Detection> found = network.detect(golden.input(manager), 0.05, 0.5, 1000);
                assertThat(found).hasSize(golden.root().get("detections").asInt());
                float[] best = GoldenFile.floats(golden.root().get("boxes").get(0));
                assertThat(found.get(0).left()).isCloseTo(best[0], within(1e-3));
                assertThat(found.get(0).bottom()).isCloseTo(best[3], within(1e-3));
            }
        }
    }

    @Test
    void aClassifierFileGivesTheReferencesLogitsThroughItsOwnEncoder() throws IOException {
        GoldenHeads golden = GoldenHeads.read();
        GoldenFile tower = GoldenFile.read("encoder-b2.json");
        for (JsonNode stored : golden.root().get("classifier")) {
            int outputs = stored.get("n_class").asInt();
            GoldenFile head = GoldenFile.of(stored);
            List<ParameterSpec> specs = new ArrayList<>(ClassifierHead.parameters(B2.headChannels(), outputs));
            B2.parameters().forEach(spec -> specs.add(spec.prefixed("image_encoder.")));
            Path file = write(
                    "classifier" + outputs + ".pth",
                    "model",
                    specs,
                    (name, shape) -> (name.startsWith("classifier.") ? head : tower).values(name, shape));
            try (ModelFile model = ModelFile.open(file);
                    NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                ClassifierFile classifier = (ClassifierFile) model;
                assertThat(classifier.outputs()).isEqualTo(outputs);
                ClassifierHead loaded =
                        ClassifierHead.load(manager, classifier.parameters(), B2.headChannels(), outputs);
                try (ImageEncoder encoder = ImageEncoder.load(
                        manager, classifier.architecture(), classifier.parameters(), "image_encoder.")) {
                    NDArray[] features = golden.features(manager, encoder);
                    for (int image = 0; image < features.length; image++) {
                        assertThat(loaded.logits(ImageEncoder.pooled(features[image])))
                                .containsExactly(
                                        GoldenFile.floats(stored.get("logits").get(image)), within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void aBareMapperFileGivesTheReferencesSimilarities() throws IOException {
        GoldenHeads golden = GoldenHeads.read();
        JsonNode stored = golden.root().get("factor");
        Path file = write("mapper.pth", "", AttributeMapper.parameters(2, 35, 512), GoldenFile.of(stored)::values);
        try (ModelFile model = ModelFile.open(file);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            MapperFile mapper = (MapperFile) model;
            AttributeMapper loaded = AttributeMapper.load(
                    manager,
                    mapper.parameters(),
                    mapper.attributes(),
                    mapper.cells(),
                    mapper.embedding(),
                    HeadLayout.PER_ATTRIBUTE);
            float[] attribute = GoldenScheme.parameter("b2/attr/mass", 512, 0, 0.125f, false);
            double squares = 0;
            for (float value : attribute) {
                squares += (double) value * value;
            }
            float[] similarities = loaded.channelSimilarities(golden.features(manager)[0], 0, attribute);
            double first = similarities[0]
                    * Math.sqrt(squares)
                    / stored.get("temperature").asDouble();
            JsonNode expected = stored.get("similarity_if_paired_per_channel").get("first16");
            assertThat(first).isCloseTo(expected.get(0).asDouble(), within(1e-5));
        }
    }

    private Path write(String name, String key, List<ParameterSpec> specs, Values values) throws IOException {
        Path file = folder.resolve(name);
        List<Entry> entries = new ArrayList<>(specs.stream().map(Entry::of).toList());
        for (ParameterSpec spec : specs) {
            if (spec.name().endsWith("running_var")) {
                String counter = spec.name().replace("running_var", "num_batches_tracked");
                entries.add(new Entry(counter, new Shape(), true));
            }
        }
        new StateDictWriter(entries, values).under(key).write(file);
        return file;
    }
}

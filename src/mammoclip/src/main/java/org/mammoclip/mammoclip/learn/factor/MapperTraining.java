package org.mammoclip.mammoclip.learn.factor;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.MapperDescription;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.train.InitialValues;
import org.mammoclip.mammoclip.train.RunData;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TaskFactory;
import org.mammoclip.mammoclip.train.TrainingTask;

/**
 * Training of Mammo-FActOR's mapper on the features of a CLIP checkpoint: {@link org.mammoclip.mammoclip.train.TrainingRun} runs it.
 *
 * <p>The encoder stays in evaluation mode for good; the published code let its batch norms and dropout go on. What comes out is a
 * mapper with the directions of its attributes, for that checkpoint and one size of image.
 */
public final class MapperTraining implements TaskFactory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Checkpoint checkpoint;
    private final Source source;
    private final MapperSettings settings;
    private final RunPlan plan;
    private final About about;
    private final @Nullable Path featureFile;
    private final Shape featureShape;
    private @Nullable Map<String, float[]> directions;

    /**
     * What is learned from.
     *
     * @param training images with the attributes, and perhaps some without
     * @param validation images of other patients, for the same attributes
     * @param pixels of both
     * @param digest names tables, splits and choice of images
     */
    public record Source(MapperImages training, MapperImages validation, TrainingImages pixels, String digest) {
        public Source {
            if (!training.attributes().equals(validation.attributes())) {
                throw new IllegalArgumentException("training and validation images are for different attributes");
            }
            for (Attribute attribute : training.attributes()) {
                requireBoth(attribute, training, "training");
                requireBoth(attribute, validation, "validation");
            }
        }

        /** Without an image that lacks the attribute there is nothing to contrast with. */
        private static void requireBoth(Attribute attribute, MapperImages images, String split) {
            int with = images.positives(attribute);
            if (with == 0 || with == images.images().size()) {
                throw new IllegalArgumentException(
                        with + " of " + images.images().size() + " " + split
                                + " images show " + attribute.name()
                                + ": there must be some with and some without; add images without any attribute, or more attributes");
            }
        }
    }

    /**
     * @param checkpoint whose encoder and text tower are used; stays open until the run has ended
     * @param about of the mapper that comes out
     * @param featureFile where to keep feature maps while the run goes on, for every image that is not augmented; null: they are
     *     computed again each time
     * @throws IllegalArgumentException if the images are not of the checkpoint's size
     */
    public MapperTraining(
            Checkpoint checkpoint,
            Source source,
            MapperSettings settings,
            RunPlan plan,
            About about,
            @Nullable Path featureFile) {
        this.checkpoint = checkpoint;
        this.source = source;
        this.settings = settings;
        this.plan = plan;
        this.about = about;
        this.featureFile = featureFile;
        this.featureShape = FrozenTower.featureShape(checkpoint.description());
        ModelDescription.Preparation preparation = checkpoint.description().preparation();
        if (source.pixels().size().rows() != preparation.rows()
                || source.pixels().size().columns() != preparation.columns()) {
            throw new IllegalArgumentException("images of " + source.pixels().size() + ", the checkpoint takes "
                    + preparation.rows() + "x" + preparation.columns());
        }
    }

    @Override
    public MapperDescription description() {
        return new MapperDescription(
                about,
                checkpoint.description().preparation().version(),
                attributes().size(),
                Math.toIntExact(featureShape.get(2) * featureShape.get(3)),
                checkpoint.description().embedding(),
                attributes().stream().map(Attribute::name).toList());
    }

    private List<Attribute> attributes() {
        return source.training().attributes();
    }

    @Override
    public JsonNode settings() {
        ObjectNode fields = JSON.createObjectNode();
        fields.put("checkpoint", checkpoint.sha256());
        fields.put("layout", settings.layout().name());
        fields.put("temperature", settings.loss().temperature());
        fields.set("augmentation", JSON.valueToTree(settings.augmentation()));
        ObjectNode sentences = fields.putObject("sentences");
        attributes().forEach(attribute -> sentences.put(attribute.name(), attribute.sha256()));
        return fields;
    }

    @Override
    public RunData data() {
        return new RunData(
                source.digest(),
                source.training().images().size(),
                source.validation().images().size());
    }

    /** Drawn from the plan's seed; the attributes' directions are those of the sentences, whatever is read here. */
    @Override
    public ParameterSource initial() {
        return InitialValues.of(plan.seed(), description().parameters());
    }

    @Override
    public TrainingTask<?> load(NDManager parent, ParameterSource values) throws IOException {
        Map<String, float[]> known = directions;
        if (known == null) {
            known = AttributeDirections.of(parent, checkpoint, attributes());
            directions = known;
        }
        NDManager manager = parent.newSubManager();
        try {
            return new MapperTask(
                    source,
                    settings,
                    plan,
                    TrainableMapper.load(manager, description(), values, known, settings.layout()),
                    FrozenTower.load(manager, checkpoint.description(), checkpoint.parameters()),
                    featureFile == null
                            ? null
                            : FeatureFile.create(
                                    featureFile,
                                    featureShape,
                                    source.training().images().size()
                                            + source.validation().images().size()),
                    manager);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }
}

package org.mammoclip.mammoclip.learn.detector;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.DetectorDescription;
import org.mammoclip.mammoclip.checkpoint.ModelDescription.Preparation;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.detect.DetectorStart;
import org.mammoclip.mammoclip.detect.TrainableRetinaNet;
import org.mammoclip.mammoclip.train.ImageBatch;
import org.mammoclip.mammoclip.train.RunData;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TaskFactory;
import org.mammoclip.mammoclip.train.TrainingTask;

/**
 * Training of RetinaNet on images with boxes: {@link org.mammoclip.mammoclip.train.TrainingRun} runs it. What comes out is a detector
 * for images prepared as the backbone's checkpoint wants them.
 */
public final class DetectorTraining implements TaskFactory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DetectorBackbone backbone;
    private final Preparation preparation;
    private final Source source;
    private final DetectorSettings settings;
    private final RunPlan plan;
    private final About about;

    /**
     * What is learned from.
     *
     * @param training images with boxes of the findings, and perhaps some without
     * @param validation images of other patients, for the same findings; at least one has a box
     * @param pixels of both
     * @param digest names tables, splits, fraction and choice of images
     */
    public record Source(DetectorImages training, DetectorImages validation, TrainingImages pixels, String digest) {
        public Source {
            if (!training.findings().equals(validation.findings())) {
                throw new IllegalArgumentException("training and validation images are for different findings");
            }
            require(training, "training");
            require(validation, "validation");
        }

        private static void require(DetectorImages images, String split) {
            if (images.withBoxes() == 0) {
                throw new IllegalArgumentException("no " + split + " image has a box of "
                        + String.join(" or ", images.findings()) + ": there is nothing to learn from or to select by");
            }
        }
    }

    /**
     * @param backbone its file stays open until the run has ended
     * @param preparation of the images, of the checkpoint that the detector will work beside
     * @param about of the detector that comes out
     * @throws IllegalArgumentException if images are not of the preparation's size, or the backbone cannot have such a square
     */
    public DetectorTraining(
            DetectorBackbone backbone,
            Preparation preparation,
            Source source,
            DetectorSettings settings,
            RunPlan plan,
            About about) {
        this.backbone = backbone;
        this.preparation = preparation;
        this.source = source;
        this.settings = settings;
        this.plan = plan;
        this.about = about;
        RasterSize size = source.pixels().size();
        if (size.rows() != preparation.rows() || size.columns() != preparation.columns()) {
            throw new IllegalArgumentException(
                    "images of " + size + ", the checkpoint takes " + preparation.rows() + "x" + preparation.columns());
        }
        description();
    }

    @Override
    public DetectorDescription description() {
        return new DetectorDescription(
                about,
                preparation.version(),
                backbone.architecture(),
                source.training().findings().size(),
                settings.side());
    }

    @Override
    public JsonNode settings() {
        ObjectNode fields = JSON.createObjectNode();
        fields.put("start", backbone.sha256());
        fields.put("backbone", settings.backbone().name());
        fields.set("findings", JSON.valueToTree(source.training().findings()));
        fields.set("loss", JSON.valueToTree(settings.loss()));
        fields.set("augmentation", JSON.valueToTree(settings.augmentation()));
        return fields;
    }

    @Override
    public RunData data() {
        return new RunData(
                source.digest(),
                source.training().images().size(),
                source.validation().images().size());
    }

    /** The backbone as it is, neck and heads drawn from the plan's seed. */
    @Override
    public ParameterSource initial() {
        return new DetectorStart(plan.seed(), description().parameters(), backbone.values(), backbone.prefix());
    }

    @Override
    public TrainingTask<?> load(NDManager parent, ParameterSource values) {
        DetectorDescription description = description();
        TrainableRetinaNet detector = TrainableRetinaNet.load(
                parent, description.toImageArchitecture(), description.classes(), values, settings.backbone());
        int side = settings.side();
        Preparation square =
                new Preparation(preparation.version(), side, side, 1, preparation.mean(), preparation.deviation());
        return new DetectorTask(
                detector,
                settings,
                new DetectorSamples(source.training(), source.pixels(), side),
                new DetectorSamples(source.validation(), source.pixels(), side),
                new ImageBatch(square),
                description.classes(),
                plan.batch(),
                plan.seed());
    }
}

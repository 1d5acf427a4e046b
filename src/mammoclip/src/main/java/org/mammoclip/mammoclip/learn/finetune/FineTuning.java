package org.mammoclip.mammoclip.learn.finetune;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.ClassifierDescription;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.train.RunData;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TaskFactory;
import org.mammoclip.mammoclip.train.TrainingTask;

/**
 * Fine-tuning of an image encoder with a linear layer on its pooled vector, for one question or several at once: {@link
 * org.mammoclip.mammoclip.train.TrainingRun} runs it. What comes out is a classifier with an encoder of its own,
 * whose logits are those of the questions in their order.
 */
public final class FineTuning implements TaskFactory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Start start;
    private final Source source;
    private final FineTuningSettings settings;
    private final RunPlan plan;
    private final HeadLoss loss;

    /**
     * What it starts from.
     *
     * @param about of the classifier that comes out
     * @param model gives architecture and preparation of the images
     * @param encoder values of its image encoder: the model's own, or {@link org.mammoclip.mammoclip.train.InitialValues} to learn
     *     from scratch; open until the run has ended
     * @param name of those values, so that a run does not go on from others: a digest, or words
     * @param drawn whether they are random
     */
    public record Start(About about, ModelDescription model, ParameterSource encoder, String name, boolean drawn) {
        ClassifierDescription description(int outputs) {
            return new ClassifierDescription(about, model.preparation().version(), model.image(), outputs);
        }
    }

    /**
     * What it learns from. Images to which the table has no answer are not there.
     *
     * @param training images
     * @param validation images of other patients
     * @param pixels of both
     * @param digest names tables, splits and fraction
     */
    public record Source(
            List<LabelledImage> training, List<LabelledImage> validation, TrainingImages pixels, String digest) {
        public Source {
            training = List.copyOf(training);
            validation = List.copyOf(validation);
        }
    }

    /**
     * @throws IllegalArgumentException if the images are not of the model's size, an image has no label, there is no validation image
     *     or they do not define the figure by which the plan selects, or all training images have the same label
     */
    public FineTuning(Start start, Source source, FineTuningSettings settings, RunPlan plan) {
        this.start = start;
        this.source = source;
        this.settings = settings;
        this.plan = plan;
        ModelDescription.Preparation preparation = start.model().preparation();
        if (source.pixels().size().rows() != preparation.rows()
                || source.pixels().size().columns() != preparation.columns()) {
            throw new IllegalArgumentException("images of " + source.pixels().size() + ", the model takes "
                    + preparation.rows() + "x" + preparation.columns());
        }
        if (source.validation().isEmpty()) {
            throw new IllegalArgumentException("no validation image has an answer to " + keys());
        }
        requireSelectable(labels(source.validation()));
        this.loss = HeadLoss.of(settings.targets(), labels(source.training()));
    }

    /** Better now than after the first epoch. */
    private void requireSelectable(int[][] labels) {
        String figure = plan.selection().figure();
        float[][] noAnswers = new float[labels.length][settings.outputs()];
        double value = AnswerFigures.of(settings.targets(), noAnswers, labels).getOrDefault(figure, 0.0);
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("the " + labels.length + " validation images give no " + figure
                    + ", by which the best epoch is selected: of " + keys()
                    + " there must be some with and some without. Choose other or more validation patients, or select"
                    + " by the loss");
        }
    }

    private String keys() {
        return String.join(", ", settings.targets().stream().map(Target::key).toList());
    }

    /** One row an image, one column a question. */
    private int[][] labels(List<LabelledImage> images) {
        return images.stream()
                .map(image -> HeadLoss.labels(settings.targets(), image))
                .toArray(int[][]::new);
    }

    @Override
    public ClassifierDescription description() {
        return start.description(settings.outputs());
    }

    @Override
    public JsonNode settings() {
        ObjectNode fields = JSON.createObjectNode();
        fields.put("start", start.name());
        fields.put("target", keys());
        ArrayNode weights = fields.putArray("positiveWeights");
        for (double weight : loss.positiveWeights()) {
            weights.add(weight);
        }
        fields.put("microBatch", settings.microBatch());
        fields.set("regularization", JSON.valueToTree(settings.regularization()));
        fields.set("augmentation", JSON.valueToTree(settings.augmentation().orElse(null)));
        return fields;
    }

    @Override
    public RunData data() {
        return new RunData(
                source.digest(), source.training().size(), source.validation().size());
    }

    @Override
    public ParameterSource initial() {
        return new FreshHead(description(), start.encoder());
    }

    @Override
    public TrainingTask<?> load(NDManager parent, ParameterSource values) {
        TrainableClassifier classifier =
                TrainableClassifier.load(parent, description(), values, settings.regularization());
        return new FineTuningTask(classifier, start.model().preparation(), source, settings, plan.seed(), loss);
    }
}

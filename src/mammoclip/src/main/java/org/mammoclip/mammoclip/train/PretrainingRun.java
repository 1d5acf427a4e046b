package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * Pre-training of image encoder, text network and both projections on pairs of images and texts. How a run goes, and what survives a
 * crash, is {@link TrainingRun}'s; the best model is the one with the lowest validation loss.
 */
public final class PretrainingRun implements TaskFactory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Inputs inputs;
    private final PretrainingPlan plan;

    /**
     * What is trained on what.
     *
     * @param description of the model, also of the one that comes out
     * @param vocabulary of its text network
     * @param initial where a new run starts: a checkpoint's parameters, or {@link InitialValues}
     * @param training samples, at least one batch
     * @param validation samples of other patients, at least 2
     * @param dataDigest names the data, so that a run does not go on with other samples
     */
    public record Inputs(
            ModelDescription description,
            Vocabulary vocabulary,
            ParameterSource initial,
            PairSamples training,
            PairSamples validation,
            String dataDigest) {
        public Inputs {
            if (validation.size() < 2) {
                throw new IllegalArgumentException(
                        validation.size() + " validation samples: a model is selected on at least 2");
            }
        }
    }

    private PretrainingRun(Inputs inputs, PretrainingPlan plan) {
        this.inputs = inputs;
        this.plan = plan;
    }

    /**
     * Trains to the end of the plan, from the folder's last save if it has one.
     *
     * @see TrainingRun#run
     */
    public static TrainingRun.Result run(
            NDManager parent, Inputs inputs, PretrainingPlan plan, Path folder, Clock clock, TrainingListener listener)
            throws IOException {
        return TrainingRun.run(parent, new PretrainingRun(inputs, plan), plan.run(), folder, clock, listener);
    }

    @Override
    public ModelDescription description() {
        return inputs.description();
    }

    @Override
    public Optional<Vocabulary> vocabulary() {
        return Optional.of(inputs.vocabulary());
    }

    @Override
    public JsonNode settings() {
        ObjectNode settings = JSON.createObjectNode().put("microBatch", plan.microBatch());
        settings.set("loss", JSON.valueToTree(plan.loss()));
        settings.set("regularization", JSON.valueToTree(plan.regularization()));
        return settings;
    }

    @Override
    public RunData data() {
        return new RunData(
                inputs.dataDigest(),
                inputs.training().size(),
                inputs.validation().size());
    }

    @Override
    public ParameterSource initial() {
        return inputs.initial();
    }

    @Override
    public TrainingTask<?> load(NDManager parent, ParameterSource values) {
        TrainableClip clip = TrainableClip.load(parent, inputs.description(), values, plan.regularization());
        return new PretrainingTask(inputs, plan, clip);
    }
}

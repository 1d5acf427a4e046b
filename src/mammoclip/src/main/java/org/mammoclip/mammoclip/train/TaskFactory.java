package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Description;
import org.mammoclip.mammoclip.text.Vocabulary;

/** What a run trains on what. {@link TrainingRun} stores all of it but the values, and goes on only with the same. */
public interface TaskFactory {
    /** The model that comes out, which is also what every save holds. */
    Description description();

    /** The words of a model with a text tower; the other kinds have none. */
    default Optional<Vocabulary> vocabulary() {
        return Optional.empty();
    }

    /**
     * Everything beside the {@link RunPlan} that decides what is computed: loss, regularisation, augmentation.
     *
     * @return a JSON object whose fields are not those of the plan
     */
    JsonNode settings();

    /** Names the data, so that a run does not go on with other samples. */
    RunData data();

    /** Where a new run starts: values for the parameters of {@link #description}. */
    ParameterSource initial();

    /**
     * The model in memory.
     *
     * @param parent manager of the device to train on; the model's arrays live in a child of it
     * @param values of {@link #initial} or of a save
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    TrainingTask<?> load(NDManager parent, ParameterSource values) throws IOException;
}

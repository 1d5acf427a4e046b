package org.mammoclip.mammoclip.bench;

import java.io.IOException;
import java.util.Map;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * A checkpoint with the image tower of a released model and drawn parameters, for measuring where no weights are: time does not depend
 * on their values. Text tower and vocabulary are the demonstration model's; the image is not made smaller.
 */
public final class UntrainedCheckpoint implements Checkpoint {
    private static final String UNKNOWN_DIGEST = "0".repeat(64);

    private final DemoCheckpoint demo = new DemoCheckpoint();
    private final ModelDescription description;
    private final ParameterSource parameters;

    /** For images of the reference's size. */
    public UntrainedCheckpoint(EfficientNetArchitecture architecture) {
        this(architecture, RasterSize.REFERENCE);
    }

    /** @param size of the images */
    public UntrainedCheckpoint(EfficientNetArchitecture architecture, RasterSize size) {
        ModelDescription like = demo.description();
        ModelDescription.Preparation preparation = like.preparation();
        this.description = new ModelDescription(
                "untrained-" + architecture.name(),
                "1",
                false,
                true,
                "untrained model for measuring time: scores have no meaning",
                like.licence(),
                architecture.name(),
                new ModelDescription.Preparation(
                        preparation.version(),
                        size.rows(),
                        size.columns(),
                        1,
                        preparation.mean(),
                        preparation.deviation()),
                like.text(),
                like.embedding());
        this.parameters =
                new RandomParameters(1, description.parameters(), Map.of(ModelDescription.LOGIT_SCALE, 2.65926f));
    }

    @Override
    public ModelDescription description() {
        return description;
    }

    @Override
    public Vocabulary vocabulary() {
        return demo.vocabulary();
    }

    @Override
    public ParameterSource parameters() {
        return parameters;
    }

    /** Zeros: nobody identifies what is drawn for one run. */
    @Override
    public String sha256() {
        return UNKNOWN_DIGEST;
    }

    @Override
    public void close() throws IOException {
        demo.close();
    }
}

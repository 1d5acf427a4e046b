package org.mammoclip.mammoclip.train;

import ai.djl.nn.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.block.RandomParameters;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;

/** Where a model starts that starts from nothing: weights drawn from a seed, norms at identity, offsets at 0. */
public final class InitialValues {
    /** ln(1 / 0.07), where the published runs start. */
    static final float LOGIT_SCALE = 2.65926f;

    private InitialValues() {}

    /** @param parameters with full names, as {@link ModelDescription#parameters} lists them */
    public static ParameterSource of(long seed, List<ParameterSpec> parameters) {
        Map<String, Float> constants = new HashMap<>();
        for (ParameterSpec spec : parameters) {
            Parameter.Type role = spec.role();
            if (spec.name().equals(ModelDescription.LOGIT_SCALE)) {
                constants.put(spec.name(), LOGIT_SCALE);
            } else if (role == Parameter.Type.GAMMA || role == Parameter.Type.RUNNING_VAR) {
                constants.put(spec.name(), 1f);
            } else if (role != Parameter.Type.WEIGHT) {
                constants.put(spec.name(), 0f);
            }
        }
        return new RandomParameters(seed, parameters, constants);
    }
}

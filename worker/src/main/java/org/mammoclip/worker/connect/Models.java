package org.mammoclip.worker.connect;

import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.Precision;
import org.mammoclip.worker.config.FindingsConfig;
import org.mammoclip.worker.config.ModelConfig;

/** How the configured model is opened. */
public final class Models {
    private Models() {}

    public static ModelOptions options(ModelConfig config) {
        ModelOptions options = options(ComputeDevice.parse(config.device()), config.findings());
        return new ModelOptions(options.device(), options.findings(), Precision.parse(config.precision()));
    }

    public static ModelOptions options(ComputeDevice device, FindingsConfig findings) {
        FindingsConfig followed = new FindingsConfig(
                findings.set(), Map.of(), FindingsConfig.Fold.MAX, FindingsConfig.Fold.MAX, List.of());
        if (!findings.equals(followed)) {
            throw new IllegalArgumentException(
                    "this version follows aggregation by max, the product's codes and triage at the thresholds only");
        }
        return new ModelOptions(device, findings.set());
    }
}

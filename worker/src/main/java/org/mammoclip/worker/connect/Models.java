package org.mammoclip.worker.connect;

import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.Precision;
import org.mammoclip.worker.config.ModelConfig;

/** How the configured model is opened. */
public final class Models {
    private Models() {}

    public static ModelOptions options(ModelConfig config) {
        return new ModelOptions(
                ComputeDevice.parse(config.device()), config.findings().set(), Precision.parse(config.precision()));
    }
}

package org.mammoclip.mammoclip.image;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code x * sigmoid(x)} as one operator, which DJL's interface lacks: half the memory traffic of the product, forth and back, and
 * nothing but the input is kept for the gradient. One compiled function for each device, kept for the life of the process.
 */
final class Swish {
    private static final Map<Device, TorchScript> FUNCTIONS = new ConcurrentHashMap<>();

    private Swish() {}

    /** In the manager of {@code x}; recorded if a gradient collector is open. */
    static NDArray of(NDArray x) {
        return FUNCTIONS
                .computeIfAbsent(x.getDevice(), device -> TorchScript.compileUnary(device, "torch.silu(x)"))
                .recorded(x);
    }
}

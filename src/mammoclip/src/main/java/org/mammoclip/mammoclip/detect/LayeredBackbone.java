package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.image.EfficientNet;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/** The backbone layer by layer, as published. */
final class LayeredBackbone implements PyramidBackbone {
    private final EfficientNet network;
    private final String c3;
    private final String c4;

    private LayeredBackbone(EfficientNet network, PyramidTaps taps) {
        this.network = network;
        this.c3 = "block." + taps.c3Block();
        this.c4 = "block." + taps.c4Block();
    }

    /** @param architecture with the detector's padding */
    static LayeredBackbone load(
            NDManager manager, EfficientNetArchitecture architecture, ParameterSource source, PyramidTaps taps) {
        EfficientNet network = new EfficientNet(architecture);
        network.load(manager, source, DetectorParameters.BACKBONE);
        return new LayeredBackbone(network, taps);
    }

    @Override
    public PyramidMaps maps(NDArray image) {
        Map<String, NDArray> kept = new HashMap<>();
        NDArray c5 = network.features(image, (name, activation) -> {
            if (name.equals(c3) || name.equals(c4)) {
                NDArray copy = activation.duplicate();
                copy.attach(image.getManager());
                kept.put(name, copy);
            }
        });
        return new PyramidMaps(seen(kept, c3), seen(kept, c4), c5);
    }

    private static NDArray seen(Map<String, NDArray> kept, String name) {
        NDArray map = kept.get(name);
        if (map == null) {
            throw new IllegalStateException("the network has no " + name);
        }
        return map;
    }
}

package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDArray;

/** The image network as the detector needs it. Engine thread only. */
interface PyramidBackbone {
    /**
     * @param image float32 {@code (1, 3, H, W)}; not closed
     * @return three maps in the manager of {@code image}, the caller's to close; nothing else outlives the call
     */
    PyramidMaps maps(NDArray image);
}

package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** x * sigmoid(x) without a second copy of x. Never where gradients are wanted. */
final class Swish {
    private Swish() {}

    static void inPlace(NDArray x) {
        NDArray gate = Activation.sigmoid(x);
        x.muli(gate);
        gate.close();
    }
}

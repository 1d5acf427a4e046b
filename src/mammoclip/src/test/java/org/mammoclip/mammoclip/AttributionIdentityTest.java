package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;

/** The map's evidence is exact: its mean over places is the projected vector, less its bias, along the prompt's direction. */
class AttributionIdentityTest {

    @Test
    void meanEvidenceIsTheProjectionAlongTheDirection() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                DemoCheckpoint demo = new DemoCheckpoint()) {
            TowerInput input = new TowerInput(demo.description().preparation());
            ClipTower clip = ClipTower.load(manager, demo, input, Precision.FLOAT32);
            float[] first = new float[128];
            first[3] = 1;
            float[] second = new float[128];
            second[0] = 0.6f;
            second[127] = -0.8f;
            for (float[] direction : new float[][] {first, second}) {
                clip.tower().addMap(clip.channelWeights(manager, Embedding.of(direction)));
            }
            clip.tower().seal(manager);
            NDArray image = input.load(manager, input.reduce(MammoClipTest.view(1)));
            ImageTower.Features features = clip.tower().run(image);
            NDArray weight = demo.parameters().read(manager, "image_projection.projection.weight", new Shape(128, 256));
            float[] projected = features.pooled().matMul(weight.transpose()).toFloatArray();
            double[] expected = {projected[3], 0.6 * projected[0] - 0.8 * projected[127]};
            for (int k = 0; k < 2; k++) {
                double mean = 0;
                for (float value : features.evidence()[k]) {
                    mean += value / (double) features.evidence()[k].length;
                }
                assertThat(mean).isCloseTo(expected[k], within(1e-4 * Math.abs(expected[k]) + 1e-5));
            }
        }
    }
}

package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.image.ImageNormalization;

/** The map's evidence is exact: its mean over places, plus the bias, is the projected vector along the prompt's direction. */
class AttributionIdentityTest {

    @Test
    void meanEvidencePlusBiasIsTheProjectionAlongTheDirection() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                DemoCheckpoint demo = new DemoCheckpoint();
                ImageTower tower = ImageTower.load(manager, demo, Precision.FLOAT32)) {
            float[] first = new float[512];
            first[3] = 1;
            float[] second = new float[512];
            second[0] = 0.6f;
            second[511] = -0.8f;
            NDArray weights = tower.channelWeights(manager, Embedding.of(first), Embedding.of(second));
            ImageTower.Answer answer = tower.answer(manager, tower.reduce(MammoClipTest.view(1)), weights);
            NDArray bias = demo.parameters().read(manager, "image_projection.projection.bias", new Shape(512));
            float[] offset = bias.toFloatArray();
            double[] expected = {
                answer.projected()[3] - offset[3],
                0.6 * (answer.projected()[0] - offset[0]) - 0.8 * (answer.projected()[511] - offset[511])
            };
            for (int k = 0; k < 2; k++) {
                double mean = 0;
                for (float value : answer.evidence()[k]) {
                    mean += value / (double) answer.evidence()[k].length;
                }
                assertThat(mean).isCloseTo(expected[k], within(1e-4 * Math.abs(expected[k]) + 1e-5));
            }
            assertThat(ImageNormalization.defect(tower.reduce(MammoClipTest.view(1))))
                    .isEqualTo(ImageNormalization.Defect.NONE);
        }
    }
}

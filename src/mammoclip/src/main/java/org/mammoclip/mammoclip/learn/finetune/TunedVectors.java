package org.mammoclip.mammoclip.learn.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.classify.ClassifierHead;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.learn.probe.ImageVectors;
import org.mammoclip.mammoclip.learn.probe.LinearHead;
import org.mammoclip.mammoclip.train.ImageBatch;

/** Pooled vectors and head of a classifier as it serves, so that it is measured as a probe is. Engine thread only. */
public final class TunedVectors {
    private TunedVectors() {}

    /**
     * Each image through the classifier's own tower, in the form that serves.
     *
     * @param parent manager of the device to run on
     * @param model gives the preparation of the images
     * @param pixels of the images, in the size of the preparation
     * @throws IOException if an image cannot be read; the message names it
     * @throws IllegalArgumentException if an image has another size or one grey value only
     */
    public static ImageVectors of(
            NDManager parent,
            ModelDescription model,
            ClassifierFile classifier,
            TrainingImages pixels,
            List<LabelledImage> images)
            throws IOException {
        ImageBatch input = new ImageBatch(model.preparation());
        List<float[]> vectors = new ArrayList<>();
        try (NDManager manager = parent.newSubManager();
                ImageEncoder tower = ImageEncoder.load(
                        manager, classifier.architecture(), classifier.parameters(), ModelDescription.IMAGE_PREFIX)) {
            for (LabelledImage image : images) {
                byte[] raster = pixels.read(image.patient(), image.image());
                try (NDManager call = manager.newSubManager()) {
                    NDArray features =
                            tower.features(input.load(call, List.of(raster), own -> image.image(), own -> own));
                    features.attach(call);
                    NDArray pooled = features.getNDArrayInternal().globalAvgPool();
                    pooled.attach(call);
                    vectors.add(pooled.toFloatArray());
                }
            }
        }
        return ImageVectors.of(images, vectors);
    }

    /**
     * The part of a classifier's head that answers one question.
     *
     * @param from its first output
     * @param outputs how many
     */
    public static LinearHead head(NDManager parent, ClassifierFile classifier, int from, int outputs) {
        int width = classifier.architecture().headChannels();
        try (NDManager manager = parent.newSubManager()) {
            List<ParameterSpec> specs = ClassifierHead.parameters(width, classifier.outputs());
            float[] all = classifier
                    .parameters()
                    .read(manager, specs.get(0).name(), specs.get(0).shape())
                    .toFloatArray();
            float[] biases = classifier
                    .parameters()
                    .read(manager, specs.get(1).name(), specs.get(1).shape())
                    .toFloatArray();
            double[][] weights = new double[outputs][width];
            double[] bias = new double[outputs];
            for (int k = 0; k < outputs; k++) {
                bias[k] = biases[from + k];
                for (int j = 0; j < width; j++) {
                    weights[k][j] = all[(from + k) * width + j];
                }
            }
            return new LinearHead(weights, bias);
        }
    }
}

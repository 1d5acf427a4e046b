package org.mammoclip.mammoclip.learn.curve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.ModelProbe;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.learn.probe.ImageVectors;
import org.mammoclip.mammoclip.learn.probe.VectorCache;
import org.mammoclip.mammoclip.learn.probe.VectorEncoding;

/**
 * Pooled vectors of one encoder: of what is learned from, and of every test.
 *
 * @param learning of training and validation images, as far as they were asked for
 * @param tests in the order of {@link CurveData#tests}
 */
record CurveVectors(ImageVectors learning, List<ImageVectors> tests) {
    CurveVectors {
        tests = List.copyOf(tests);
    }

    /**
     * @param wanted which of the training and validation images
     * @param cache folder of vectors that were computed before
     * @throws IOException if an image cannot be used, naming the first and the number of the others
     */
    static CurveVectors of(
            Checkpoint encoder,
            CurveData data,
            List<LabelledImage> wanted,
            Path cache,
            ComputeDevice device,
            CurveProgress progress)
            throws IOException {
        try (ModelProbe probe = ModelProbe.open(encoder, device);
                VectorCache vectors = VectorCache.open(
                        cache,
                        encoder.sha256(),
                        encoder.description().toImageArchitecture().headChannels())) {
            ImageVectors learning = encode(probe, vectors, data.pixels(), wanted, "training", progress);
            List<ImageVectors> tests = new ArrayList<>();
            for (CurveData.Test test : data.tests()) {
                tests.add(encode(probe, vectors, test.pixels(), test.images(), "test " + test.name(), progress));
            }
            return new CurveVectors(learning, tests);
        }
    }

    private static ImageVectors encode(
            ModelProbe probe,
            VectorCache cache,
            TrainingImages pixels,
            List<LabelledImage> images,
            String what,
            CurveProgress progress)
            throws IOException {
        VectorEncoding.Encoded encoded = new VectorEncoding(
                        pixels, (ModelImage image) -> probe.image(image).pooled(), cache)
                .encode(images, (done, total, fromCache) -> progress.encoded(what, done, total, fromCache));
        if (!encoded.unusable().isEmpty()) {
            String first = encoded.unusable().firstKey();
            throw new IOException(encoded.unusable().size() + " image(s) cannot be used, first " + first + ": "
                    + encoded.unusable().get(first));
        }
        return encoded.vectors();
    }
}

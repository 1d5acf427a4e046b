package org.mammoclip.mammoclip.learn.detector;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.checkpoint.DetectorFile;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.detect.Detection;
import org.mammoclip.mammoclip.detect.DetectorRaster;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.image.ImageNormalization;

/**
 * What a detector found in an image, in the form that serves.
 *
 * @param found in pixels of the prepared image, best first; also boxes that score too low to be shown
 */
public record FoundBoxes(LabelledImage image, List<Detection> found) {
    /** Of the boxes kept here; an image in which nothing scores more has the score 0. */
    public static final double LEAST_SCORE = 0.001;

    public FoundBoxes {
        found = List.copyOf(found);
    }

    /** Sees images go by. */
    @FunctionalInterface
    public interface Progress {
        /** @param done images so far */
        void looked(int done, int all);
    }

    /**
     * Lets a detector look at images.
     *
     * @param manager of the device to run on
     * @param normalization of the model the detector was trained with
     * @throws IOException naming the image that cannot be read
     * @throws ArithmeticException if an answer of the network is not finite
     */
    public static List<FoundBoxes> in(
            List<LabelledImage> images,
            TrainingImages pixels,
            NDManager manager,
            DetectorFile file,
            ImageNormalization normalization,
            Progress progress)
            throws IOException {
        List<FoundBoxes> all = new ArrayList<>();
        RasterSize size = pixels.size();
        try (RetinaNet detector = RetinaNet.load(manager, file.architecture(), file.classes(), file.parameters())) {
            DetectorRaster raster = new DetectorRaster(detector, normalization, file.side());
            for (LabelledImage image : images) {
                byte[] grey = pixels.read(image.patient(), image.image());
                float[] intensity = new float[grey.length];
                for (int i = 0; i < grey.length; i++) {
                    intensity[i] = grey[i] & 0xFF;
                }
                all.add(new FoundBoxes(
                        image,
                        raster.detect(
                                manager,
                                intensity,
                                size.rows(),
                                size.columns(),
                                LEAST_SCORE,
                                RetinaNet.REFERENCE_OVERLAP,
                                RetinaNet.REFERENCE_MAX_DETECTIONS)));
                progress.looked(all.size(), images.size());
            }
        }
        return List.copyOf(all);
    }

    /** The best score of a class, 0 if no box is of it. */
    double score(int classIndex) {
        return Detection.imageScore(found, classIndex);
    }

    /** True and found boxes of one finding. */
    public BoxCase boxCase(String finding, int classIndex, double minimumScore) {
        return new BoxCase(
                image.image(),
                image.patient(),
                image.boxes().stream()
                        .filter(box -> box.finding().equals(finding))
                        .map(box -> new Box(box.left(), box.top(), box.right(), box.bottom()))
                        .toList(),
                found.stream()
                        .filter(box -> box.classIndex() == classIndex && box.score() > minimumScore)
                        .map(FoundBoxes::of)
                        .toList());
    }

    static BoxCase.Found of(Detection box) {
        return new BoxCase.Found(new Box(box.left(), box.top(), box.right(), box.bottom()), box.score());
    }
}

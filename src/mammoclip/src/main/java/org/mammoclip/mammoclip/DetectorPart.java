package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.mammoclip.mammoclip.detect.Detection;
import org.mammoclip.mammoclip.detect.DetectorRaster;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.image.ImageNormalization;

/** A detector as findings use it: run once per image, whoever asks. Engine thread only. */
final class DetectorPart {
    private final DetectorRaster raster;
    private final double minimumScore;

    /**
     * @param side of the square in pixels that the detector was trained on
     * @param minimumScore the least that a finding asks for
     */
    DetectorPart(RetinaNet detector, ImageNormalization normalization, int side, double minimumScore) {
        this.raster = new DetectorRaster(detector, normalization, side);
        this.minimumScore = minimumScore;
    }

    /**
     * @return best first, in pixels of the image
     * @throws ArithmeticException if the network's answer is not finite
     */
    List<Detection> detect(NDManager manager, ModelImage image) {
        return raster.detect(
                manager,
                image.intensity(),
                image.size().rows(),
                image.size().columns(),
                minimumScore,
                RetinaNet.REFERENCE_OVERLAP,
                RetinaNet.REFERENCE_MAX_DETECTIONS);
    }
}

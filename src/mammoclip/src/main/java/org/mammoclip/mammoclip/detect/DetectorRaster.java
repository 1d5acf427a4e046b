package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.List;
import org.mammoclip.mammoclip.image.BilinearResize;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.image.ImageNormalization;

/**
 * The detector on a prepared mammogram (1520x912 for published models): resized to 512x512 whatever its aspect, as the reference's
 * library resizes ({@link BilinearResize}), minimum and maximum scaled to 0 and 1, standardised; and the boxes brought back to
 * pixels of the mammogram.
 *
 * <p>Keeps one native buffer of 3 MB for reuse. Not thread-safe: engine thread only.
 */
public final class DetectorRaster {
    private static final int SIDE = RetinaNet.SIDE;

    private final RetinaNet detector;
    private final ImageNormalization normalization;
    private final ByteBuffer pixels = ImageEncoder.allocate(SIDE, SIDE);

    /**
     * @param detector stays the caller's to close
     * @param normalization of the model the detector was trained with
     */
    public DetectorRaster(RetinaNet detector, ImageNormalization normalization) {
        this.detector = detector;
        this.normalization = normalization;
    }

    /**
     * The grey values in the detector's size. Whole numbers from 0 to 255 are resized as the 8-bit image they are.
     *
     * @param intensity rows x columns grey values, row-major, any linear scale
     * @return 512x512 values in the same scale
     */
    static float[] resize(float[] intensity, int rows, int columns) {
        return BilinearResize.isGrey8(intensity)
                ? BilinearResize.applyToGrey8(intensity, rows, columns, SIDE, SIDE)
                : BilinearResize.apply(intensity, rows, columns, SIDE, SIDE);
    }

    /**
     * Finds boxes in one mammogram; the limits are those of {@link RetinaNet#detect}.
     *
     * @param manager of the detector's device; everything native is given back before this returns
     * @param intensity rows x columns grey values, row-major, any linear scale; not changed
     * @return best first, in pixels of the mammogram, (0, 0) at the top left corner of its top left pixel
     * @throws IllegalArgumentException if a pixel is not finite or a limit is out of range
     * @throws ArithmeticException if the image is constant in the detector's size, or an answer of the network is not finite
     */
    public List<Detection> detect(
            NDManager manager, float[] intensity, int rows, int columns, double minScore, double iou, int max) {
        float[] resized = resize(intensity, rows, columns);
        if (ImageNormalization.defect(resized) == ImageNormalization.Defect.CONSTANT) {
            throw new ArithmeticException("the image has no contrast at " + SIDE + "x" + SIDE);
        }
        normalization.apply(resized, pixels.rewind().asFloatBuffer());
        try (NDManager call = manager.newSubManager()) {
            return detector.detect(ImageEncoder.channelsLast(call, pixels, SIDE, SIDE), minScore, iou, max).stream()
                    .map(box -> box.scaled((double) columns / SIDE, (double) rows / SIDE))
                    .toList();
        }
    }
}

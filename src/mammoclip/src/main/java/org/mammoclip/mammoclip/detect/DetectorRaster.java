package org.mammoclip.mammoclip.detect;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.List;
import org.mammoclip.mammoclip.image.BilinearResize;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.image.ImageNormalization;

/**
 * The detector on a prepared mammogram (1520x912 for published models): resized to a square (512x512) whatever its aspect, as the reference's
 * library resizes ({@link BilinearResize}), minimum and maximum scaled to 0 and 1, standardised; and the boxes brought back to
 * pixels of the mammogram.
 *
 * <p>Keeps one native buffer (3 MB for 512x512) for reuse. Not thread-safe: engine thread only.
 */
public final class DetectorRaster {
    private final RetinaNet detector;
    private final ImageNormalization normalization;
    private final int side;
    private final ByteBuffer pixels;

    /**
     * @param detector stays the caller's to close
     * @param normalization of the model the detector was trained with
     * @param side of the square in pixels that it was trained on
     */
    public DetectorRaster(RetinaNet detector, ImageNormalization normalization, int side) {
        this.detector = detector;
        this.normalization = normalization;
        this.side = side;
        this.pixels = ImageEncoder.allocate(side, side);
    }

    /**
     * The grey values in the detector's size. Whole numbers from 0 to 255 are resized as the 8-bit image they are.
     *
     * @param intensity rows x columns grey values, row-major, any linear scale
     * @param side of the square
     * @return side x side values in the same scale
     */
    public static float[] resize(float[] intensity, int rows, int columns, int side) {
        return BilinearResize.isGrey8(intensity)
                ? BilinearResize.applyToGrey8(intensity, rows, columns, side, side)
                : BilinearResize.apply(intensity, rows, columns, side, side);
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
        float[] resized = resize(intensity, rows, columns, side);
        if (ImageNormalization.defect(resized) == ImageNormalization.Defect.CONSTANT) {
            throw new ArithmeticException("the image has no contrast at " + side + "x" + side);
        }
        normalization.apply(resized, pixels.rewind().asFloatBuffer());
        try (NDManager call = manager.newSubManager()) {
            return detector.detect(ImageEncoder.channelsLast(call, pixels, side, side), minScore, iou, max).stream()
                    .map(box -> box.scaled((double) columns / side, (double) rows / side))
                    .toList();
        }
    }
}

package org.mammoclip.mammogram.prepare;

import java.util.EnumSet;
import java.util.Set;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.pixel.FrameDecoder;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
import org.mammoclip.mammogram.prepare.UnusableImageException.Reason;

/**
 * Makes model input from mammograms, pixel for pixel as the published model's training images were made: 5 pixels
 * trimmed on every side, grey levels by {@link Preprocessing}, the crop to the breast, then a resize to one size without
 * keeping the aspect ratio. Nothing is mirrored.
 *
 * <p>Stateless after construction, thread-safe. One call takes, besides the stored pixels, memory in proportion to the
 * prepared image and to one row of the source.
 *
 * @param target size of the model input
 * @param preprocessing how stored values become grey levels
 */
public record MammogramPreparation(ImageSize target, Preprocessing preprocessing) {
    /** The size that the published checkpoints were trained at. */
    public static final ImageSize REFERENCE_SIZE = new ImageSize(1520, 912);

    private static final int TRIM = 5;
    private static final int LEAST_SIDE = 16;
    private static final int HIGHEST_BACKGROUND_GREY = 40;

    /** The reference's preparation for a model with this input size. */
    public static MammogramPreparation reference(ImageSize target) {
        return new MammogramPreparation(target, Preprocessing.REFERENCE_MIN_MAX);
    }

    /**
     * Decodes and prepares an image.
     *
     * @throws UndecodablePixelsException if it has no readable pixels
     * @throws UnusableImageException if it is too small or shows nothing
     */
    public PreparedMammogram prepare(Part10File image) throws UndecodablePixelsException, UnusableImageException {
        return prepare(image.dataSet(), FrameDecoder.decode(image.dataSet(), image.transferSyntax()));
    }

    /**
     * Prepares decoded pixels.
     *
     * @param image the attributes of the image: photometric interpretation, modality LUT, and the VOI if it is used
     * @param pixels its stored values
     * @throws UndecodablePixelsException if a grey transform of the image cannot be applied
     * @throws UnusableImageException if it is too small or shows nothing
     */
    public PreparedMammogram prepare(DataSet image, StoredPixels pixels)
            throws UndecodablePixelsException, UnusableImageException {
        ImageSize source = pixels.size();
        if (source.rows() - 2 * TRIM < LEAST_SIDE || source.columns() - 2 * TRIM < LEAST_SIDE) {
            throw new UnusableImageException(Reason.TOO_SMALL, source + " pixels");
        }
        GreyImage grey = preprocessing == Preprocessing.VOI
                ? GreyScale.voi(image, pixels, TRIM)
                : GreyScale.minMax(image, pixels, TRIM);
        BreastCrop crop = BreastCrop.find(grey.withoutBackground(HIGHEST_BACKGROUND_GREY), TRIM);
        byte[] resized = Resize.to(target, grey, crop);
        requireContrast(resized);
        return new PreparedMammogram(target, resized, source, crop, quality(crop), preprocessing);
    }

    private Set<PreparationQuality> quality(BreastCrop crop) {
        Set<PreparationQuality> quality = EnumSet.noneOf(PreparationQuality.class);
        if (!crop.isBreastFound()) {
            quality.add(PreparationQuality.NO_BREAST_FOUND);
        }
        if (crop.isGlued()) {
            quality.add(PreparationQuality.GLUED_REGIONS);
        }
        if (crop.rows() < target.rows() || crop.columns() < target.columns()) {
            quality.add(PreparationQuality.ENLARGED);
        }
        return quality;
    }

    private static void requireContrast(byte[] grey) throws UnusableImageException {
        for (byte value : grey) {
            if (value != grey[0]) {
                return;
            }
        }
        throw new UnusableImageException(Reason.BLANK, "all pixels of the crop have the same value");
    }
}

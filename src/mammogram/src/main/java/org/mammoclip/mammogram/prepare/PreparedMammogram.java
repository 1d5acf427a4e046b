package org.mammoclip.mammogram.prepare;

import java.util.Set;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.AffineTransform2D;

/**
 * One view, ready for a model, and the way back to the image it came from. Immutable as long as nobody writes to the
 * shared grey levels; thread-safe.
 *
 * <p>Grey levels run from 0 (air) to 255; MONOCHROME1 is already inverted (PS3.3 C.7.6.3.1.2). No side is mirrored.
 */
public final class PreparedMammogram {
    private final ImageSize size;
    private final byte[] grey;
    private final ImageSize sourceSize;
    private final BreastCrop crop;
    private final Set<PreparationQuality> quality;
    private final Preprocessing preprocessing;

    PreparedMammogram(
            ImageSize size,
            byte[] grey,
            ImageSize sourceSize,
            BreastCrop crop,
            Set<PreparationQuality> quality,
            Preprocessing preprocessing) {
        this.size = size;
        this.grey = grey;
        this.sourceSize = sourceSize;
        this.crop = crop;
        this.quality = Set.copyOf(quality);
        this.preprocessing = preprocessing;
    }

    /** Size of the model input. */
    public ImageSize size() {
        return size;
    }

    /** rows x columns unsigned 8-bit values, row-major; shared, do not change it. */
    public byte[] grey() {
        return grey;
    }

    /** Grey level 0 to 255. */
    public int value(int row, int column) {
        return grey[row * size.columns() + column] & 0xFF;
    }

    /** Size of the frame it was made from. */
    public ImageSize sourceSize() {
        return sourceSize;
    }

    public Preprocessing preprocessing() {
        return preprocessing;
    }

    public Set<PreparationQuality> quality() {
        return quality;
    }

    /** Whether {@link #toSourcePixels} holds for the whole image, so that a location may be reported. */
    public boolean mapsToSource() {
        return !quality.contains(PreparationQuality.GLUED_REGIONS);
    }

    /**
     * Maps (column, row) of the prepared image to (column, row) of the stored frame, both with 0\0 at the top left corner
     * of the top left pixel and sub-pixel resolution, as SCOORD has it (PS3.3 C.18.6).
     */
    public AffineTransform2D toSourcePixels() {
        return AffineTransform2D.scale((double) crop.columns() / size.columns(), (double) crop.rows() / size.rows())
                .then(AffineTransform2D.translate(crop.firstColumn(), crop.firstRow()));
    }

    /** Where a box of the stored frame lies in the prepared image; parts outside the crop are cut off. */
    public PixelBox fromSource(PixelBox box) {
        return box.mappedBy(toSourcePixels().inverse()).clippedTo(bounds());
    }

    /** Where a box of the prepared image lies in the stored frame; parts outside the prepared image are cut off. */
    public PixelBox toSource(PixelBox box) {
        return box.clippedTo(bounds()).mappedBy(toSourcePixels());
    }

    private PixelBox bounds() {
        return new PixelBox(0, 0, size.columns(), size.rows());
    }
}

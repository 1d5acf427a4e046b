package org.mammoclip.dicom.pixel;

import java.util.OptionalInt;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * The Image Pixel attributes that say how stored values lie in Pixel Data (PS3.3 C.7.6.3, PS3.5 8.1). Consistent once
 * built.
 *
 * @param size rows and columns, at most {@link #MAX_PIXELS} pixels
 * @param bitsAllocated bits of one sample cell, 1 to 64
 * @param bitsStored significant bits, 1 to {@code bitsAllocated}
 * @param highBit position of the most significant stored bit; bits outside the stored ones mean nothing here
 * @param signed two's complement (Pixel Representation 1)
 * @param samplesPerPixel 1 for monochrome
 * @param frames at least 1
 */
public record PixelFormat(
        ImageSize size,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        int samplesPerPixel,
        PhotometricInterpretation photometric,
        int frames) {
    /** The largest image that is looked at, in pixels; a mammogram has up to 14 million. */
    public static final int MAX_PIXELS = 100_000_000;

    private static final int MAX_SIDE = 65535;

    /** @throws IllegalArgumentException if the attributes contradict each other */
    public PixelFormat {
        if (size.pixels() > MAX_PIXELS) {
            throw new IllegalArgumentException("more than " + MAX_PIXELS + " pixels");
        }
        String contradiction = contradiction(bitsAllocated, bitsStored, highBit, samplesPerPixel, frames);
        if (!contradiction.isEmpty()) {
            throw new IllegalArgumentException(contradiction);
        }
    }

    /** A single-frame MONOCHROME2 image with High Bit = Bits Stored - 1, as mammography IODs require. */
    public static PixelFormat monochrome(ImageSize size, int bitsAllocated, int bitsStored) {
        return new PixelFormat(
                size, bitsAllocated, bitsStored, bitsStored - 1, false, 1, PhotometricInterpretation.MONOCHROME2, 1);
    }

    /**
     * Reads the attributes of an image.
     *
     * @throws UndecodablePixelsException if one is missing, contradicts another, or the image is too large
     */
    public static PixelFormat of(DataSet image) throws UndecodablePixelsException {
        int rows = required(image, Tag.Rows, "Rows");
        int columns = required(image, Tag.Columns, "Columns");
        if (rows < 1 || columns < 1 || rows > MAX_SIDE || columns > MAX_SIDE) {
            throw new UndecodablePixelsException(
                    Reason.CONTRADICTORY_ATTRIBUTES, "Rows " + rows + ", Columns " + columns);
        }
        if ((long) rows * columns > MAX_PIXELS) {
            throw new UndecodablePixelsException(
                    Reason.TOO_LARGE, rows + " x " + columns + " is more than " + MAX_PIXELS + " pixels");
        }
        int bitsAllocated = required(image, Tag.BitsAllocated, "Bits Allocated");
        int bitsStored = required(image, Tag.BitsStored, "Bits Stored");
        int highBit = required(image, Tag.HighBit, "High Bit");
        int representation = required(image, Tag.PixelRepresentation, "Pixel Representation");
        int samples = required(image, Tag.SamplesPerPixel, "Samples per Pixel");
        int frames = image.contains(Tag.NumberOfFrames)
                        && image.string(Tag.NumberOfFrames).isPresent()
                ? required(image, Tag.NumberOfFrames, "Number of Frames")
                : 1;
        String contradiction = representation == 0 || representation == 1
                ? contradiction(bitsAllocated, bitsStored, highBit, samples, frames)
                : "Pixel Representation " + representation;
        if (!contradiction.isEmpty()) {
            throw new UndecodablePixelsException(Reason.CONTRADICTORY_ATTRIBUTES, contradiction);
        }
        String term = image.string(Tag.PhotometricInterpretation)
                .orElseThrow(() -> new UndecodablePixelsException(
                        Reason.MISSING_ATTRIBUTE, "Photometric Interpretation is missing"));
        PhotometricInterpretation photometric = PhotometricInterpretation.of(term)
                .orElseThrow(() -> new UndecodablePixelsException(
                        Reason.UNSUPPORTED_FORMAT, "Photometric Interpretation is none of the known terms"));
        return new PixelFormat(
                new ImageSize(rows, columns),
                bitsAllocated,
                bitsStored,
                highBit,
                representation == 1,
                samples,
                photometric,
                frames);
    }

    /** Bytes of one sample in native encoding. */
    int bytesPerSample() {
        return (bitsAllocated + 7) / 8;
    }

    /** What is wrong with the numbers; empty if nothing. */
    private static String contradiction(int allocated, int stored, int highBit, int samples, int frames) {
        if (allocated < 1 || allocated > 64) {
            return "Bits Allocated " + allocated;
        }
        if (stored < 1 || stored > allocated) {
            return "Bits Stored " + stored + " of " + allocated + " allocated";
        }
        if (highBit < stored - 1 || highBit >= allocated) {
            return "High Bit " + highBit + " with " + stored + " of " + allocated + " bits stored";
        }
        if (samples < 1 || samples > 4) {
            return "Samples per Pixel " + samples;
        }
        return frames < 1 ? "Number of Frames " + frames : "";
    }

    private static int required(DataSet image, int tag, String name) throws UndecodablePixelsException {
        OptionalInt value = image.integer(tag);
        if (value.isEmpty()) {
            throw new UndecodablePixelsException(
                    Reason.MISSING_ATTRIBUTE, name + " " + Tag.format(tag) + " is missing or not an integer");
        }
        return value.getAsInt();
    }
}

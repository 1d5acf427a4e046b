package org.mammoclip.dicom.pixel;

import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;

/**
 * The stored values that mark places outside the imaged area (PS3.3 C.7.5.1.1.2).
 *
 * @param lowest smallest padding value
 * @param highest largest padding value, inclusive
 */
public record PixelPadding(int lowest, int highest) {
    /** @throws IllegalArgumentException if the range is empty */
    public PixelPadding {
        if (lowest > highest) {
            throw new IllegalArgumentException("padding from " + lowest + " to " + highest);
        }
    }

    /** Pixel Padding Value and Pixel Padding Range Limit of an image, in either order; empty without the former. */
    public static Optional<PixelPadding> of(DataSet image) {
        double[] value = image.decimals(Tag.PixelPaddingValue);
        if (value.length == 0) {
            return Optional.empty();
        }
        boolean signed = image.integer(Tag.PixelRepresentation).orElse(0) == 1;
        double[] limit = image.decimals(Tag.PixelPaddingRangeLimit);
        int one = cell(value[0], signed);
        int other = limit.length == 0 ? one : cell(limit[0], signed);
        return Optional.of(new PixelPadding(Math.min(one, other), Math.max(one, other)));
    }

    /** US or SS: what was read with the wrong one of the two is put right here. */
    private static int cell(double value, boolean signed) {
        return signed ? (short) (int) value : (int) value & 0xFFFF;
    }

    /** Whether a stored value is padding. */
    public boolean contains(int stored) {
        return stored >= lowest && stored <= highest;
    }
}

package org.mammoclip.dicom.pixel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * From stored values to modality values (PS3.3 C.11.1): a Modality LUT Sequence, or Rescale Slope and Intercept, or
 * nothing. Immutable, thread-safe.
 */
public final class ModalityLut {
    private static final double SMALLEST_SLOPE = 1e-6;
    private static final double LARGEST_SLOPE = 1e6;
    private static final double LARGEST_INTERCEPT = 1e9;

    private final double slope;
    private final double intercept;
    private final @Nullable LookupTable table;

    private ModalityLut(double slope, double intercept, @Nullable LookupTable table) {
        this.slope = slope;
        this.intercept = intercept;
        this.table = table;
    }

    /**
     * Reads the transform of an image. A missing slope is 1 and a missing intercept is 0.
     *
     * @throws UndecodablePixelsException {@code INVALID_GREY_TRANSFORM} if a table is broken, the slope is zero, not
     *     finite, or so small or large that no detector can mean it
     */
    public static ModalityLut of(DataSet image) throws UndecodablePixelsException {
        Optional<DataSet> item = image.item(Tag.ModalityLUTSequence);
        if (item.isPresent()) {
            boolean signed = image.integer(Tag.PixelRepresentation).orElse(0) == 1;
            return new ModalityLut(1, 0, LookupTable.of(item.get(), signed));
        }
        double slope = number(image, Tag.RescaleSlope, 1);
        double intercept = number(image, Tag.RescaleIntercept, 0);
        boolean slopeFits = Math.abs(slope) >= SMALLEST_SLOPE && Math.abs(slope) <= LARGEST_SLOPE;
        if (!slopeFits || !(Math.abs(intercept) <= LARGEST_INTERCEPT)) {
            throw new UndecodablePixelsException(
                    Reason.INVALID_GREY_TRANSFORM, "Rescale Slope " + slope + ", Rescale Intercept " + intercept);
        }
        return new ModalityLut(slope, intercept, null);
    }

    /** The first value; NaN if there is one that is no number. */
    private static double number(DataSet image, int tag, double missing) {
        double[] values = image.decimals(tag);
        return values.length == 0 || image.string(tag).isEmpty() ? missing : values[0];
    }

    /** The modality value of a stored value. */
    public double apply(double stored) {
        return table == null ? stored * slope + intercept : table.at(stored);
    }

    /** Whether it is a table, which may have any shape. */
    public boolean isTable() {
        return table != null;
    }

    /** Whether it is a rescale with a negative slope: a larger stored value means a smaller modality value. */
    public boolean isDecreasing() {
        return slope < 0;
    }

    /** Whether modality values are the stored values. */
    public boolean isIdentity() {
        return table == null && slope == 1 && intercept == 0;
    }
}

package org.mammoclip.mammogram.prepare;

import java.util.function.IntToDoubleFunction;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.ModalityLut;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
import org.mammoclip.dicom.pixel.VoiTransform;
import org.mammoclip.mammogram.prepare.UnusableImageException.Reason;

/** Makes the table from stored values to grey levels for either kind of {@link Preprocessing}. */
final class GreyScale {
    private static final int WHITE = 255;

    private GreyScale() {}

    /**
     * The reference's scaling: with m the value, inverted for MONOCHROME1, grey = floor((m - min) / (max - min) * 255),
     * minimum and maximum over the trimmed image. A linear rescale with a positive slope changes nothing, so stored
     * values are taken; a negative slope inverts; a Modality LUT is applied.
     */
    static GreyImage minMax(DataSet image, StoredPixels pixels, int trim)
            throws UndecodablePixelsException, UnusableImageException {
        ModalityLut modality = ModalityLut.of(image);
        double sign = image.string(Tag.PhotometricInterpretation).orElse("").equals("MONOCHROME1") ? -1 : 1;
        IntToDoubleFunction brightness;
        if (modality.isTable()) {
            brightness = value -> sign * modality.apply(value);
        } else {
            double direction = modality.isDecreasing() ? -sign : sign;
            brightness = value -> direction * value;
        }
        boolean[] present = valuesPresent(pixels, trim);
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < present.length; i++) {
            if (present[i]) {
                double value = brightness.applyAsDouble(pixels.lowest() + i);
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        if (!(max > min)) {
            throw new UnusableImageException(Reason.BLANK, "all pixels have the same value");
        }
        byte[] table = new byte[present.length];
        for (int i = 0; i < table.length; i++) {
            if (present[i]) {
                table[i] = (byte) ((brightness.applyAsDouble(pixels.lowest() + i) - min) / (max - min) * WHITE);
            }
        }
        return new GreyImage(pixels, table);
    }

    /** The image's own VOI, rounded to the nearest grey level; padding is black. */
    static GreyImage voi(DataSet image, StoredPixels pixels, int trim)
            throws UndecodablePixelsException, UnusableImageException {
        VoiTransform transform = VoiTransform.of(image);
        boolean[] present = valuesPresent(pixels, trim);
        byte[] table = new byte[present.length];
        int min = WHITE;
        int max = 0;
        for (int i = 0; i < table.length; i++) {
            if (present[i]) {
                int grey = transform.grey(pixels.lowest() + i);
                table[i] = (byte) grey;
                min = Math.min(min, grey);
                max = Math.max(max, grey);
            }
        }
        if (max <= min) {
            throw new UnusableImageException(Reason.BLANK, "the VOI makes all pixels equal");
        }
        return new GreyImage(pixels, table);
    }

    private static boolean[] valuesPresent(StoredPixels pixels, int trim) {
        boolean[] present = new boolean[pixels.highest() - pixels.lowest() + 1];
        int columns = pixels.size().columns();
        int lowest = pixels.lowest();
        for (int row = trim; row < pixels.size().rows() - trim; row++) {
            int end = (row + 1) * columns - trim;
            for (int i = row * columns + trim; i < end; i++) {
                present[pixels.value(i) - lowest] = true;
            }
        }
        return present;
    }
}

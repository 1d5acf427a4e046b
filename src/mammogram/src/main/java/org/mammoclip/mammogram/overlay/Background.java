package org.mammoclip.mammogram.overlay;

import java.util.Arrays;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
import org.mammoclip.dicom.pixel.VoiTransform;

/**
 * A mammogram rendered for display: 8-bit grey after VOI and inversion, padding black. Immutable as long as the caller
 * keeps its hands off the array.
 */
public final class Background {
    private final ImageSize size;
    private final byte[] grey;

    /**
     * @param grey rows x columns, row-major, 0 is black; not copied
     * @throws IllegalArgumentException if the number of pixels does not fit
     */
    public Background(ImageSize size, byte[] grey) {
        if (grey.length != size.pixels()) {
            throw new IllegalArgumentException(grey.length + " grey values for " + size);
        }
        this.size = size;
        this.grey = grey;
    }

    /**
     * As the image wants to be shown (PS3.4 N.2); where its window or VOI LUT is missing or broken, stretched over its
     * values, because the picture behind a map is no reason to lose a score.
     *
     * @throws UndecodablePixelsException if its modality LUT is broken
     */
    public static Background of(DataSet image, StoredPixels pixels) throws UndecodablePixelsException {
        return new Background(pixels.size(), transform(image, pixels).render8(pixels));
    }

    private static VoiTransform transform(DataSet image, StoredPixels pixels) throws UndecodablePixelsException {
        try {
            return VoiTransform.of(image);
        } catch (UndecodablePixelsException e) {
            if (e.reason().isPermanent()) {
                return VoiTransform.overValuesOf(image, pixels);
            }
            throw e;
        }
    }

    public ImageSize size() {
        return size;
    }

    /**
     * The image at another size: every pixel the mean of the area it covers, or bilinear between centres when enlarged.
     *
     * @return rows x columns grey levels, row-major
     */
    float[] resized(int rows, int columns) {
        Resampling vertical = new Resampling(size.rows(), rows);
        Resampling horizontal = new Resampling(size.columns(), columns);
        float[] result = new float[rows * columns];
        float[] line = new float[size.columns()];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(line, 0);
            for (int source = vertical.first(row); source <= vertical.last(row); source++) {
                float weight = (float) vertical.weight(row, source);
                int start = source * line.length;
                for (int column = 0; column < line.length; column++) {
                    line[column] += weight * (grey[start + column] & 0xFF);
                }
            }
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int source = horizontal.first(column); source <= horizontal.last(column); source++) {
                    sum += horizontal.weight(column, source) * line[source];
                }
                result[row * columns + column] = (float) sum;
            }
        }
        return result;
    }

    /**
     * Which source pixels make a target pixel along one axis, weights adding up to 1.
     *
     * @param source pixels along the axis
     * @param target pixels along the axis
     */
    private record Resampling(int source, int target) {
        double ratio() {
            return (double) source / target;
        }

        private double centre(int pixel) {
            return Math.min(Math.max((pixel + 0.5) * ratio() - 0.5, 0), source - 1);
        }

        int first(int pixel) {
            return ratio() >= 1 ? (int) (pixel * ratio()) : (int) centre(pixel);
        }

        int last(int pixel) {
            int last = ratio() >= 1 ? (int) Math.ceil((pixel + 1) * ratio()) - 1 : (int) centre(pixel) + 1;
            return Math.min(last, source - 1);
        }

        double weight(int pixel, int of) {
            if (ratio() >= 1) {
                double from = Math.max(of, pixel * ratio());
                double to = Math.min(of + 1, (pixel + 1) * ratio());
                return Math.max(to - from, 0) / ratio();
            }
            return 1 - Math.abs(centre(pixel) - of);
        }
    }
}

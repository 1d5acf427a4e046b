package org.mammoclip.mammogram.overlay;

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
     * As the image wants to be shown (PS3.4 N.2).
     *
     * @throws UndecodablePixelsException if its grey transform is broken or missing
     */
    public static Background of(DataSet image, StoredPixels pixels) throws UndecodablePixelsException {
        return new Background(pixels.size(), VoiTransform.of(image).render8(pixels));
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
        float[] narrow = new float[size.rows() * columns];
        float[] line = new float[size.columns()];
        for (int row = 0; row < size.rows(); row++) {
            for (int column = 0; column < line.length; column++) {
                line[column] = grey[row * line.length + column] & 0xFF;
            }
            resample(line, narrow, row * columns, 1, columns);
        }
        float[] result = new float[rows * columns];
        float[] upright = new float[size.rows()];
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < upright.length; row++) {
                upright[row] = narrow[row * columns + column];
            }
            resample(upright, result, column, columns, rows);
        }
        return result;
    }

    private static void resample(float[] source, float[] target, int start, int step, int length) {
        double ratio = (double) source.length / length;
        for (int i = 0; i < length; i++) {
            target[start + i * step] =
                    ratio >= 1 ? mean(source, i * ratio, (i + 1) * ratio) : between(source, (i + 0.5) * ratio - 0.5);
        }
    }

    private static float mean(float[] source, double from, double to) {
        double sum = 0;
        int last = Math.min((int) Math.ceil(to), source.length);
        for (int i = (int) from; i < last; i++) {
            sum += source[i] * (Math.min(i + 1, to) - Math.max(i, from));
        }
        return (float) (sum / (to - from));
    }

    private static float between(float[] source, double position) {
        double inside = Math.min(Math.max(position, 0), source.length - 1);
        int below = (int) inside;
        int above = Math.min(below + 1, source.length - 1);
        return (float) (source[below] + (inside - below) * (source[above] - source[below]));
    }
}

package org.mammoclip.mammoclip.augment;

import java.util.Arrays;
import org.mammoclip.mammoclip.RasterSize;

/** Convolution with a Gaussian cut at three deviations, one direction after the other; mirrored at the border pixel. */
public final class GaussianBlur {
    private GaussianBlur() {}

    /**
     * @param values row by row
     * @param sigma deviation in pixels, above 0
     * @return blurred values, a new array
     */
    public static float[] of(float[] values, RasterSize size, double sigma) {
        float[] kernel = kernel(sigma);
        return alongColumns(alongRows(values, size, kernel), size, kernel);
    }

    private static float[] kernel(double sigma) {
        int radius = (int) Math.ceil(3 * sigma);
        float[] kernel = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += StrictMath.exp(-i * i / (2 * sigma * sigma));
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[radius + i] = (float) (StrictMath.exp(-i * i / (2 * sigma * sigma)) / sum);
        }
        return kernel;
    }

    private static float[] alongRows(float[] values, RasterSize size, float[] kernel) {
        int columns = size.columns();
        int radius = kernel.length / 2;
        float[] blurred = new float[values.length];
        float[] padded = new float[columns + 2 * radius];
        float[] line = new float[columns];
        for (int row = 0; row < size.rows(); row++) {
            for (int i = 0; i < padded.length; i++) {
                padded[i] = values[row * columns + Sampler.mirror(i - radius, columns)];
            }
            Arrays.fill(line, 0);
            for (int k = 0; k < kernel.length; k++) {
                addScaled(line, padded, k, kernel[k]);
            }
            System.arraycopy(line, 0, blurred, row * columns, columns);
        }
        return blurred;
    }

    private static float[] alongColumns(float[] values, RasterSize size, float[] kernel) {
        int columns = size.columns();
        int radius = kernel.length / 2;
        float[] blurred = new float[values.length];
        float[] line = new float[columns];
        for (int row = 0; row < size.rows(); row++) {
            Arrays.fill(line, 0);
            for (int k = 0; k < kernel.length; k++) {
                addScaled(line, values, Sampler.mirror(row + k - radius, size.rows()) * columns, kernel[k]);
            }
            System.arraycopy(line, 0, blurred, row * columns, columns);
        }
        return blurred;
    }

    /** A plain loop over a whole line, which the compiler turns into vector instructions. */
    private static void addScaled(float[] line, float[] source, int offset, float factor) {
        for (int i = 0; i < line.length; i++) {
            line[i] += factor * source[offset + i];
        }
    }
}

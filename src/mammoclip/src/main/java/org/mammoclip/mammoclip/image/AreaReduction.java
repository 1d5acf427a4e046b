package org.mammoclip.mammoclip.image;

/** Makes an image smaller by a whole factor: each pixel is the mean of a square. */
public final class AreaReduction {
    private AreaReduction() {}

    /**
     * @param intensity rows x columns values, row-major; returned as it is for factor 1
     * @param factor side of the squares; divides rows and columns
     * @return rows/factor x columns/factor values
     */
    public static float[] apply(float[] intensity, int rows, int columns, int factor) {
        if (factor == 1) {
            return intensity;
        }
        if (rows % factor != 0 || columns % factor != 0 || intensity.length != rows * columns) {
            throw new IllegalArgumentException(
                    intensity.length + " values as " + rows + "x" + columns + " cannot be reduced by " + factor);
        }
        int reducedRows = rows / factor;
        int reducedColumns = columns / factor;
        float[] reduced = new float[reducedRows * reducedColumns];
        float weight = 1f / (factor * factor);
        for (int row = 0; row < reducedRows; row++) {
            for (int column = 0; column < reducedColumns; column++) {
                float sum = 0;
                for (int y = row * factor; y < (row + 1) * factor; y++) {
                    for (int x = column * factor; x < (column + 1) * factor; x++) {
                        sum += intensity[y * columns + x];
                    }
                }
                reduced[row * reducedColumns + column] = sum * weight;
            }
        }
        return reduced;
    }
}

package org.mammoclip.mammoclip.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.npy.NpyArray;
import org.mammoclip.mammoclip.npy.NpyFile;

/**
 * A normalised input, {@code (1, 3, rows, columns)}, made from a key or read from a file when it is needed.
 *
 * @param key of a {@link NoiseImage}; null if there is a file
 * @param file in NumPy's format; null if there is a key
 * @param crc32 of the values, empty if unknown
 */
record InputTensor(@Nullable String key, @Nullable Path file, String crc32, int rows, int columns) {

    /**
     * 3 x rows x columns values.
     *
     * @throws ReferenceFormatException if they are not the values that the stored ones were computed from
     */
    float[] values() throws IOException {
        float[] values = file == null ? NoiseImage.of(String.valueOf(key), rows, columns) : read(file);
        String actual = Crc.of(values);
        if (!crc32.isEmpty() && !crc32.equals(actual)) {
            throw new ReferenceFormatException("the input " + (file == null ? key : file.getFileName()) + " has CRC-32 "
                    + actual + ", the stored values were computed from one with " + crc32);
        }
        return values;
    }

    private float[] read(Path path) throws IOException {
        NpyArray array = NpyFile.read(path);
        if (!Arrays.equals(array.shape(), new int[] {1, 3, rows, columns})) {
            throw new ReferenceFormatException(
                    path.getFileName() + " is of " + array.shapeText() + ", expected 1x3x" + rows + "x" + columns);
        }
        return array.floats();
    }
}

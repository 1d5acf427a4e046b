package org.mammoclip.worker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.npy.NpyArray;

/**
 * Token ids and their mask, as {@code embed} takes them.
 *
 * @param ids texts x length, row-major
 * @param mask of the same size, 1 for a token
 * @param length of each row
 */
record TokenArrays(long[] ids, long[] mask, int length) {

    /**
     * From one array (2, N, L), one (N, L) without padding, or two (N, L).
     *
     * @throws CommandFailure naming the file and what was expected
     */
    static TokenArrays of(Path file, NpyArray ids, @Nullable Path maskFile, @Nullable NpyArray mask)
            throws CommandFailure {
        int[] shape = ids.shape();
        if (shape.length == 0 || ids.size() == 0) {
            throw new CommandFailure(file + " is of " + ids.shapeText() + ", expected (N, L) or (2, N, L)");
        }
        int length = shape[shape.length - 1];
        try {
            long[] values = ids.longs();
            if (mask != null && shape.length == 2) {
                if (!Arrays.equals(mask.shape(), shape)) {
                    throw new CommandFailure(
                            maskFile + " is of " + mask.shapeText() + ", the ids are of " + ids.shapeText());
                }
                return new TokenArrays(values, mask.longs(), length);
            }
            if (mask == null && shape.length == 3 && shape[0] == 2) {
                int half = values.length / 2;
                return new TokenArrays(
                        Arrays.copyOf(values, half), Arrays.copyOfRange(values, half, values.length), length);
            }
            if (mask == null && shape.length == 2) {
                long[] ones = new long[values.length];
                Arrays.fill(ones, 1);
                return new TokenArrays(values, ones, length);
            }
        } catch (IOException e) {
            throw new CommandFailure(file + " " + e.getMessage(), e);
        }
        throw new CommandFailure(file + " is of " + ids.shapeText() + ", expected (N, L)"
                + (mask == null ? " or (2, N, L)" : " beside --mask"));
    }
}

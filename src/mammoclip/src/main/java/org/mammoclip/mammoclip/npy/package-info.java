/**
 * NumPy's {@code .npy} files: arrays that other people's Python wrote, and arrays for them to read. Start reading at {@link
 * org.mammoclip.mammoclip.npy.NpyFile}. Plain Java; follows the format description in NumPy's enhancement proposal 1 (NEP 1)
 * and its later versions 2.0 and 3.0.
 */
@NullMarked
package org.mammoclip.mammoclip.npy;

import org.jspecify.annotations.NullMarked;

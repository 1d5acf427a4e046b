package org.mammoclip.mammoclip.checkpoint.torch;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of a file.
 *
 * @param name for messages
 * @param crc32 what the file says their CRC-32 is, or null if it does not say
 */
record FileRange(
        String name, long start, long length, @Nullable Integer crc32) {
    long end() {
        return start + length;
    }
}

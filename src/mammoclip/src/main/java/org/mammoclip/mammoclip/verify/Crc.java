package org.mammoclip.mammoclip.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** CRC-32 of float32 values in little-endian order, as 8 hexadecimal digits. */
final class Crc {
    private static final int BLOCK = 1 << 16;

    private Crc() {}

    static String of(float[] values) {
        CRC32 crc = new CRC32();
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += BLOCK / Float.BYTES) {
            int count = Math.min(BLOCK / Float.BYTES, values.length - from);
            block.asFloatBuffer().put(values, from, count);
            crc.update(block.array(), 0, count * Float.BYTES);
        }
        return String.format("%08x", crc.getValue());
    }
}

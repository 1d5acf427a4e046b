package org.mammoclip.dicom.pixel;

import java.util.Arrays;

/**
 * Reads Huffman codes and bits of entropy-coded JPEG data (T.81 annex F.2.2). Bits past the end of the data are zeros for
 * looking ahead; using one of them up is an error. Not thread-safe.
 */
final class JpegHuffmanReader {
    private final byte[] data;
    private int at;
    private long buffer;
    private int available;
    private boolean ended;

    JpegHuffmanReader(byte[] data, int start) {
        this.data = data;
        this.at = start;
    }

    /** A Huffman table (T.81 annex C). Immutable. */
    static final class Table {
        private static final int LOOK_AHEAD = 9;

        /** For each prefix of LOOK_AHEAD bits: code length << 8 | symbol; 0 if the code is longer or none. */
        private final short[] quick = new short[1 << LOOK_AHEAD];

        private final int[] maxCode = new int[17];
        private final int[] offset = new int[17];
        private final byte[] symbols;

        /** Reads one table of a DHT segment, after its class and destination byte. */
        Table(JpegMarkers segment) throws UndecodablePixelsException {
            int[] counts = new int[17];
            int total = 0;
            for (int length = 1; length <= 16; length++) {
                counts[length] = segment.u8();
                total += counts[length];
            }
            if (total > 256 || total > segment.left()) {
                throw JpegMarkers.corrupt("Huffman table of " + total + " codes");
            }
            symbols = new byte[total];
            for (int i = 0; i < total; i++) {
                symbols[i] = (byte) segment.u8();
            }
            int code = 0;
            int index = 0;
            for (int length = 1; length <= 16; length++) {
                offset[length] = index - code;
                for (int i = 0; i < counts[length]; i++, code++, index++) {
                    if (code >= 1 << length) {
                        throw JpegMarkers.corrupt("Huffman table with more codes than its lengths allow");
                    }
                    if (length <= LOOK_AHEAD) {
                        int first = code << (LOOK_AHEAD - length);
                        Arrays.fill(quick, first, first + (1 << (LOOK_AHEAD - length)), (short)
                                (length << 8 | symbols[index] & 0xFF));
                    }
                }
                maxCode[length] = counts[length] == 0 ? -1 : code - 1;
                code <<= 1;
            }
        }
    }

    /** The next symbol, 0 to 255. */
    int symbol(Table table) throws UndecodablePixelsException {
        if (available < 16) {
            fill();
        }
        int window = peek(16);
        int quick = table.quick[window >> (16 - Table.LOOK_AHEAD)];
        if (quick != 0) {
            drop(quick >> 8);
            return quick & 0xFF;
        }
        for (int length = Table.LOOK_AHEAD + 1; length <= 16; length++) {
            int code = window >> (16 - length);
            if (code <= table.maxCode[length] && table.maxCode[length] >= 0) {
                int index = code + table.offset[length];
                if (index < 0 || index >= table.symbols.length) {
                    break;
                }
                drop(length);
                return table.symbols[index] & 0xFF;
            }
        }
        throw available < 16 ? JpegMarkers.truncated() : JpegMarkers.corrupt("no such Huffman code");
    }

    /** The next {@code count} bits, 0 to 16 of them, as the signed value that T.81 F.2.2.1 EXTEND makes of them. */
    int extended(int count) throws UndecodablePixelsException {
        if (count == 0) {
            return 0;
        }
        if (available < count) {
            fill();
        }
        int value = peek(count);
        drop(count);
        return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /** Goes behind the restart marker with this number, 0 to 7, dropping padding bits (T.81 E.2.4). */
    void restart(int number) throws UndecodablePixelsException {
        // The reader never passes a marker, so honest data has only padding bits left here.
        if (available >= 8) {
            throw JpegMarkers.corrupt("a restart marker was expected");
        }
        int marker = at;
        while (marker + 1 < data.length && (data[marker] & 0xFF) == 0xFF && (data[marker + 1] & 0xFF) == 0xFF) {
            marker++;
        }
        if (marker + 1 >= data.length) {
            throw JpegMarkers.truncated();
        }
        if ((data[marker] & 0xFF) != 0xFF || (data[marker + 1] & 0xFF) != 0xD0 + number) {
            throw JpegMarkers.corrupt("restart marker " + number + " was expected");
        }
        at = marker + 2;
        buffer = 0;
        available = 0;
        ended = false;
    }

    private int peek(int count) {
        return available >= count
                ? (int) (buffer >>> (available - count)) & ((1 << count) - 1)
                : (int) (buffer << (count - available)) & ((1 << count) - 1);
    }

    private void drop(int count) throws UndecodablePixelsException {
        if (count > available) {
            throw JpegMarkers.truncated();
        }
        available -= count;
    }

    /** Takes bytes until 56 bits are there or a marker or the end of the data stands next. */
    private void fill() {
        while (available <= 48 && !ended) {
            if (at >= data.length) {
                ended = true;
                return;
            }
            int next = data[at] & 0xFF;
            if (next == 0xFF) {
                if (at + 1 >= data.length || data[at + 1] != 0) {
                    ended = true;
                    return;
                }
                at++;
            }
            at++;
            buffer = buffer << 8 | next;
            available += 8;
        }
    }
}

package org.mammoclip.dicom.pixel;

import java.util.Arrays;

/**
 * The adaptive binary arithmetic decoder of T.800 annex C, with its 19 contexts of annex D. Bytes past the end of a
 * segment read as FF, as C.3.4 has it. Not thread-safe.
 */
final class Jpeg2000ArithmeticDecoder {
    static final int CONTEXTS = 19;
    static final int RUN_LENGTH = 17;
    static final int UNIFORM = 18;

    /** T.800 table C.2: Qe, next state after MPS, after LPS, whether MPS switches. */
    private static final int[] STATES = {
        0x5601, 1, 1, 1, 0x3401, 2, 6, 0, 0x1801, 3, 9, 0, 0x0AC1, 4, 12, 0, 0x0521, 5, 29, 0, 0x0221, 38, 33, 0,
        0x5601, 7, 6, 1, 0x5401, 8, 14, 0, 0x4801, 9, 14, 0, 0x3801, 10, 14, 0, 0x3001, 11, 17, 0, 0x2401, 12, 18, 0,
        0x1C01, 13, 20, 0, 0x1601, 29, 21, 0, 0x5601, 15, 14, 1, 0x5401, 16, 14, 0, 0x5101, 17, 15, 0, 0x4801, 18, 16,
                0,
        0x3801, 19, 17, 0, 0x3401, 20, 18, 0, 0x3001, 21, 19, 0, 0x2801, 22, 19, 0, 0x2401, 23, 20, 0, 0x2201, 24, 21,
                0,
        0x1C01, 25, 22, 0, 0x1801, 26, 23, 0, 0x1601, 27, 24, 0, 0x1401, 28, 25, 0, 0x1201, 29, 26, 0, 0x1101, 30, 27,
                0,
        0x0AC1, 31, 28, 0, 0x09C1, 32, 29, 0, 0x08A1, 33, 30, 0, 0x0521, 34, 31, 0, 0x0441, 35, 32, 0, 0x02A1, 36, 33,
                0,
        0x0221, 37, 34, 0, 0x0141, 38, 35, 0, 0x0111, 39, 36, 0, 0x0085, 40, 37, 0, 0x0049, 41, 38, 0, 0x0025, 42, 39,
                0,
        0x0015, 43, 40, 0, 0x0009, 44, 41, 0, 0x0005, 45, 42, 0, 0x0001, 45, 43, 0, 0x5601, 46, 46, 0
    };

    /** Indexed by 2 * state + most probable symbol. */
    private static final int[] QE = new int[STATES.length / 2];

    private static final byte[] AFTER_MPS = new byte[QE.length];
    private static final byte[] AFTER_LPS = new byte[QE.length];

    static {
        for (int state = 0; state < STATES.length / 4; state++) {
            for (int mps = 0; mps < 2; mps++) {
                QE[2 * state + mps] = STATES[4 * state];
                AFTER_MPS[2 * state + mps] = (byte) (2 * STATES[4 * state + 1] + mps);
                AFTER_LPS[2 * state + mps] = (byte) (2 * STATES[4 * state + 2] + (mps ^ STATES[4 * state + 3]));
            }
        }
    }

    private final byte[] contexts = new byte[CONTEXTS];
    private byte[] data = new byte[0];
    private int at;
    private int end;
    private int code;
    private int interval;
    private int shifts;

    /** Table D.7. */
    void resetContexts() {
        Arrays.fill(contexts, (byte) 0);
        contexts[0] = 2 * 4;
        contexts[RUN_LENGTH] = 2 * 3;
        contexts[UNIFORM] = 2 * 46;
    }

    /** INITDEC (C.3.5) on a codeword segment. */
    void start(byte[] source, int from, int length) {
        data = source;
        at = from;
        end = from + length;
        code = peek(at) << 16;
        byteIn();
        code <<= 7;
        shifts -= 7;
        interval = 0x8000;
    }

    private int peek(int index) {
        return index < end ? data[index] & 0xFF : 0xFF;
    }

    private void byteIn() {
        if (peek(at) == 0xFF) {
            int next = peek(at + 1);
            if (next > 0x8F) {
                code += 0xFF00;
                shifts = 8;
            } else {
                at++;
                code += next << 9;
                shifts = 7;
            }
        } else {
            at++;
            code += peek(at) << 8;
            shifts = 8;
        }
    }

    /** DECODE (C.3.2). */
    int decode(int context) {
        int state = contexts[context];
        int qe = QE[state];
        int symbol = state & 1;
        interval -= qe;
        if (code >>> 16 < qe) {
            if (interval < qe) {
                contexts[context] = AFTER_MPS[state];
            } else {
                symbol ^= 1;
                contexts[context] = AFTER_LPS[state];
            }
            interval = qe;
        } else {
            code -= qe << 16;
            if ((interval & 0x8000) != 0) {
                return symbol;
            }
            if (interval < qe) {
                symbol ^= 1;
                contexts[context] = AFTER_LPS[state];
            } else {
                contexts[context] = AFTER_MPS[state];
            }
        }
        renormalize();
        return symbol;
    }

    /** RENORMD (C.3.3), as many shifts at once as there are bits at hand. */
    private void renormalize() {
        int left = Integer.numberOfLeadingZeros(interval) - 16;
        while (left > 0) {
            if (shifts == 0) {
                byteIn();
            }
            int now = Math.min(left, shifts);
            interval <<= now;
            code <<= now;
            shifts -= now;
            left -= now;
        }
    }
}

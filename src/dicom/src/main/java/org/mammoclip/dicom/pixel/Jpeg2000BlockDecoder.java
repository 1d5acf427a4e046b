package org.mammoclip.dicom.pixel;

import java.util.Arrays;

/**
 * Decodes the coding passes of a code-block into coefficients (T.800 annex D). Used for one block after the other; not
 * thread-safe.
 *
 * <p>Each sample has a word of flags: which of its eight neighbours are significant, the signs of four of them, and its
 * own state. Words have a margin of one on every side.
 */
final class Jpeg2000BlockDecoder {
    private static final int NORTH = 1;
    private static final int SOUTH = 1 << 1;
    private static final int WEST = 1 << 2;
    private static final int EAST = 1 << 3;
    private static final int NORTH_WEST = 1 << 4;
    private static final int NORTH_EAST = 1 << 5;
    private static final int SOUTH_WEST = 1 << 6;
    private static final int SOUTH_EAST = 1 << 7;
    private static final int NEIGHBOURS = 0xFF;
    private static final int NORTH_NEGATIVE = 1 << 8;
    private static final int SOUTH_NEGATIVE = 1 << 9;
    private static final int WEST_NEGATIVE = 1 << 10;
    private static final int EAST_NEGATIVE = 1 << 11;
    private static final int SIGNIFICANT = 1 << 12;
    private static final int VISITED = 1 << 13;
    private static final int REFINED = 1 << 14;
    private static final int NEGATIVE = 1 << 15;

    /** What a vertically causal context does not look at in the last row of a stripe (D.7). */
    private static final int BELOW = SOUTH | SOUTH_WEST | SOUTH_EAST | SOUTH_NEGATIVE;

    private static final int STRIPE = 4;
    private static final int FIRST_BYPASSED_PASS = 10;
    private static final int SEGMENTATION_SYMBOL = 0b1010;

    /** Contexts of table D.1 by orientation shl 8 or neighbours. */
    private static final byte[] ZERO_CONTEXTS = zeroContexts();

    /** Contexts of table D.3 by the four direct neighbours (bits 0 to 3) and their signs (4 to 7); bit 7: invert. */
    private static final byte[] SIGN_CONTEXTS = signContexts();

    private final Jpeg2000Coding coding;
    private final boolean causal;
    private final Jpeg2000ArithmeticDecoder arithmetic = new Jpeg2000ArithmeticDecoder();
    private int width;
    private int height;
    private int stride;
    private int orientation;
    private int[] flags = new int[0];
    /** Twice the magnitudes, so that the middle of the last bit-plane's interval has a bit. */
    private int[] magnitudes = new int[0];

    private byte[] rawData = new byte[0];
    private int rawAt;
    private int rawEnd;
    private int rawByte;
    private int rawLeft;

    Jpeg2000BlockDecoder(Jpeg2000Coding coding) {
        this.coding = coding;
        this.causal = coding.has(Jpeg2000Coding.VERTICALLY_CAUSAL);
    }

    /** Twice the coefficient at a place of the block decoded last, in quantization steps. */
    int twice(int x, int y) {
        int at = (y + 1) * stride + x + 1;
        return (flags[at] & NEGATIVE) != 0 ? -magnitudes[at] : magnitudes[at];
    }

    void decode(Jpeg2000Block block) throws UndecodablePixelsException {
        width = block.width;
        height = block.height;
        stride = width + 2;
        orientation = block.band.orientation;
        int words = stride * (height + 2);
        if (flags.length < words) {
            flags = new int[words];
            magnitudes = new int[words];
        } else {
            Arrays.fill(flags, 0, words, 0);
            Arrays.fill(magnitudes, 0, words, 0);
        }
        arithmetic.resetContexts();
        int pass = 0;
        int at = 0;
        for (int segment = 0; segment < block.segments(); segment++) {
            int bytes = block.segmentBytes(segment);
            boolean raw = coding.has(Jpeg2000Coding.BYPASS) && pass >= FIRST_BYPASSED_PASS && pass % 3 != 0;
            if (raw) {
                startRaw(block.data(), at, bytes);
            } else {
                arithmetic.start(block.data(), at, bytes);
            }
            for (int i = 0; i < block.segmentPasses(segment); i++, pass++) {
                // Pass 0 is the clean-up of the highest plane; then three passes a plane.
                decodePass(pass, block.planes() - 1 - (pass + 2) / 3, raw);
            }
            at += bytes;
        }
    }

    private void decodePass(int pass, int plane, boolean raw) throws UndecodablePixelsException {
        switch (pass % 3) {
            case 1 -> significance(plane, raw);
            case 2 -> refinement(plane, raw);
            default -> cleanUp(plane);
        }
        if (coding.has(Jpeg2000Coding.RESET)) {
            arithmetic.resetContexts();
        }
    }

    /** D.3.1. */
    private void significance(int plane, boolean raw) {
        int[] words = flags;
        int step = stride;
        int table = orientation << 8;
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(top + STRIPE, height);
            for (int x = 1; x <= width; x++) {
                int at = (top + 1) * step + x;
                for (int y = top; y < bottom; y++, at += step) {
                    int word = words[at];
                    if ((word & NEIGHBOURS) == 0 || (word & SIGNIFICANT) != 0) {
                        continue;
                    }
                    word = visible(word, y);
                    if ((word & NEIGHBOURS) == 0) {
                        continue;
                    }
                    int bit = raw ? rawBit() : arithmetic.decode(ZERO_CONTEXTS[table | word & NEIGHBOURS]);
                    if (bit == 1) {
                        becomeSignificant(at, plane, raw ? rawBit() : sign(word));
                    }
                    words[at] |= VISITED;
                }
            }
        }
    }

    /** D.3.3. */
    private void refinement(int plane, boolean raw) {
        int[] words = flags;
        int step = stride;
        int one = 2 << plane;
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(top + STRIPE, height);
            for (int x = 1; x <= width; x++) {
                int at = (top + 1) * step + x;
                for (int y = top; y < bottom; y++, at += step) {
                    int word = words[at];
                    if ((word & (SIGNIFICANT | VISITED)) != SIGNIFICANT) {
                        continue;
                    }
                    int context = (word & REFINED) != 0 ? 16 : (visible(word, y) & NEIGHBOURS) == 0 ? 14 : 15;
                    int bit = raw ? rawBit() : arithmetic.decode(context);
                    magnitudes[at] = magnitudes[at] & ~one | (bit == 1 ? one : 0) | one >> 1;
                    words[at] = word | REFINED;
                }
            }
        }
    }

    /** D.3.4. */
    private void cleanUp(int plane) throws UndecodablePixelsException {
        int[] words = flags;
        int step = stride;
        int table = orientation << 8;
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(top + STRIPE, height);
            for (int x = 1; x <= width; x++) {
                int y = top;
                boolean known = false;
                if (bottom - top == STRIPE && isQuiet(x, top)) {
                    if (arithmetic.decode(Jpeg2000ArithmeticDecoder.RUN_LENGTH) == 0) {
                        continue;
                    }
                    y += arithmetic.decode(Jpeg2000ArithmeticDecoder.UNIFORM) << 1
                            | arithmetic.decode(Jpeg2000ArithmeticDecoder.UNIFORM);
                    known = true;
                }
                int at = (y + 1) * step + x;
                for (; y < bottom; y++, at += step) {
                    int word = words[at];
                    if ((word & (SIGNIFICANT | VISITED)) == 0) {
                        word = visible(word, y);
                        if (known || arithmetic.decode(ZERO_CONTEXTS[table | word & NEIGHBOURS]) == 1) {
                            becomeSignificant(at, plane, sign(word));
                        }
                    }
                    words[at] &= ~VISITED;
                    known = false;
                }
            }
        }
        if (coding.has(Jpeg2000Coding.SEGMENTATION_SYMBOLS)) {
            int symbol = 0;
            for (int i = 0; i < 4; i++) {
                symbol = symbol << 1 | arithmetic.decode(Jpeg2000ArithmeticDecoder.UNIFORM);
            }
            if (symbol != SEGMENTATION_SYMBOL) {
                throw JpegMarkers.corrupt("a segmentation symbol is wrong");
            }
        }
    }

    /** Whether nothing is known of four samples and their neighbours. */
    private boolean isQuiet(int x, int top) {
        int at = (top + 1) * stride + x;
        int last = visible(flags[at + 3 * stride], top + 3);
        int all = flags[at] | flags[at + stride] | flags[at + 2 * stride] | last;
        return (all & (NEIGHBOURS | SIGNIFICANT | VISITED)) == 0;
    }

    private int visible(int word, int y) {
        return causal && y % STRIPE == STRIPE - 1 ? word & ~BELOW : word;
    }

    /** 1 for negative (D.3.2). */
    private int sign(int word) {
        int context = SIGN_CONTEXTS[word & 15 | word >> 4 & 0xF0] & 0xFF;
        return arithmetic.decode(context & 31) ^ context >> 7;
    }

    private void becomeSignificant(int at, int plane, int negative) {
        magnitudes[at] = 3 << plane;
        flags[at] |= negative == 1 ? SIGNIFICANT | NEGATIVE : SIGNIFICANT;
        flags[at - stride] |= SOUTH | (negative == 1 ? SOUTH_NEGATIVE : 0);
        flags[at + stride] |= NORTH | (negative == 1 ? NORTH_NEGATIVE : 0);
        flags[at - 1] |= EAST | (negative == 1 ? EAST_NEGATIVE : 0);
        flags[at + 1] |= WEST | (negative == 1 ? WEST_NEGATIVE : 0);
        flags[at - stride - 1] |= SOUTH_EAST;
        flags[at - stride + 1] |= SOUTH_WEST;
        flags[at + stride - 1] |= NORTH_EAST;
        flags[at + stride + 1] |= NORTH_WEST;
    }

    private void startRaw(byte[] data, int from, int length) {
        rawData = data;
        rawAt = from;
        rawEnd = from + length;
        rawByte = 0;
        rawLeft = 0;
    }

    /** Bits of a bypassed segment; after a byte FF the next one carries seven (D.6). */
    private int rawBit() {
        if (rawLeft == 0) {
            rawLeft = rawByte == 0xFF ? 7 : 8;
            rawByte = rawAt < rawEnd ? rawData[rawAt++] & 0xFF : 0xFF;
        }
        rawLeft--;
        return rawByte >> rawLeft & 1;
    }

    private static byte[] zeroContexts() {
        byte[] contexts = new byte[4 << 8];
        for (int i = 0; i < contexts.length; i++) {
            int orientation = i >> 8;
            int vertical = Integer.bitCount(i & (NORTH | SOUTH));
            int horizontal = Integer.bitCount(i & (WEST | EAST));
            int diagonal = Integer.bitCount(i & (NORTH_WEST | NORTH_EAST | SOUTH_WEST | SOUTH_EAST));
            contexts[i] = (byte)
                    (switch (orientation) {
                        case 1 -> zeroContext(vertical, horizontal, diagonal);
                        case 3 -> zeroContextDiagonal(horizontal + vertical, diagonal);
                        default -> zeroContext(horizontal, vertical, diagonal);
                    });
        }
        return contexts;
    }

    /** The LL and LH column of table D.1; the HL column with the first two arguments exchanged. */
    private static int zeroContext(int first, int second, int diagonal) {
        if (first == 2) {
            return 8;
        }
        if (first == 1) {
            return second > 0 ? 7 : diagonal > 0 ? 6 : 5;
        }
        return second > 0 ? 2 + second : Math.min(diagonal, 2);
    }

    private static int zeroContextDiagonal(int direct, int diagonal) {
        if (diagonal >= 3) {
            return 8;
        }
        if (diagonal == 2) {
            return direct > 0 ? 7 : 6;
        }
        return 3 * diagonal + Math.min(direct, 2);
    }

    private static byte[] signContexts() {
        byte[] contexts = new byte[256];
        for (int i = 0; i < contexts.length; i++) {
            int vertical = contribution(i, NORTH, NORTH_NEGATIVE >> 4) + contribution(i, SOUTH, SOUTH_NEGATIVE >> 4);
            int horizontal = contribution(i, WEST, WEST_NEGATIVE >> 4) + contribution(i, EAST, EAST_NEGATIVE >> 4);
            int h = Integer.signum(horizontal);
            int v = Integer.signum(vertical);
            boolean invert = h < 0 || (h == 0 && v < 0);
            int context = h == 0 ? 9 + Math.abs(v) : 12 + h * v;
            contexts[i] = (byte) (context | (invert ? 0x80 : 0));
        }
        return contexts;
    }

    private static int contribution(int word, int significant, int negative) {
        if ((word & significant) == 0) {
            return 0;
        }
        return (word & negative) == 0 ? 1 : -1;
    }
}

package org.mammoclip.dicom.pixel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * The coding style of a tile (ITU-T T.800 A.6.1, segment COD).
 *
 * @param progression order of the packets, 0 to 4 (T.800 table A.16)
 * @param layers quality layers, at least 1
 * @param levels wavelet decompositions, 0 to 32
 * @param blockWidth nominal width of a code-block, as a power of two
 * @param blockHeight nominal height of a code-block, as a power of two
 * @param blockStyle flags of table A.19, see the constants
 * @param reversible whether the 5-3 wavelet is used, else the 9-7
 * @param precincts for each resolution PPy shl 4 or PPx; the array is shared
 */
@SuppressWarnings("ArrayRecordComponent")
record Jpeg2000Coding(
        int progression,
        int layers,
        int levels,
        int blockWidth,
        int blockHeight,
        int blockStyle,
        boolean reversible,
        byte[] precincts) {
    static final int BYPASS = 1;
    static final int RESET = 2;
    static final int TERMINATE_EACH = 4;
    static final int VERTICALLY_CAUSAL = 8;
    static final int SEGMENTATION_SYMBOLS = 32;
    private static final int HIGH_THROUGHPUT = 64;

    private static final int MAX_LAYERS = 512;

    /** Reads a COD segment after its length. */
    static Jpeg2000Coding read(ByteBuffer cod) throws UndecodablePixelsException {
        if (cod.remaining() < 10) {
            throw JpegMarkers.corrupt("COD segment of " + cod.remaining() + " bytes");
        }
        int style = cod.get();
        int progression = cod.get() & 0xFF;
        int layers = cod.getShort() & 0xFFFF;
        cod.get();
        int levels = cod.get() & 0xFF;
        int blockWidth = (cod.get() & 0xFF) + 2;
        int blockHeight = (cod.get() & 0xFF) + 2;
        int blockStyle = cod.get() & 0xFF;
        int transformation = cod.get() & 0xFF;
        if ((blockStyle & HIGH_THROUGHPUT) != 0) {
            throw JpegMarkers.unsupported("High-Throughput JPEG 2000 (code-block style)");
        }
        if (progression > 4 || layers == 0 || levels > 32 || transformation > 1) {
            throw JpegMarkers.corrupt("COD segment out of bounds");
        }
        if (blockWidth > 10 || blockHeight > 10 || blockWidth + blockHeight > 12) {
            throw JpegMarkers.corrupt("code-blocks of 2^" + blockWidth + " x 2^" + blockHeight);
        }
        if (layers > MAX_LAYERS) {
            throw new UndecodablePixelsException(Reason.TOO_LARGE, layers + " JPEG 2000 layers");
        }
        byte[] precincts = new byte[levels + 1];
        Arrays.fill(precincts, (byte) 0xFF);
        if ((style & 1) != 0) {
            if (cod.remaining() < precincts.length) {
                throw JpegMarkers.corrupt("COD segment without its precinct sizes");
            }
            cod.get(precincts);
            for (int i = 1; i < precincts.length; i++) {
                if ((precincts[i] & 15) == 0 || (precincts[i] & 0xF0) == 0) {
                    throw JpegMarkers.corrupt("precincts of one row or column");
                }
            }
        }
        return new Jpeg2000Coding(
                progression, layers, levels, blockWidth, blockHeight, blockStyle, transformation == 1, precincts);
    }

    boolean has(int style) {
        return (blockStyle & style) != 0;
    }

    /** Width of a precinct at a resolution, as a power of two. */
    int precinctWidth(int resolution) {
        return precincts[resolution] & 15;
    }

    /** Height of a precinct at a resolution, as a power of two. */
    int precinctHeight(int resolution) {
        return precincts[resolution] >> 4 & 15;
    }
}

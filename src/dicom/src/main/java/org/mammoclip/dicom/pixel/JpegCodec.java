package org.mammoclip.dicom.pixel;

import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * JPEG with Huffman coding, one component (ITU-T T.81): baseline and extended sequential DCT at 8 or 12 bits, and the
 * lossless process at 2 to 16 bits. Progressive, hierarchical and arithmetic processes are refused by name.
 */
final class JpegCodec implements FrameCodec {
    @Override
    public short[] decode(byte[] frame, PixelFormat format) throws UndecodablePixelsException {
        JpegMarkers markers = new JpegMarkers(frame);
        Tables tables = new Tables();
        int process = -1;
        int precision = 0;
        while (true) {
            int marker = markers.next();
            switch (marker) {
                case JpegMarkers.DHT -> tables.readHuffman(markers);
                case JpegMarkers.DQT -> tables.readQuantization(markers);
                case JpegMarkers.DRI -> tables.restartInterval = markers.u16();
                case JpegMarkers.SOF0_BASELINE, JpegMarkers.SOF1_EXTENDED, JpegMarkers.SOF3_LOSSLESS -> {
                    if (process != -1) {
                        throw JpegMarkers.corrupt("two frame headers");
                    }
                    process = marker;
                    precision = markers.frameHeader(format);
                    markers.u8();
                    markers.u8();
                    tables.quantizationSelector = markers.u8();
                }
                case JpegMarkers.SOS -> {
                    if (process == -1) {
                        throw JpegMarkers.corrupt("a scan before the frame header");
                    }
                    return scan(frame, markers, tables, process, precision, format.size());
                }
                default -> {
                    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8) {
                        throw JpegMarkers.unsupported("JPEG process SOF" + (marker - 0xC0));
                    }
                }
            }
        }
    }

    private static short[] scan(
            byte[] frame, JpegMarkers markers, Tables tables, int process, int precision, ImageSize size)
            throws UndecodablePixelsException {
        if (markers.u8() != 1) {
            throw JpegMarkers.corrupt("a scan of more than the one component");
        }
        markers.u8();
        int selectors = markers.u8();
        int first = markers.u8();
        markers.u8();
        int approximation = markers.u8();
        JpegHuffmanReader reader = new JpegHuffmanReader(frame, markers.segmentEnd());
        // A pixel costs at least one bit in the lossless process, a block two bits in the DCT processes.
        long leastBits = process == JpegMarkers.SOF3_LOSSLESS ? size.pixels() : size.pixels() / 32;
        if (leastBits / 8 > frame.length) {
            throw new UndecodablePixelsException(
                    Reason.LENGTH_MISMATCH, frame.length + " bytes cannot hold " + size + " pixels");
        }
        JpegHuffmanReader.Table dcTable = tables.huffman(selectors >> 4);
        if (process == JpegMarkers.SOF3_LOSSLESS) {
            return new JpegLosslessScan(size, precision, first, approximation & 15, tables.restartInterval)
                    .decode(reader, dcTable);
        }
        if (precision != 8 && (precision != 12 || process == JpegMarkers.SOF0_BASELINE)) {
            throw JpegMarkers.unsupported("JPEG DCT process of " + precision + " bits");
        }
        return new JpegDctScan(size, precision, tables.quantization(), tables.restartInterval)
                .decode(reader, dcTable, tables.huffman(4 + (selectors & 15)));
    }

    /** What the segments before the scan define. */
    private static final class Tables {
        private final JpegHuffmanReader.@Nullable Table[] huffman = new JpegHuffmanReader.Table[8];
        private final int[] @Nullable [] quantization = new int[4][];
        private int quantizationSelector;
        private int restartInterval;

        void readHuffman(JpegMarkers segment) throws UndecodablePixelsException {
            while (segment.left() > 0) {
                int destination = segment.u8();
                if ((destination >> 4) > 1 || (destination & 15) > 3) {
                    throw JpegMarkers.corrupt("Huffman table destination");
                }
                huffman[4 * (destination >> 4) + (destination & 15)] = new JpegHuffmanReader.Table(segment);
            }
        }

        void readQuantization(JpegMarkers segment) throws UndecodablePixelsException {
            while (segment.left() > 0) {
                int destination = segment.u8();
                if ((destination >> 4) > 1 || (destination & 15) > 3) {
                    throw JpegMarkers.corrupt("quantization table destination");
                }
                int[] table = new int[64];
                for (int i = 0; i < 64; i++) {
                    table[i] = destination >> 4 == 0 ? segment.u8() : segment.u16();
                }
                quantization[destination & 15] = table;
            }
        }

        /** @param index destination of a DC or lossless table, or 4 + destination of an AC table */
        JpegHuffmanReader.Table huffman(int index) throws UndecodablePixelsException {
            JpegHuffmanReader.Table table = index < huffman.length ? huffman[index] : null;
            if (table == null) {
                throw JpegMarkers.corrupt("the scan names a Huffman table that was not sent");
            }
            return table;
        }

        int[] quantization() throws UndecodablePixelsException {
            int[] table = quantizationSelector < 4 ? quantization[quantizationSelector] : null;
            if (table == null) {
                throw JpegMarkers.corrupt("the frame names a quantization table that was not sent");
            }
            return table;
        }
    }
}

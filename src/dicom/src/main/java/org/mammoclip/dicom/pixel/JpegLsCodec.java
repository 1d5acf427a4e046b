package org.mammoclip.dicom.pixel;

import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/** JPEG-LS lossless and near-lossless, one component (ISO/IEC 14495-1, ITU-T T.87). */
final class JpegLsCodec implements FrameCodec {
    @Override
    public short[] decode(byte[] frame, PixelFormat format) throws UndecodablePixelsException {
        JpegMarkers markers = new JpegMarkers(frame);
        int precision = 0;
        int[] preset = new int[5];
        while (true) {
            int marker = markers.next();
            switch (marker) {
                case JpegMarkers.SOF55_JPEG_LS -> {
                    if (precision != 0) {
                        throw JpegMarkers.corrupt("two frame headers");
                    }
                    precision = markers.frameHeader(format);
                }
                case JpegMarkers.LSE -> readPreset(markers, preset);
                case JpegMarkers.DRI -> {
                    if (markers.u16() != 0) {
                        throw JpegMarkers.unsupported("JPEG-LS restart intervals");
                    }
                }
                case JpegMarkers.SOS -> {
                    if (precision == 0) {
                        throw JpegMarkers.corrupt("a scan before the frame header");
                    }
                    return scan(frame, markers, precision, preset, format.size());
                }
                default -> {
                    if (marker >= 0xC0 && marker <= 0xCF && marker != JpegMarkers.DHT && marker != 0xC8) {
                        throw JpegMarkers.unsupported("JPEG process SOF" + (marker - 0xC0) + " is not JPEG-LS");
                    }
                }
            }
        }
    }

    /** LSE type 1: MAXVAL, T1, T2, T3, RESET; zero stands for the default (T.87 C.2.4.1.1). */
    private static void readPreset(JpegMarkers segment, int[] preset) throws UndecodablePixelsException {
        int type = segment.u8();
        if (type != 1) {
            throw JpegMarkers.unsupported("JPEG-LS LSE type " + type);
        }
        for (int i = 0; i < preset.length; i++) {
            preset[i] = segment.u16();
        }
    }

    private static short[] scan(byte[] frame, JpegMarkers markers, int precision, int[] preset, ImageSize size)
            throws UndecodablePixelsException {
        if (markers.u8() != 1) {
            throw JpegMarkers.corrupt("a scan of more than the one component");
        }
        markers.u8();
        if (markers.u8() != 0) {
            throw JpegMarkers.unsupported("JPEG-LS mapping tables");
        }
        int near = markers.u8();
        // One component is never interleaved, whatever the interleave byte says.
        markers.u8();
        int pointTransform = markers.u8() & 15;
        if (pointTransform >= precision) {
            throw JpegMarkers.corrupt("point transform " + pointTransform + " of " + precision + " bits");
        }
        JpegLsParameters parameters = JpegLsParameters.of(precision, near, preset);
        // The longest run a bit can stand for is 2^15 pixels.
        if (size.pixels() / 32768 / 8 > frame.length) {
            throw new UndecodablePixelsException(
                    Reason.LENGTH_MISMATCH, frame.length + " bytes cannot hold " + size + " pixels");
        }
        short[] cells = new short[size.pixels()];
        new JpegLsScan(parameters, new JpegLsBits(frame, markers.segmentEnd())).decode(cells, size);
        if (pointTransform > 0) {
            for (int i = 0; i < cells.length; i++) {
                cells[i] = (short) (cells[i] << pointTransform);
            }
        }
        return cells;
    }
}

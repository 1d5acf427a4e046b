package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/** Headers written by hand: what each claim out of bounds is refused as. */
class CodestreamHeaderTest {
    private static final PixelFormat EIGHT_BY_EIGHT = PixelFormat.monochrome(new ImageSize(8, 8), 8, 8);
    private static final String DQT = "FFDB 0043 00" + "01".repeat(64);
    private static final String DHT_DC = "FFC4 0014 00 01000000000000000000000000000000 00";
    private static final String DHT_AC = "FFC4 0014 10 01000000000000000000000000000000 00";
    private static final String SOS = "FFDA 0008 01 01 00 00 3F 00";

    /** A flat image costs two bits: DC difference 0, end of block. */
    @Test
    void decodesTheSmallestBaselineImage() throws UndecodablePixelsException {
        short[] cells =
                decodeJpeg("FFD8" + DQT + "FFC0 000B 08 0008 0008 01 01 11 00" + DHT_DC + DHT_AC + SOS + "3F FFD9");

        assertThat(cells).hasSize(64).containsOnly((short) 128);
    }

    @ParameterizedTest
    @CsvSource({
        "FFC0 000B 08 0009 0008 01 01 11 00, CODESTREAM_MISMATCH",
        "FFC0 000B 08 0000 0008 01 01 11 00, CODESTREAM_MISMATCH",
        "FFC0 0011 08 0008 0008 03 01 11 00 02 11 00 03 11 00, CODESTREAM_MISMATCH",
        "FFC0 000B 0C 0008 0008 01 01 11 00, CODESTREAM_MISMATCH",
        "FFC0 000B 07 0008 0008 01 01 11 00, UNSUPPORTED_CODESTREAM",
        "FFC2 000B 08 0008 0008 01 01 11 00, UNSUPPORTED_CODESTREAM",
        "FFC9 000B 08 0008 0008 01 01 11 00, UNSUPPORTED_CODESTREAM",
        "FFC0 000B 08 0008 0008 01 01 11 03, CORRUPT_CODESTREAM",
        "FFC0 0001 08 0008 0008 01 01 11 00, CORRUPT_CODESTREAM",
        "FFC0 0002, CORRUPT_CODESTREAM",
        "FFC0 FFFF 08 0008 0008 01 01 11 00, CORRUPT_CODESTREAM",
        "FFFE 0002, CORRUPT_CODESTREAM",
        "FFC3 000B 08 0008 0008 01 01 11 00, CORRUPT_CODESTREAM",
        "FFFF FFC0 000B 08 0008 0008 01 01 11 00 FFC0 000B 08 0008 0008 01 01 11 00, CORRUPT_CODESTREAM"
    })
    void refusesFrameHeadersByReason(String frameHeader, Reason reason) {
        assertThat(reasonOfJpeg("FFD8" + DQT + frameHeader + DHT_DC + DHT_AC + SOS + "3F FFD9"))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "FFDA 0008 01 01 11 00 3F 00, CORRUPT_CODESTREAM",
        "FFDA 0008 02 01 00 00 3F 00, CORRUPT_CODESTREAM",
        "FFDA 0003 01, CORRUPT_CODESTREAM",
        "FFC4 0014 02 00000000000000000000000000000000 00, CORRUPT_CODESTREAM",
        "FFC4 0013 40 00000000000000000000000000000000, CORRUPT_CODESTREAM",
        "FFC4 0016 00 03000000000000000000000000000000 00 01 02, CORRUPT_CODESTREAM",
        "FFC4 0013 00 FF000000000000000000000000000000, CORRUPT_CODESTREAM",
        "FFDB 0003 20, CORRUPT_CODESTREAM",
        "FFDB 0004 00 01, CORRUPT_CODESTREAM",
        "FFDD 0003 00, CORRUPT_CODESTREAM",
        "FFD9, CORRUPT_CODESTREAM",
        "FFD0, CORRUPT_CODESTREAM",
        "0000, CORRUPT_CODESTREAM"
    })
    void refusesOtherSegmentsByReason(String segment, Reason reason) {
        assertThat(reasonOfJpeg("FFD8" + DQT + "FFC0 000B 08 0008 0008 01 01 11 00" + DHT_DC + DHT_AC + segment + SOS
                        + "3F FFD9"))
                .isEqualTo(reason);
    }

    @Test
    void followsRestartMarkersAndRefusesWrongOnes() throws UndecodablePixelsException {
        PixelFormat wide = PixelFormat.monochrome(new ImageSize(8, 24), 8, 8);
        String head = "FFD8" + DQT + "FFDD 0004 0001 FFC0 000B 08 0008 0018 01 01 11 00" + DHT_DC + DHT_AC + SOS;

        assertThat(new JpegCodec().decode(bytes(head + "3F FFD0 3F FFD1 3F FFD9"), wide))
                .containsOnly((short) 128);
        assertThat(reasonOf(new JpegCodec(), head + "3F FFD1 3F FFD1 3F FFD9", wide))
                .isEqualTo(Reason.CORRUPT_CODESTREAM);
        assertThat(reasonOf(new JpegCodec(), head + "3F FFD0 3F FFD9", wide)).isEqualTo(Reason.CORRUPT_CODESTREAM);
        assertThat(reasonOf(new JpegCodec(), head + "3F FFD0 3F", wide)).isEqualTo(Reason.LENGTH_MISMATCH);
        assertThat(reasonOf(new JpegCodec(), head + "3F 00 00 FFD0 3F FFD1 3F", wide))
                .isEqualTo(Reason.CORRUPT_CODESTREAM);
    }

    @ParameterizedTest
    @CsvSource({
        "01 01 00 00 00 00, 8, LENGTH_MISMATCH",
        "02 01 00 00 00 00, 8, CORRUPT_CODESTREAM",
        "01 01 01 00 00 00, 8, UNSUPPORTED_CODESTREAM",
        "01 01 00 80 00 00, 8, CORRUPT_CODESTREAM",
        "01 01 00 00 00 08, 8, CORRUPT_CODESTREAM"
    })
    void refusesJpegLsScansByReason(String scan, int bits, Reason reason) {
        assertThat(reasonOf(
                        new JpegLsCodec(), "FFD8 FFF7 000B 08 0008 0008 01 01 11 00 FFDA 0008" + scan, EIGHT_BY_EIGHT))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "FFF8 000D 01 0100 0000 0000 0000 0000, CORRUPT_CODESTREAM",
        "FFF8 000D 01 00FF 0009 0008 0007 0000, CORRUPT_CODESTREAM",
        "FFF8 000D 01 00FF 0003 0007 0100 0000, CORRUPT_CODESTREAM",
        "FFF8 000D 01 00FF 0003 0007 0015 0002, CORRUPT_CODESTREAM",
        "FFF8 000D 01 00FF 0003 0007 0015 0100, CORRUPT_CODESTREAM",
        "FFF8 0004 01 00, CORRUPT_CODESTREAM",
        "FFF8 0003 02, UNSUPPORTED_CODESTREAM",
        "FFDD 0004 0001, UNSUPPORTED_CODESTREAM",
        "FFC1 000B 08 0008 0008 01 01 11 00, UNSUPPORTED_CODESTREAM",
        "FFF7 000B 08 0008 0008 01 01 11 00, CORRUPT_CODESTREAM"
    })
    void refusesJpegLsSegmentsByReason(String segment, Reason reason) {
        String stream = "FFD8 FFF7 000B 08 0008 0008 01 01 11 00" + segment + "FFDA 0008 01 01 00 00 00 00 00";
        assertThat(reasonOf(new JpegLsCodec(), stream, EIGHT_BY_EIGHT)).isEqualTo(reason);
    }

    /** Offsets from the start of the codestream: SOC, SIZ, its length, Rsiz at 6, Xsiz at 8, and so on. */
    @ParameterizedTest
    @CsvSource({
        "0, 00, CORRUPT_CODESTREAM",
        "6, 40, UNSUPPORTED_CODESTREAM",
        "8, 7F, CODESTREAM_MISMATCH",
        "12, 7F, CODESTREAM_MISMATCH",
        "19, 01, UNSUPPORTED_CODESTREAM",
        "23, 01, UNSUPPORTED_CODESTREAM",
        "41, 03, CODESTREAM_MISMATCH",
        "42, 1F, CODESTREAM_MISMATCH",
        "43, 02, UNSUPPORTED_CODESTREAM"
    })
    void refusesJpeg2000SizesByReason(int offset, String value, Reason reason) throws IOException {
        byte[] stream = Examples.codestream("transfer-syntaxes/RCC_j2k_lossless");
        stream[offset] = bytes(value)[0];
        PixelFormat format = PixelFormat.monochrome(new ImageSize(384, 288), 16, 12);

        assertThat(reasonOf(new Jpeg2000Codec(), stream, format)).isEqualTo(reason);
    }

    @Test
    void refusesMillionsOfJpeg2000Tiles() throws IOException {
        byte[] stream = Examples.codestream("transfer-syntaxes/RCC_j2k_lossless");
        System.arraycopy(bytes("00000001 00000001"), 0, stream, 24, 8);
        PixelFormat format = PixelFormat.monochrome(new ImageSize(384, 288), 16, 12);

        assertThat(reasonOf(new Jpeg2000Codec(), stream, format)).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void refusesRleHeadersByReason() {
        PixelFormat format = PixelFormat.monochrome(new ImageSize(1, 2), 8, 8);
        String zeros = "00".repeat(56);

        assertThat(reasonOf(new RleCodec(), "01000000 40000000" + zeros + "01 0506 80", format))
                .isNull();
        assertThat(reasonOf(new RleCodec(), "02000000 40000000" + zeros + "01 0506", format))
                .isEqualTo(Reason.CODESTREAM_MISMATCH);
        assertThat(reasonOf(new RleCodec(), "01000000 3F000000" + zeros + "01 0506", format))
                .isEqualTo(Reason.CORRUPT_CODESTREAM);
        assertThat(reasonOf(new RleCodec(), "01000000 FFFFFFFF" + zeros + "01 0506", format))
                .isEqualTo(Reason.CORRUPT_CODESTREAM);
        assertThat(reasonOf(new RleCodec(), "01000000 40000000" + zeros + "01 05", format))
                .isEqualTo(Reason.LENGTH_MISMATCH);
        assertThat(reasonOf(new RleCodec(), "01000000 40000000" + zeros + "80 80 80", format))
                .isEqualTo(Reason.LENGTH_MISMATCH);
    }

    private static short[] decodeJpeg(String hex) throws UndecodablePixelsException {
        return new JpegCodec().decode(bytes(hex), EIGHT_BY_EIGHT);
    }

    private static Reason reasonOfJpeg(String hex) {
        return reasonOf(new JpegCodec(), hex, EIGHT_BY_EIGHT);
    }

    private static Reason reasonOf(FrameCodec codec, String hex, PixelFormat format) {
        return reasonOf(codec, bytes(hex), format);
    }

    /** Null if it was decoded. */
    private static Reason reasonOf(FrameCodec codec, byte[] stream, PixelFormat format) {
        try {
            codec.decode(stream, format);
            return null;
        } catch (UndecodablePixelsException e) {
            return e.reason();
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}

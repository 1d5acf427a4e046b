package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

class FrameDecoderTest {
    private static final TransferSyntax NATIVE = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    @ParameterizedTest
    @CsvSource({
        "RCC_deflated, 0",
        "RCC_rle, 0",
        "RCC_jpeg_lossless_sv1, 0",
        "RCC_jpeg_lossless_p14_sv4, 0",
        "RCC_jpegls_lossless, 0",
        "RCC_jpegls_near_lossless, 2",
        "RCC_j2k_lossless, 0",
        "RCC_j2k_lossy, 14"
    })
    void decodesEveryTransferSyntaxToTheReferencePixels(String name, int largestError) throws IOException {
        StoredPixels reference = Examples.decode("study/RCC");
        StoredPixels decoded = Examples.decode("transfer-syntaxes/" + name);

        assertThat(decoded.size()).isEqualTo(reference.size());
        assertThat(largestDifference(decoded, reference)).isEqualTo(largestError);
    }

    @Test
    void decodesImplicitVrToEveryFourthPixelOfTheReference() throws IOException {
        StoredPixels reference = Examples.decode("study/RCC");
        StoredPixels quarter = Examples.decode("transfer-syntaxes/RCC_quarter_implicit_vr_le");

        for (int row = 0; row < quarter.size().rows(); row++) {
            for (int column = 0; column < quarter.size().columns(); column++) {
                assertThat(quarter.value(row, column)).isEqualTo(reference.value(4 * row, 4 * column));
            }
        }
    }

    @Test
    void refusesHighThroughputJpeg2000ByName() throws IOException {
        Part10File file = Examples.read("transfer-syntaxes/RCC_htj2k_lossless");

        assertThat(FrameDecoder.supports(file.transferSyntax())).isFalse();
        assertThatExceptionOfType(UndecodablePixelsException.class)
                .isThrownBy(() -> FrameDecoder.decode(file.dataSet(), file.transferSyntax()))
                .withMessageContaining("High-Throughput JPEG 2000")
                .matches(e -> e.reason() == Reason.UNSUPPORTED_TRANSFER_SYNTAX);
        // The same codestream under a wrong label is found out as well.
        assertThat(reasonOf(file.dataSet(), TransferSyntax.JPEG_2000)).isEqualTo(Reason.UNSUPPORTED_CODESTREAM);
    }

    @Test
    void everyTransferSyntaxButHighThroughputIsDecodable() {
        for (TransferSyntax syntax : TransferSyntax.values()) {
            assertThat(FrameDecoder.supports(syntax)).isEqualTo(!syntax.name().startsWith("HTJ2K"));
        }
        assertThat(FrameDecoder.decodable()).hasSize(TransferSyntax.values().length - 3);
    }

    @Test
    void masksBitsAboveHighBit() throws IOException {
        DataSet image = Examples.image(1, 3, 16, 12)
                .integers(Tag.PixelData, Vr.OW, 0xF123, 0x8FFF, 0x0800)
                .build();

        assertThat(values(FrameDecoder.decode(image, NATIVE))).containsExactly(0x123, 0xFFF, 0x800);
    }

    @Test
    void takesStoredBitsFromBelowHighBit() throws IOException {
        DataSet image = Examples.image(1, 2, 16, 12)
                .integers(Tag.HighBit, 15)
                .integers(Tag.PixelData, Vr.OW, 0x123F, 0xFFF0)
                .build();

        assertThat(values(FrameDecoder.decode(image, NATIVE))).containsExactly(0x123, 0xFFF);
    }

    @Test
    void extendsTheSignOfSignedValues() throws IOException {
        DataSet image = Examples.image(1, 3, 16, 12)
                .integers(Tag.PixelRepresentation, 1)
                .integers(Tag.PixelData, Vr.OW, 0x0FFF, 0x0800, 0x07FF)
                .build();

        StoredPixels pixels = FrameDecoder.decode(image, NATIVE);
        assertThat(values(pixels)).containsExactly(-1, -2048, 2047);
        assertThat(pixels.lowest()).isEqualTo(-2048);
        assertThat(pixels.highest()).isEqualTo(2047);
    }

    @Test
    void keepsUnsignedSixteenBitValuesAbove32767() throws IOException {
        DataSet image = Examples.image(1, 2, 16, 16)
                .integers(Tag.PixelData, Vr.OW, 0xFFFF, 0x8000)
                .build();

        assertThat(values(FrameDecoder.decode(image, NATIVE))).containsExactly(65535, 32768);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OB", "OW"})
    void readsEightBitCellsWithTheirPadByte(String vr) throws IOException {
        DataSet image = Examples.image(1, 3, 8, 8)
                .binary(Tag.PixelData, Vr.of(vr), new byte[] {1, (byte) 200, 3, 0})
                .build();

        assertThat(values(FrameDecoder.decode(image, NATIVE))).containsExactly(1, 200, 3);
    }

    @Test
    void swapsABigEndianRegionOfAFile(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("pixels"), new byte[] {9, 9, 0x01, 0x02, 0x03, 0x04});
        DataSet image = Examples.image(1, 2, 16, 16)
                .add(new DataElement(Tag.PixelData, Vr.OW, new Value.FileRegion(file, 2, 4, false, true)))
                .build();

        assertThat(values(FrameDecoder.decode(image, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)))
                .containsExactly(0x0102, 0x0304);
    }

    @Test
    void saysThatAVanishedFileMayBeTriedAgain(@TempDir Path directory) {
        DataSet image = Examples.image(1, 2, 16, 16)
                .add(new DataElement(
                        Tag.PixelData, Vr.OW, new Value.FileRegion(directory.resolve("gone"), 0, 4, false, false)))
                .build();

        Reason reason = reasonOf(image, NATIVE);
        assertThat(reason).isEqualTo(Reason.SOURCE_UNREADABLE);
        assertThat(reason.isPermanent()).isFalse();
    }

    @Test
    void joinsAFrameInSeveralFragmentsWhateverTheOffsetTableSays() throws IOException {
        byte[] whole = Examples.codestream("transfer-syntaxes/RCC_jpegls_lossless");
        Value.Binary first = new Value.Binary(Arrays.copyOfRange(whole, 0, 1000));
        Value.Binary second = new Value.Binary(Arrays.copyOfRange(whole, 1000, whole.length));
        Value.Binary nonsense = new Value.Binary(new byte[] {-1, -1, -1, -1, 7});
        DataSet image = Examples.read("study/RCC").dataSet().toBuilder()
                .add(new DataElement(Tag.PixelData, Vr.OB, new Value.Fragments(nonsense, List.of(first, second))))
                .build();

        StoredPixels decoded = FrameDecoder.decode(image, TransferSyntax.JPEG_LS_LOSSLESS);
        assertThat(largestDifference(decoded, Examples.decode("study/RCC"))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3, LENGTH_MISMATCH", "0, NO_PIXEL_DATA", "6, LENGTH_MISMATCH", "1000000000, TOO_LARGE"})
    void refusesPixelDataThatDoesNotFitTheSize(int bytes, Reason reason, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("pixels");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        DataSet image = Examples.image(2, 1, 16, 16)
                .add(new DataElement(Tag.PixelData, Vr.OW, new Value.FileRegion(file, 0, bytes, false, false)))
                .build();

        assertThat(reasonOf(image, NATIVE)).isEqualTo(reason);
    }

    @Test
    void refusesARegionBeyondTheEndOfItsFile(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("pixels"), new byte[3]);
        DataSet image = Examples.image(2, 1, 16, 16)
                .add(new DataElement(Tag.PixelData, Vr.OW, new Value.FileRegion(file, 0, 4, false, false)))
                .build();

        assertThat(reasonOf(image, NATIVE)).isEqualTo(Reason.LENGTH_MISMATCH);
    }

    @Test
    void refusesColourAndFramesAndOddDepths() {
        DataSet grey =
                Examples.image(1, 1, 16, 12).integers(Tag.PixelData, Vr.OW, 0).build();

        assertThat(reasonOf(grey.toBuilder().integers(Tag.SamplesPerPixel, 3).build(), NATIVE))
                .isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(reasonOf(
                        grey.toBuilder()
                                .text(Tag.PhotometricInterpretation, "RGB")
                                .build(),
                        NATIVE))
                .isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(reasonOf(grey.toBuilder().text(Tag.NumberOfFrames, "2").build(), NATIVE))
                .isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(reasonOf(grey.toBuilder().integers(Tag.BitsAllocated, 32).build(), NATIVE))
                .isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @Test
    void refusesNativeBytesUnderACompressedSyntaxAndTheReverse() throws IOException {
        assertThat(reasonOf(Examples.read("study/RCC").dataSet(), TransferSyntax.RLE_LOSSLESS))
                .isEqualTo(Reason.NO_PIXEL_DATA);
        assertThat(reasonOf(Examples.read("transfer-syntaxes/RCC_rle").dataSet(), NATIVE))
                .isEqualTo(Reason.NO_PIXEL_DATA);
    }

    @ParameterizedTest
    @CsvSource({
        "RCC_rle, JPEG_LOSSLESS_SV1, CORRUPT_CODESTREAM",
        "RCC_jpeg_lossless_sv1, JPEG_LS_LOSSLESS, UNSUPPORTED_CODESTREAM",
        "RCC_jpegls_lossless, JPEG_LOSSLESS_SV1, CORRUPT_CODESTREAM",
        "RCC_jpegls_lossless, JPEG_2000, CORRUPT_CODESTREAM",
        "RCC_j2k_lossless, JPEG_LS_LOSSLESS, CORRUPT_CODESTREAM",
        "RCC_j2k_lossless, RLE_LOSSLESS, CODESTREAM_MISMATCH"
    })
    void refusesACodestreamUnderAWrongLabel(String name, TransferSyntax label, Reason reason) throws IOException {
        assertThat(reasonOf(Examples.read("transfer-syntaxes/" + name).dataSet(), label))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCC_rle",
                "RCC_jpeg_lossless_sv1",
                "RCC_jpegls_lossless",
                "RCC_j2k_lossless",
                "RCC_jpegls_near_lossless"
            })
    void refusesACodestreamOfAnotherSizeBeforeDecodingIt(String name) throws IOException {
        Part10File file = Examples.read("transfer-syntaxes/" + name);
        DataSet huge = file.dataSet().toBuilder()
                .integers(Tag.Rows, 10000)
                .integers(Tag.Columns, 10000)
                .build();

        assertThat(reasonOf(huge, file.transferSyntax())).isIn(Reason.CODESTREAM_MISMATCH, Reason.LENGTH_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCC_rle",
                "RCC_jpeg_lossless_sv1",
                "RCC_jpeg_lossless_p14_sv4",
                "RCC_jpegls_lossless",
                "RCC_jpegls_near_lossless",
                "RCC_j2k_lossless",
                "RCC_j2k_lossy"
            })
    void refusesACodestreamThatEndsEarly(String name) throws IOException {
        Part10File file = Examples.read("transfer-syntaxes/" + name);
        byte[] whole = Examples.codestream("transfer-syntaxes/" + name);
        for (int kept : new int[] {0, 1, 3, 20, 70, whole.length / 2, whole.length - 40}) {
            Value.Binary part = new Value.Binary(Arrays.copyOf(whole, kept));
            DataSet image = file.dataSet().toBuilder()
                    .add(new DataElement(
                            Tag.PixelData, Vr.OB, new Value.Fragments(new Value.Binary(new byte[0]), List.of(part))))
                    .build();

            assertThat(reasonOf(image, file.transferSyntax()))
                    .as("%d bytes", kept)
                    .isIn(Reason.LENGTH_MISMATCH, Reason.CORRUPT_CODESTREAM);
        }
    }

    static Reason reasonOf(DataSet image, TransferSyntax syntax) {
        try {
            FrameDecoder.decode(image, syntax);
        } catch (UndecodablePixelsException e) {
            return e.reason();
        }
        throw new AssertionError("was decoded");
    }

    static int largestDifference(StoredPixels one, StoredPixels other) {
        assertThat(one.size()).isEqualTo(other.size());
        int largest = 0;
        for (int i = 0; i < one.size().pixels(); i++) {
            largest = Math.max(largest, Math.abs(one.value(i) - other.value(i)));
        }
        return largest;
    }

    private static int[] values(StoredPixels pixels) {
        int[] values = new int[pixels.size().pixels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels.value(i);
        }
        return values;
    }
}

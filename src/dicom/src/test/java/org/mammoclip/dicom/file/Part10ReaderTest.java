package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

class Part10ReaderTest {
    private static final DataSet SMALL = DataSet.builder()
            .uid(Tag.SOPClassUID, SopClass.SECONDARY_CAPTURE_IMAGE)
            .text(Tag.SOPInstanceUID, "2.25.1")
            .text(Tag.PatientID, "id")
            .build();

    private static byte[] encode(Part10File file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Part10Writer.write(out, file);
        return out.toByteArray();
    }

    private static Part10File read(byte[] bytes) throws IOException {
        return Part10Reader.read(new ByteArrayInputStream(bytes), ReadLimits.DEFAULT);
    }

    private static Part10File image(TransferSyntax syntax, byte[] pixels) {
        return Part10File.of(
                SMALL.toBuilder().binary(Tag.PixelData, Vr.OW, pixels).build(), syntax);
    }

    @Test
    void fileMetaIsPreamblePrefixAndGroupTwo() {
        byte[] bytes = FileMeta.encode(
                Uid.of("1.2"),
                Uid.of("1.2.3"),
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                new Implementation(Uid.of("1.4"), "TEST_1"));

        assertThat(bytes)
                .isEqualTo(Hex.bytes(
                        "00".repeat(128) + "'DICM'",
                        "02 00 00 00 'UL' 04 00 5C 00 00 00", // group length 92
                        "02 00 01 00 'OB' 00 00 02 00 00 00 00 01", // version
                        "02 00 02 00 'UI' 04 00 '1.2' 00", // Media Storage SOP Class UID
                        "02 00 03 00 'UI' 06 00 '1.2.3' 00", // Media Storage SOP Instance UID
                        "02 00 10 00 'UI' 12 00 '1.2.840.10008.1.2' 00", // Transfer Syntax UID
                        "02 00 12 00 'UI' 04 00 '1.4' 00", // Implementation Class UID
                        "02 00 13 00 'SH' 06 00 'TEST_1'")); // Implementation Version Name
    }

    @Test
    void aSpoolMayPrependTheMetaToRawBytes(@TempDir Path folder) throws IOException {
        byte[] meta = FileMeta.encode(
                SopClass.SECONDARY_CAPTURE_IMAGE,
                Uid.of("2.25.1"),
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                Implementation.MAMMOCLIP);
        byte[] received = Hex.write(SMALL, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        Path file = folder.resolve("spooled");
        Files.write(file, meta);
        Files.write(file, received, java.nio.file.StandardOpenOption.APPEND);

        assertThat(Part10Reader.read(file, ReadLimits.DEFAULT))
                .isEqualTo(Part10File.of(SMALL, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
        assertThat(Part10Reader.readStart(file, ReadLimits.DEFAULT).dataSetOffset())
                .isEqualTo(meta.length);
    }

    @Test
    void leavesLargeValuesInTheirFile(@TempDir Path folder) throws IOException {
        byte[] pixels = new byte[DataSetParser.REGION_BYTES + 2];
        Arrays.fill(pixels, (byte) 7);
        Path path = folder.resolve("image.dcm");
        Part10Writer.write(path, image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, pixels));

        Part10File file = Part10Reader.read(path, ReadLimits.DEFAULT.withMaxMemoryBytes(10_000));

        assertThat(file.dataSet().element(Tag.PixelData).orElseThrow().value())
                .isEqualTo(new Value.FileRegion(path, Files.size(path) - pixels.length, pixels.length, false, false));
        Path copy = folder.resolve("copy.dcm");
        Part10Writer.write(copy, file);
        assertThat(copy).hasSameBinaryContentAs(path);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Part10Writer.write(path, file))
                .withMessageContaining("in the file to be replaced");
        assertThat(path).hasSameBinaryContentAs(copy);
    }

    @Test
    void leavesFragmentsInTheirFile(@TempDir Path folder) throws IOException {
        Value fragments = new Value.Fragments(
                new Value.Binary(new byte[0]), java.util.List.of(new Value.Binary(new byte[] {1, 2})));
        Path path = folder.resolve("rle.dcm");
        Part10Writer.write(
                path,
                Part10File.of(
                        SMALL.toBuilder()
                                .add(new DataElement(Tag.PixelData, Vr.OB, fragments))
                                .build(),
                        TransferSyntax.RLE_LOSSLESS));

        Part10File file = Part10Reader.read(path, ReadLimits.DEFAULT);

        assertThat(file.dataSet().element(Tag.PixelData).orElseThrow().value())
                .isEqualTo(new Value.FileRegion(path, Files.size(path) - 26, 26, true, false));
        Path copy = folder.resolve("copy.dcm");
        Part10Writer.write(copy, file);
        assertThat(copy).hasSameBinaryContentAs(path);
    }

    @Test
    void readsTheHeaderWithoutThePixelsBehindIt() throws IOException {
        byte[] bytes = encode(image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, new byte[1 << 20]));
        int header = bytes.length - (1 << 20) - 12;
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(bytes, 0, header + 12), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("read too far");
                    }
                });

        Part10File file = Part10Reader.readHeader(broken, ReadLimits.DEFAULT);

        assertThat(file.dataSet()).isEqualTo(SMALL);
    }

    @Test
    void readsBareDataSetsByTheirFirstElement() throws IOException {
        for (TransferSyntax syntax : java.util.List.of(
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)) {
            assertThat(read(Hex.write(SMALL, syntax))).isEqualTo(new Part10File(DataSet.EMPTY, syntax, SMALL));
        }
    }

    @Test
    void readsMetaWithoutPreamble() throws IOException {
        byte[] bytes = encode(Part10File.of(SMALL, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

        assertThat(read(Arrays.copyOfRange(bytes, 132, bytes.length)))
                .isEqualTo(Part10File.of(SMALL, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    @Test
    void aWrongGroupLengthDoesNoHarm() throws IOException {
        byte[] bytes = encode(Part10File.of(SMALL, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        for (int wrong : new int[] {0, 20, 255}) {
            bytes[140] = (byte) wrong;
            assertThat(read(bytes).dataSet()).isEqualTo(SMALL);
        }
    }

    @Test
    void refusesWhatIsNoDicomFile() {
        assertRefused(new byte[0], "too short for a DICOM file");
        assertRefused("GIF89a, not DICOM".getBytes(), "neither a DICOM prefix nor a data set");
        assertRefused(new byte[200], "neither a DICOM prefix nor a data set");
        assertRefused(Hex.bytes("00".repeat(128) + "'DICM'"), "no transfer syntax in (0002,0010)");
        assertRefused(
                Hex.bytes("00".repeat(128) + "'DICM'", "02 00 10 00 'UI' 04 00 '1.2' 00"),
                "transfer syntax not supported in (0002,0010)");
    }

    private static void assertRefused(byte[] bytes, String what) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(DicomFormatException.class)
                .hasMessageContaining(what);
    }

    @Test
    void refusesDeflatedDataBeyondTheBounds() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(FileMeta.encode(
                Uid.of("1.2"),
                Uid.of("1.3"),
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                Implementation.MAMMOCLIP));
        try (DeflaterOutputStream out = new DeflaterOutputStream(bomb, new Deflater(9, true))) {
            out.write(Hex.bytes("09 00 01 10 'OB' 00 00 00 00 00 20")); // 512 MiB
            for (int mebibytes = 0; mebibytes < 64; mebibytes++) {
                out.write(new byte[1 << 20]);
            }
        }
        ReadLimits roomy = ReadLimits.DEFAULT.withMaxMemoryBytes(1L << 30);

        assertThatThrownBy(() -> Part10Reader.read(new ByteArrayInputStream(bomb.toByteArray()), roomy))
                .isInstanceOf(DicomFormatException.class)
                .hasMessageContaining("inflates beyond the allowed ratio");
        assertThatThrownBy(() -> Part10Reader.read(
                        new ByteArrayInputStream(bomb.toByteArray()),
                        roomy.withMaxInflateRatio(2000).withMaxDataSetBytes(16 << 20)))
                .isInstanceOf(DicomFormatException.class)
                .hasMessageContaining("longer than the bound");
        assertThatThrownBy(() -> read(bomb.toByteArray()))
                .isInstanceOf(DicomFormatException.class)
                .hasMessageContaining("holds more in memory than the bound");
    }

    @Test
    void refusesDamagedDeflatedData() throws IOException {
        byte[] whole = encode(Part10File.of(SMALL, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
        int start = FileMeta.encode(Part10File.of(SMALL, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
                        .fileMeta())
                .length;
        byte[] damaged = whole.clone();
        damaged[start] = (byte) 0xFF; // a block type that does not exist

        assertRefused(damaged, "damaged deflated data set");
        assertRefused(Arrays.copyOf(whole, start + 5), "damaged deflated data set");
    }

    @Test
    void writerTakesTheTransferSyntaxOfTheFile() throws IOException {
        Part10File implicit = Part10File.of(SMALL, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        Part10File explicit =
                new Part10File(implicit.fileMeta(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, implicit.dataSet());

        assertThat(read(encode(explicit))).isEqualTo(Part10File.of(SMALL, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        assertThat(read(encode(new Part10File(DataSet.EMPTY, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, SMALL))))
                .isEqualTo(Part10File.of(SMALL, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        encode(new Part10File(DataSet.EMPTY, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, DataSet.EMPTY)));
    }

    @Test
    void aRefusedFileLeavesTheOldOneAlone(@TempDir Path folder) throws IOException {
        Path path = Files.write(folder.resolve("old.dcm"), new byte[] {1, 2, 3});
        Part10File impossible = Part10File.of(
                SMALL.toBuilder().text(Tag.StudyID, "a\\b").build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        assertThatIllegalArgumentException().isThrownBy(() -> Part10Writer.write(path, impossible));

        assertThat(path).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void refusesASecondGroupLength() {
        assertRefused(
                Hex.bytes("00".repeat(128) + "'DICM'", "02 00 00 00 'UL' 04 00 00 00 00 00".repeat(2)),
                "element occurs twice in (0002,0000)");
    }

    @Test
    void versionNamesAreShortStrings() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Implementation(Uid.of("1.2"), ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Implementation(Uid.of("1.2"), "a\\b"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Implementation(Uid.of("1.2"), "x".repeat(17)));
        assertThat(new Implementation(Uid.of("1.2"), "x".repeat(16)).versionName())
                .hasSize(16);
    }
}

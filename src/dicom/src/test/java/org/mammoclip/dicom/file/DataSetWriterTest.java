package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mammoclip.dicom.file.TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
import static org.mammoclip.dicom.file.TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
import static org.mammoclip.dicom.file.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.mammoclip.dicom.file.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
import static org.mammoclip.dicom.file.TransferSyntax.RLE_LOSSLESS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/** Golden bytes, with their meaning at the end of the line. */
class DataSetWriterTest {
    private static final DataSet MIXED = DataSet.builder()
            .integers(Tag.Rows, 4096)
            .text(Tag.PatientID, "abc")
            .uid(Tag.StudyInstanceUID, Uid.of("1.2.3"))
            .sequence(
                    Tag.ViewCodeSequence,
                    DataSet.builder().text(Tag.CodeMeaning, "cc").build())
            .binary(0x10090010, Vr.OB, new byte[] {1, 2, 3})
            .build();

    @Test
    void writesExplicitLittleEndian() {
        assertThat(Hex.write(MIXED, EXPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo(Hex.bytes(
                        "10 00 20 00 'LO' 04 00 'abc '", // text is padded with a space
                        "20 00 0D 00 'UI' 06 00 '1.2.3' 00", // a UID with NUL
                        "28 00 10 00 'US' 02 00 00 10",
                        "54 00 20 02 'SQ' 00 00 12 00 00 00", // defined lengths
                        "FE FF 00 E0 0A 00 00 00",
                        "08 00 04 01 'LO' 02 00 'cc'",
                        "09 10 10 00 'OB' 00 00 04 00 00 00 01 02 03 00"));
    }

    @Test
    void writesImplicitLittleEndian() {
        assertThat(Hex.write(MIXED, IMPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo(Hex.bytes(
                        "10 00 20 00 04 00 00 00 'abc '",
                        "20 00 0D 00 06 00 00 00 '1.2.3' 00",
                        "28 00 10 00 02 00 00 00 00 10",
                        "54 00 20 02 12 00 00 00",
                        "FE FF 00 E0 0A 00 00 00",
                        "08 00 04 01 02 00 00 00 'cc'",
                        "09 10 10 00 04 00 00 00 01 02 03 00"));
    }

    @Test
    void writesExplicitBigEndian() {
        DataSet dataSet = DataSet.builder()
                .integers(Tag.FrameIncrementPointer, Tag.PageNumberVector)
                .integers(Tag.Rows, 4096)
                .binary(Tag.PixelData, Vr.OW, new byte[] {2, 1, 4, 3})
                .build();

        assertThat(Hex.write(dataSet, EXPLICIT_VR_BIG_ENDIAN))
                .isEqualTo(Hex.bytes(
                        "00 28 00 09 'AT' 00 04 00 18 20 01",
                        "00 28 00 10 'US' 00 02 10 00",
                        "7F E0 00 10 'OW' 00 00 00 00 00 04 01 02 03 04"));
    }

    @Test
    void writesACommandSetWithItsGroupLength() {
        DataSet command = DataSet.builder()
                .uid(Tag.AffectedSOPClassUID, Uid.of("1.2"))
                .integers(Tag.CommandField, 0x8030)
                .text(Tag.ErrorComment, "é")
                .build();
        int groupLength = (int) DataSetWriter.encodedLength(command, IMPLICIT_VR_LITTLE_ENDIAN);
        DataSet whole = command.toBuilder()
                .integers(Tag.CommandGroupLength, groupLength)
                .build();

        byte[] bytes = Hex.write(whole, IMPLICIT_VR_LITTLE_ENDIAN);

        assertThat(bytes)
                .startsWith(Hex.bytes(
                        "00 00 00 00 04 00 00 00 20 00 00 00",
                        "00 00 02 00 04 00 00 00 '1.2' 00",
                        "00 00 00 01 02 00 00 00 30 80"))
                .hasSize(12 + groupLength);
    }

    @Test
    void neverWritesGroupLengthsOfDataSets() {
        DataSet dataSet = DataSet.builder()
                .integers(0x00100000, Vr.UL, 99)
                .text(Tag.PatientID, "ab")
                .build();

        assertThat(Hex.write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo(Hex.bytes("10 00 20 00 'LO' 02 00 'ab'"));
    }

    @Test
    void writesTextInUtf8AndSaysSoAtTheRootOnly() throws IOException {
        DataSet dataSet = DataSet.builder()
                .text(Tag.SpecificCharacterSet, "ISO_IR 100")
                .text(Tag.PatientName, "Müller")
                .sequence(
                        Tag.ReferencedStudySequence,
                        DataSet.builder()
                                .text(Tag.SpecificCharacterSet, "ISO_IR 144")
                                .text(Tag.StudyDescription, "ж")
                                .build())
                .build();

        byte[] bytes = Hex.write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN);

        assertThat(bytes)
                .isEqualTo(Hex.bytes(
                        "08 00 05 00 'CS' 0A 00 'ISO_IR 192'",
                        "08 00 10 11 'SQ' 00 00 12 00 00 00",
                        "FE FF 00 E0 0A 00 00 00",
                        "08 00 30 10 'LO' 02 00 D0 B6",
                        "10 00 10 00 'PN' 08 00 'M' C3 BC 'ller '"));
        assertThat(DataSetReader.read(new ByteArrayInputStream(bytes), EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT)
                        .string(Tag.PatientName))
                .contains("Müller");
    }

    @Test
    void declaresACharacterSetOnlyWhereOneIsNeeded() {
        DataSet ascii = DataSet.builder().text(Tag.PatientName, "Mueller").build();
        DataSet nested = DataSet.builder()
                .sequence(
                        Tag.ViewCodeSequence,
                        DataSet.builder().text(Tag.CodeMeaning, "ж").build())
                .build();

        assertThat(Hex.write(ascii, EXPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo(Hex.bytes("10 00 10 00 'PN' 08 00 'Mueller '"));
        assertThat(Hex.write(nested, EXPLICIT_VR_LITTLE_ENDIAN))
                .startsWith(Hex.bytes("08 00 05 00 'CS' 0A 00 'ISO_IR 192'"));
    }

    @Test
    void writesAValueTooLongForSixteenBitsAsUnknown() throws IOException {
        DataSet dataSet = DataSet.builder()
                .text(Tag.OtherPatientIDs, "x".repeat(65_534), "y")
                .build();

        byte[] bytes = Hex.write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN);

        assertThat(bytes).startsWith(Hex.bytes("10 00 00 10 'UN' 00 00 00 00 01 00"));
        assertThat(DataSetReader.read(new ByteArrayInputStream(bytes), EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT))
                .isEqualTo(dataSet);
    }

    @Test
    void writesFragmentsWithTheirDelimiter() {
        DataSet dataSet = DataSet.builder()
                .add(new DataElement(
                        Tag.PixelData,
                        Vr.OB,
                        new Value.Fragments(
                                new Value.Binary(new byte[0]), List.of(new Value.Binary(new byte[] {1, 2, 3})))))
                .build();

        assertThat(Hex.write(dataSet, RLE_LOSSLESS))
                .isEqualTo(Hex.bytes(
                        "E0 7F 10 00 'OB' 00 00 FF FF FF FF",
                        "FE FF 00 E0 00 00 00 00",
                        "FE FF 00 E0 04 00 00 00 01 02 03 00",
                        "FE FF DD E0 00 00 00 00"));
        assertThat(DataSetWriter.encodedLength(dataSet, RLE_LOSSLESS)).isEqualTo(40);
        assertThatIllegalArgumentException().isThrownBy(() -> Hex.write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN));
    }

    @Test
    void refusesNativePixelsInAnEncapsulatedSyntax() {
        DataSet dataSet =
                DataSet.builder().binary(Tag.PixelData, Vr.OW, new byte[2]).build();

        assertThatIllegalArgumentException().isThrownBy(() -> Hex.write(dataSet, RLE_LOSSLESS));
    }

    @Test
    void refusesTextThatWouldBeReadAsSomethingElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hex.write(
                        DataSet.builder().text(Tag.PatientID, "Secret\\x").build(), EXPLICIT_VR_LITTLE_ENDIAN))
                .withMessage("(0010,0020) LO cannot hold a backslash");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hex.write(
                        DataSet.builder()
                                .text(Tag.PixelSpacing, "0.12345678901234567")
                                .build(),
                        EXPLICIT_VR_LITTLE_ENDIAN))
                .withMessage("(0028,0030) DS has at most 16 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hex.write(
                        DataSet.builder().text(Tag.ImageComments, "a", "b").build(), EXPLICIT_VR_LITTLE_ENDIAN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hex.write(DataSet.builder().sequence(Tag.Item).build(), EXPLICIT_VR_LITTLE_ENDIAN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hex.write(
                        DataSet.builder()
                                .add(new DataElement(Tag.PixelData, Vr.OW, new Value.BulkDataUri("x")))
                                .build(),
                        EXPLICIT_VR_LITTLE_ENDIAN));
    }

    @Test
    void writesDeflatedToEvenLength() throws IOException {
        for (int extra = 0; extra < 8; extra++) {
            DataSet dataSet = DataSet.builder()
                    .text(Tag.ImageComments, "x".repeat(extra) + "a\\b")
                    .build();
            byte[] bytes = Hex.write(dataSet, DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

            assertThat(bytes.length % 2).isZero();
            assertThat(DataSetReader.read(
                            new ByteArrayInputStream(bytes), DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT))
                    .isEqualTo(dataSet);
        }
    }

    @Test
    void copiesRegionsOfFilesInTheByteOrderOfTheTarget(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("pixels"), new byte[] {9, 1, 2, 3, 4, 9});
        DataSet dataSet = DataSet.builder()
                .add(new DataElement(Tag.PixelData, Vr.OW, new Value.FileRegion(file, 1, 4, false, false)))
                .build();

        assertThat(Hex.write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo(Hex.bytes("E0 7F 10 00 'OW' 00 00 04 00 00 00 01 02 03 04"));
        assertThat(Hex.write(dataSet, EXPLICIT_VR_BIG_ENDIAN))
                .isEqualTo(Hex.bytes("7F E0 00 10 'OW' 00 00 00 00 00 04 02 01 04 03"));
    }
}

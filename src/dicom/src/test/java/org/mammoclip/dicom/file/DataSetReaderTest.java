package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mammoclip.dicom.file.TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
import static org.mammoclip.dicom.file.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.mammoclip.dicom.file.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
import static org.mammoclip.dicom.file.TransferSyntax.RLE_LOSSLESS;

import java.io.IOException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/** Golden bytes, with their meaning at the end of the line. */
class DataSetReaderTest {
    private static void assertRefused(ThrowingCallable reading, String what) {
        assertThatThrownBy(reading).isInstanceOf(DicomFormatException.class).hasMessageContaining(what);
    }

    @Test
    void readsExplicitLittleEndian() throws IOException {
        DataSet dataSet = Hex.read(
                EXPLICIT_VR_LITTLE_ENDIAN,
                "08 00 60 00 'CS' 02 00 'MG'", // Modality, 16-bit length
                "08 00 68 00 'CS' 10 00 'FOR PRESENTATION'",
                "10 00 20 00 'LO' 00 00", // Patient ID, zero length
                "28 00 10 00 'US' 02 00 00 10", // Rows 4096
                "28 00 30 00 'DS' 0A 00 '0.94\\0.07 '", // Pixel Spacing, two values, padded
                "09 10 10 00 'OB' 00 00 03 00 00 00 01 02 03"); // 32-bit length, odd

        assertThat(dataSet.string(Tag.Modality)).contains("MG");
        assertThat(dataSet.string(Tag.PresentationIntentType)).contains("FOR PRESENTATION");
        assertThat(dataSet.element(Tag.PatientID)).map(DataElement::isEmpty).contains(true);
        assertThat(dataSet.integer(Tag.Rows)).hasValue(4096);
        assertThat(dataSet.decimals(Tag.PixelSpacing)).containsExactly(0.94, 0.07);
        assertThat(dataSet.bytes(0x10090010)).hasValue(new byte[] {1, 2, 3});
    }

    @Test
    void readsImplicitLittleEndianByTheDictionary() throws IOException {
        DataSet dataSet = Hex.read(
                IMPLICIT_VR_LITTLE_ENDIAN,
                "08 00 60 00 02 00 00 00 'MG'", // Modality CS
                "09 00 10 00 04 00 00 00 'MINE'", // private creator LO
                "09 00 01 10 02 00 00 00 'xy'", // private element UN
                "28 00 03 01 02 00 00 00 01 00", // Pixel Representation signed
                "28 00 06 01 02 00 00 00 FF FF", // Smallest Image Pixel Value, hence SS
                "28 00 06 30 04 00 00 00 01 00 02 00"); // LUT Data, OW where there is a choice (PS3.5 A.1)

        assertThat(dataSet.elements())
                .extracting(DataElement::vr)
                .containsExactly(Vr.CS, Vr.LO, Vr.UN, Vr.US, Vr.SS, Vr.OW);
        assertThat(dataSet.integer(Tag.SmallestImagePixelValue)).hasValue(-1);
    }

    @Test
    void readsExplicitBigEndianIntoLittleEndianValues() throws IOException {
        DataSet dataSet = Hex.read(
                EXPLICIT_VR_BIG_ENDIAN,
                "00 28 00 09 'AT' 00 04 00 18 20 01", // Frame Increment Pointer (0018,2001)
                "00 28 00 10 'US' 00 02 10 00", // Rows 4096
                "00 40 A1 61 'FD' 00 08 3F F0 00 00 00 00 00 00", // Floating Point Value 1.0
                "7F E0 00 10 'OW' 00 00 00 00 00 04 01 02 03 04");

        assertThat(dataSet.decimals(Tag.FrameIncrementPointer)).containsExactly(Tag.PageNumberVector);
        assertThat(dataSet.integer(Tag.Rows)).hasValue(4096);
        assertThat(dataSet.decimal(Tag.FloatingPointValue)).hasValue(1.0);
        assertThat(dataSet.bytes(Tag.PixelData)).hasValue(new byte[] {2, 1, 4, 3});
    }

    @Test
    void readsSequencesOfDefinedAndUndefinedLengthAlike() throws IOException {
        DataSet defined = Hex.read(
                EXPLICIT_VR_LITTLE_ENDIAN,
                "54 00 20 02 'SQ' 00 00 12 00 00 00", // View Code Sequence, 18 bytes
                "FE FF 00 E0 0A 00 00 00", // item, 10 bytes
                "08 00 04 01 'LO' 02 00 'cc'"); // Code Meaning
        DataSet undefined = Hex.read(
                EXPLICIT_VR_LITTLE_ENDIAN,
                "54 00 20 02 'SQ' 00 00 FF FF FF FF",
                "FE FF 00 E0 FF FF FF FF",
                "08 00 04 01 'LO' 02 00 'cc'",
                "FE FF 0D E0 00 00 00 00", // item delimitation
                "FE FF DD E0 00 00 00 00"); // sequence delimitation

        assertThat(defined.item(Tag.ViewCodeSequence).orElseThrow().string(Tag.CodeMeaning))
                .contains("cc");
        assertThat(undefined).isEqualTo(defined);
    }

    @Test
    void readsUnknownOfUndefinedLengthAsImplicitSequence() throws IOException {
        DataSet dataSet = Hex.read(
                EXPLICIT_VR_LITTLE_ENDIAN,
                "09 10 10 00 'UN' 00 00 FF FF FF FF",
                "FE FF 00 E0 FF FF FF FF",
                "08 00 04 01 02 00 00 00 'cc'", // implicit VR (PS3.5 6.2.2)
                "FE FF 0D E0 00 00 00 00",
                "FE FF DD E0 00 00 00 00");

        assertThat(dataSet.item(0x10090010).orElseThrow().string(Tag.CodeMeaning))
                .contains("cc");
    }

    @Test
    void readsPublicElementsWrittenAsUnknownByTheDictionary() throws IOException {
        DataSet dataSet = Hex.read(
                EXPLICIT_VR_LITTLE_ENDIAN,
                "10 00 20 00 'UN' 00 00 02 00 00 00 'id'", // Patient ID
                "28 00 10 00 'UN' 00 00 02 00 00 00 00 10", // Rows
                "28 00 11 00 'UN' 00 00 03 00 00 00 00 10 00", // Columns, but no whole number of values
                "54 00 20 02 'UN' 00 00 12 00 00 00", // View Code Sequence
                "FE FF 00 E0 0A 00 00 00",
                "08 00 04 01 02 00 00 00 'cc'",
                "54 00 22 02 'UN' 00 00 02 00 00 00 01 02"); // View Modifier Code Sequence, but no items

        assertThat(dataSet.string(Tag.PatientID)).contains("id");
        assertThat(dataSet.integer(Tag.Rows)).hasValue(4096);
        assertThat(dataSet.element(Tag.Columns)).map(DataElement::vr).contains(Vr.UN);
        assertThat(dataSet.item(Tag.ViewCodeSequence).orElseThrow().string(Tag.CodeMeaning))
                .contains("cc");
        assertThat(dataSet.bytes(Tag.ViewModifierCodeSequence)).hasValue(new byte[] {1, 2});
    }

    @Test
    void readsFragments() throws IOException {
        DataSet dataSet = Hex.read(
                RLE_LOSSLESS,
                "E0 7F 10 00 'OB' 00 00 FF FF FF FF",
                "FE FF 00 E0 00 00 00 00", // empty Basic Offset Table
                "FE FF 00 E0 02 00 00 00 01 02",
                "FE FF 00 E0 02 00 00 00 03 04",
                "FE FF DD E0 00 00 00 00");

        assertThat(dataSet.element(Tag.PixelData).orElseThrow().value())
                .isEqualTo(new Value.Fragments(
                        new Value.Binary(new byte[0]),
                        List.of(new Value.Binary(new byte[] {1, 2}), new Value.Binary(new byte[] {3, 4}))));
    }

    @Test
    void passesOverGroupLengthsAndLaterRepresentations() throws IOException {
        DataSet dataSet = Hex.read(
                EXPLICIT_VR_LITTLE_ENDIAN,
                "08 00 00 00 'UL' 04 00 63 00 00 00", // group length, wrong
                "09 10 10 00 'ZZ' 00 00 02 00 00 00 01 02", // representation of a later edition
                "10 10 10 00 'LO' 02 00 'a' 00");

        assertThat(dataSet.elements()).extracting(DataElement::tag).containsExactly(0x10090010, 0x10100010);
        assertThat(dataSet.element(0x10090010)).map(DataElement::vr).contains(Vr.UN);
        assertThat(dataSet.string(0x10100010)).contains("a");
    }

    @Test
    void stopsBeforeTheStopTag() throws IOException {
        byte[] bytes = Hex.bytes(
                "08 00 60 00 'CS' 02 00 'MG'",
                "20 00 0D 00 'UI' 04 00 '1.2' 00",
                "E0 7F 10 00 'OW' 00 00 FF FF FF 7F"); // Pixel Data whose value does not follow

        DataSet header = DataSetReader.readUntil(
                new java.io.ByteArrayInputStream(bytes), EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT, Tag.PixelData);

        assertThat(header.elements()).extracting(DataElement::tag).containsExactly(Tag.Modality, Tag.StudyInstanceUID);
    }

    @Test
    void readsTheElementWithTheHighestTag() throws IOException {
        assertThat(Hex.read(EXPLICIT_VR_LITTLE_ENDIAN, "FF FF FF FF 'OB' 00 00 02 00 00 00 01 02")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void refusesTruncationEverywhere() {
        byte[] whole = Hex.bytes(
                "08 00 60 00 'CS' 02 00 'MG'",
                "54 00 20 02 'SQ' 00 00 FF FF FF FF",
                "FE FF 00 E0 FF FF FF FF",
                "08 00 04 01 'LO' 02 00 'cc'",
                "FE FF 0D E0 00 00 00 00",
                "FE FF DD E0 00 00 00 00",
                "E0 7F 10 00 'OB' 00 00 FF FF FF FF",
                "FE FF 00 E0 02 00 00 00 01 02",
                "FE FF DD E0 00 00 00 00");
        List<Integer> elementEnds = List.of(0, 10, 56, whole.length);
        for (int length = 0; length <= whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            ThrowingCallable reading =
                    () -> DataSetReader.read(new java.io.ByteArrayInputStream(part), RLE_LOSSLESS, ReadLimits.DEFAULT);
            if (elementEnds.contains(length)) {
                org.assertj.core.api.Assertions.assertThatCode(reading).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(reading).as("%d bytes", length).isInstanceOf(DicomFormatException.class);
            }
        }
    }

    @Test
    void refusesChildrenLongerThanTheirParents() {
        assertRefused(
                () -> Hex.read(
                        EXPLICIT_VR_LITTLE_ENDIAN,
                        "54 00 20 02 'SQ' 00 00 12 00 00 00",
                        "FE FF 00 E0 0A 00 00 00",
                        "08 00 04 01 'LO' 04 00 'cccc'"),
                "value longer than what holds it in (0008,0104)");
        assertRefused(
                () -> Hex.read(
                        EXPLICIT_VR_LITTLE_ENDIAN,
                        "54 00 20 02 'SQ' 00 00 0A 00 00 00",
                        "FE FF 00 E0 0A 00 00 00",
                        "08 00 04 01 'LO' 02 00 'cc'"),
                "item longer than its sequence in (0054,0220)");
    }

    @Test
    void refusesHostileLengths() {
        for (String length : List.of("FE FF FF FF", "FF FF FF 7F", "00 00 00 80", "00 00 00 40")) {
            assertRefused(
                    () -> Hex.read(EXPLICIT_VR_LITTLE_ENDIAN, "09 10 10 00 'OB' 00 00 " + length + " 00 00"),
                    "(1009,0010)");
            assertRefused(() -> Hex.read(IMPLICIT_VR_LITTLE_ENDIAN, "10 00 20 00 " + length + " 'id'"), "(0010,0020)");
            assertRefused(
                    () -> Hex.read(EXPLICIT_VR_LITTLE_ENDIAN, "54 00 20 02 'SQ' 00 00 " + length, "FE FF 00 E0"),
                    "(0054,0220)");
        }
        assertRefused(
                () -> Hex.read(EXPLICIT_VR_LITTLE_ENDIAN, "08 00 00 00 'UN' 00 00 FF FF FF FF 00 00"), "(0008,0000)");
    }

    @Test
    void refusesUndefinedLengthWhereItHasNoMeaning() {
        assertRefused(
                () -> Hex.read(IMPLICIT_VR_LITTLE_ENDIAN, "10 00 20 00 FF FF FF FF"),
                "undefined length of a LO value in (0010,0020)");
        assertRefused(
                () -> Hex.read(EXPLICIT_VR_LITTLE_ENDIAN, "08 00 19 01 'UC' 00 00 FF FF FF FF"),
                "undefined length of a UC value");
    }

    @Test
    void refusesDelimitersOutOfPlace() {
        assertRefused(() -> Hex.read(IMPLICIT_VR_LITTLE_ENDIAN, "FE FF 00 E0 00 00 00 00"), "delimiter out of place");
        assertRefused(() -> Hex.read(IMPLICIT_VR_LITTLE_ENDIAN, "FE FF 0D E0 00 00 00 00"), "delimiter out of place");
        assertRefused(
                () -> Hex.read(IMPLICIT_VR_LITTLE_ENDIAN, "54 00 20 02 FF FF FF FF", "FE FF DD E0 02 00 00 00 00 00"),
                "delimiter with a length");
        assertRefused(
                () -> Hex.read(IMPLICIT_VR_LITTLE_ENDIAN, "54 00 20 02 08 00 00 00", "FE FF DD E0 00 00 00 00"),
                "something else than an item");
    }

    @Test
    void refusesAnElementThatOccursTwice() {
        assertRefused(
                () -> Hex.read(
                        IMPLICIT_VR_LITTLE_ENDIAN, "10 00 20 00 02 00 00 00 'id'", "10 00 20 00 02 00 00 00 'di'"),
                "element occurs twice in (0010,0020) at byte 10");
    }

    @Test
    void refusesWhatHasNoValueRepresentation() {
        assertRefused(
                () -> Hex.read(EXPLICIT_VR_LITTLE_ENDIAN, "10 00 20 00 02 00 00 00 'id'"),
                "no value representation in (0010,0020) at byte 0");
    }

    @Test
    void refusesDeeperNestingThanTheBound() throws IOException {
        String item = "54 00 20 02 FF FF FF FF FE FF 00 E0 FF FF FF FF ";
        String end = "FE FF 0D E0 00 00 00 00 FE FF DD E0 00 00 00 00 ";
        ReadLimits three = ReadLimits.DEFAULT.withMaxDepth(3);

        assertThat(Hex.read(three, IMPLICIT_VR_LITTLE_ENDIAN, item.repeat(3), end.repeat(3))
                        .size())
                .isEqualTo(1);
        assertRefused(
                () -> Hex.read(three, IMPLICIT_VR_LITTLE_ENDIAN, item.repeat(4), end.repeat(4)),
                "sequences nested deeper than the bound");
        assertRefused(
                () -> Hex.read(IMPLICIT_VR_LITTLE_ENDIAN, item.repeat(100_000)),
                "sequences nested deeper than the bound");
    }

    @Test
    void refusesMoreElementsThanTheBound() throws IOException {
        ReadLimits three = ReadLimits.DEFAULT.withMaxElements(3);
        String[] items = {"54 00 20 02 FF FF FF FF", "FE FF 00 E0 00 00 00 00".repeat(2), "FE FF DD E0 00 00 00 00"};

        assertThat(Hex.read(three, IMPLICIT_VR_LITTLE_ENDIAN, items).items(Tag.ViewCodeSequence))
                .hasSize(2);
        assertRefused(
                () -> Hex.read(ReadLimits.DEFAULT.withMaxElements(2), IMPLICIT_VR_LITTLE_ENDIAN, items),
                "more elements than the bound");
    }

    @Test
    void refusesToHoldMoreThanTheBound() {
        ReadLimits small = ReadLimits.DEFAULT.withMaxMemoryBytes(10_000);

        assertRefused(
                () -> Hex.read(small, IMPLICIT_VR_LITTLE_ENDIAN, "09 00 01 10 11 27 00 00", "00".repeat(10_001)),
                "holds more in memory than the bound");
        assertRefused( // few bytes, but many values
                () -> Hex.read(small, IMPLICIT_VR_LITTLE_ENDIAN, "08 00 08 00 E8 03 00 00", "5C".repeat(1000)),
                "holds more in memory than the bound");
        assertRefused(
                () -> Hex.read(
                        ReadLimits.DEFAULT.withMaxElementBytes(4),
                        IMPLICIT_VR_LITTLE_ENDIAN,
                        "09 00 01 10 06 00 00 00 01 02 03 04 05 06"),
                "value longer than the bound");
        assertRefused(
                () -> Hex.read(
                        ReadLimits.DEFAULT.withMaxDataSetBytes(12),
                        IMPLICIT_VR_LITTLE_ENDIAN,
                        "09 00 01 10 06 00 00 00 01 02 03 04 05 06"),
                "data set longer than the bound");
    }

    @Test
    void messagesSayWhereButNeverWhat() {
        assertThatThrownBy(() -> Hex.read(
                        IMPLICIT_VR_LITTLE_ENDIAN,
                        "10 00 10 00 06 00 00 00 'Secret'",
                        "10 00 20 00 08 00 00 00 'Secret'"))
                .isInstanceOfSatisfying(DicomFormatException.class, e -> {
                    assertThat(e.offset()).isPresent();
                    assertThat(e.tag()).hasValue(Tag.PatientID);
                    assertThat(e.tagText()).contains("(0010,0020)");
                    assertThat(e).hasMessageNotContaining("Secret");
                });
    }
}

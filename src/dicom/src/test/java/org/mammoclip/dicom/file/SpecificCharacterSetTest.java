package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;

class SpecificCharacterSetTest {
    private static String decode(byte[] bytes, Vr vr, String... terms) {
        return SpecificCharacterSet.of(List.of(terms)).decode(bytes, vr);
    }

    @ParameterizedTest
    @CsvSource({
        "ISO_IR 100, ISO-8859-1, Äneas^Çelik",
        "ISO_IR 101, ISO-8859-2, Wałęsa^Łódź",
        "ISO_IR 109, ISO-8859-3, Ħal^Ġorġ",
        "ISO_IR 110, ISO-8859-4, Ķēniņš^Ģirts",
        "ISO_IR 144, ISO-8859-5, Люкceмбypг",
        "ISO_IR 127, ISO-8859-6, قباني",
        "ISO_IR 126, ISO-8859-7, Διονυσιος",
        "ISO_IR 138, ISO-8859-8, שרון",
        "ISO_IR 148, ISO-8859-9, Ağaoğlu^Işık",
        "ISO_IR 203, ISO-8859-15, Œuvre^Žižek€",
        "ISO_IR 166, TIS-620, สมชาย",
        "ISO_IR 13, JIS_X0201, ﾔﾏﾀﾞ^ﾀﾛｳ",
        "ISO_IR 192, UTF-8, Müller^山田^𝒳",
        "GB18030, GB18030, 张^小东^㐀",
        "GBK, GBK, 张^小东"
    })
    void decodesWholeSets(String term, String javaName, String text) {
        byte[] bytes = text.getBytes(Charset.forName(javaName));

        assertThat(decode(bytes, Vr.PN, term)).isEqualTo(text);
        assertThat(decode(bytes, Vr.PN, term.replace("ISO_IR", "ISO 2022 IR"))).isEqualTo(text);
    }

    @Test
    void splitsValuesAfterDecoding() {
        // in GBK the second byte of a character may be 5CH
        byte[] bytes = "誠\\b".getBytes(Charset.forName("GBK"));
        assertThat(bytes[1]).isEqualTo((byte) '\\');

        assertThat(SpecificCharacterSet.of(List.of("GBK")).values(bytes, Vr.LO)).containsExactly("誠", "b");
    }

    /** ESC $ B calls JIS X 0208 into G0; each delimiter follows ESC ( B. */
    @Test
    void decodesJapaneseCodeExtensions() {
        byte[] bytes = concat(
                "Yamada^Tarou=",
                "\u001b$B",
                jis("山田"),
                "\u001b(B",
                "^",
                "\u001b$B",
                jis("太郎"),
                "\u001b(B",
                "=",
                "\u001b$B",
                jis("やまだ"),
                "\u001b(B");

        assertThat(decode(bytes, Vr.PN, "", "ISO 2022 IR 87")).isEqualTo("Yamada^Tarou=山田^太郎=やまだ");
    }

    /** ESC ( J calls JIS X 0201 romaji, where 5CH is still the delimiter of values. */
    @Test
    void decodesHalfWidthKatakanaWithKanji() {
        byte[] bytes = concat(
                "ﾔﾏﾀﾞ".getBytes(Charset.forName("JIS_X0201")), "=", "\u001b$B", jis("山田"), "\u001b(J", "\\", "ab");

        assertThat(SpecificCharacterSet.of(List.of("ISO 2022 IR 13", "ISO 2022 IR 87"))
                        .values(bytes, Vr.PN))
                .containsExactly("ﾔﾏﾀﾞ=山田", "ab");
    }

    /** ESC $ ( D calls JIS X 0212 into G0. */
    @Test
    void decodesSupplementaryKanji() {
        byte[] euc = "丂".getBytes(Charset.forName("EUC-JP"));
        byte[] bytes = concat("\u001b$(D", new byte[] {(byte) (euc[1] & 0x7F), (byte) (euc[2] & 0x7F)}, "\u001b(B");

        assertThat(decode(bytes, Vr.LO, "", "ISO 2022 IR 87", "ISO 2022 IR 159"))
                .isEqualTo("丂");
    }

    /** ESC $ ) C calls KS X 1001 into G1, and every delimiter dismisses it. */
    @Test
    void decodesKoreanCodeExtensions() {
        Charset korean = Charset.forName("EUC-KR");
        byte[] bytes = concat(
                "Hong^Gildong=",
                "\u001b$)C",
                "洪".getBytes(korean),
                "^",
                "\u001b$)C",
                "吉洞".getBytes(korean),
                "=",
                "\u001b$)C",
                "홍".getBytes(korean),
                "^",
                "\u001b$)C",
                "길동".getBytes(korean));

        assertThat(decode(bytes, Vr.PN, "", "ISO 2022 IR 149")).isEqualTo("Hong^Gildong=洪^吉洞=홍^길동");
    }

    /** ESC $ ) A calls GB 2312 into G1. */
    @Test
    void decodesSimplifiedChineseCodeExtensions() {
        byte[] bytes = concat(
                "Zhang^XiaoDong=",
                "\u001b$)A",
                "张".getBytes(Charset.forName("GB2312")),
                "^",
                "\u001b$)A",
                "小东".getBytes(Charset.forName("GB2312")));

        assertThat(decode(bytes, Vr.PN, "", "ISO 2022 IR 58")).isEqualTo("Zhang^XiaoDong=张^小东");
    }

    /** ESC - F calls Greek, ESC - A Latin 1 into G1; a line end dismisses them. */
    @Test
    void decodesSwitchesBetweenSingleByteSets() {
        byte[] bytes = concat(
                "\u001b-F",
                "Δ".getBytes(Charset.forName("ISO-8859-7")),
                "\u001b-A",
                new byte[] {(byte) 0xE9},
                "\r\n",
                new byte[] {(byte) 0xE9});

        assertThat(decode(bytes, Vr.LT, "ISO 2022 IR 100", "ISO 2022 IR 126")).isEqualTo("Δé\r\né");
    }

    @Test
    void marksWhatASetDoesNotHave() {
        assertThat(decode(new byte[] {(byte) 0xC3}, Vr.LO, "ISO_IR 192")).isEqualTo("\uFFFD");
        assertThat(decode(new byte[] {0x1B, 'x', 'y'}, Vr.LO, "", "ISO 2022 IR 87"))
                .isEqualTo("\uFFFDxy");
        assertThat(decode(concat("\u001b$B", new byte[] {0x21}), Vr.LO, "", "ISO 2022 IR 87"))
                .isEqualTo("\uFFFD");
    }

    @Test
    void readsUndeclaredBytesByTheFallback() {
        byte[] bytes = "Müller".getBytes(StandardCharsets.UTF_8);

        assertThat(decode("Müller".getBytes(StandardCharsets.ISO_8859_1), Vr.PN))
                .isEqualTo("Müller");
        assertThat(decode(bytes, Vr.PN, "no such set")).isEqualTo(new String(bytes, StandardCharsets.ISO_8859_1));
        assertThat(SpecificCharacterSet.of(List.of(), SpecificCharacterSet.UTF8).decode(bytes, Vr.PN))
                .isEqualTo("Müller");
    }

    @Test
    void understandsCommonMisspellings() {
        for (String term : List.of("ISO-IR 144", "ISO IR 144", "ISO_IR_144", "iso_ir 144", "ISO 2022-144")) {
            assertThat(decode(new byte[] {(byte) 0xB6}, Vr.LO, term)).as(term).isEqualTo("Ж");
        }
    }

    @Test
    void removesPaddingByRepresentation() {
        SpecificCharacterSet set = SpecificCharacterSet.UNDECLARED;

        assertThat(set.values(" MG \\ x ".getBytes(), Vr.CS)).containsExactly("MG", "x");
        assertThat(set.values(" id \\ x ".getBytes(), Vr.LO)).containsExactly(" id", " x");
        assertThat(set.values(" a\\b \0".getBytes(), Vr.LT)).containsExactly(" a\\b");
        assertThat(set.values("1.2\0".getBytes(), Vr.UI)).containsExactly("1.2");
        assertThat(set.values("a\\\\".getBytes(), Vr.LO)).containsExactly("a", "", "");
    }

    @Test
    void itemsInheritTheSetUnlessTheyDeclareTheirOwn() throws IOException {
        DataSet dataSet = Hex.read(
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                "08 00 05 00 'CS' 0A 00 'ISO_IR 144'",
                "08 00 10 11 'SQ' 00 00 36 00 00 00",
                "FE FF 00 E0 1C 00 00 00",
                "08 00 05 00 'CS' 0A 00 'ISO_IR 126'", // Greek in this item
                "08 00 30 10 'LO' 02 00 C4 20",
                "FE FF 00 E0 0A 00 00 00",
                "08 00 30 10 'LO' 02 00 B6 20", // Cyrillic in this one
                "10 00 20 00 'LO' 02 00 B6 20");

        List<DataSet> items = dataSet.items(Tag.ReferencedStudySequence);
        assertThat(items.get(0).string(Tag.StudyDescription)).contains("Δ");
        assertThat(items.get(1).string(Tag.StudyDescription)).contains("Ж");
        assertThat(dataSet.string(Tag.PatientID)).contains("Ж");
    }

    private static byte[] jis(String text) {
        byte[] bytes = text.getBytes(Charset.forName("EUC-JP"));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= 0x7F;
        }
        return bytes;
    }

    private static byte[] concat(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            out.writeBytes(
                    part instanceof byte[] bytes ? bytes : part.toString().getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }
}

package org.mammoclip.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.DicomFormatException;

class DicomJsonTest {
    /** Written with apostrophes for quotes. */
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static DataSet read(String text) throws DicomFormatException {
        List<DataSet> dataSets = DicomJson.read(json(text));
        assertThat(dataSets).hasSize(1);
        return dataSets.get(0);
    }

    @Test
    void writesEveryKindOfValue() {
        DataSet dataSet = DataSet.builder()
                .text(Tag.SpecificCharacterSet, "ISO_IR 192")
                .text(Tag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう")
                .text(Tag.PatientID)
                .text(Tag.ImageType, "ORIGINAL", "", "X")
                .text(Tag.PixelSpacing, "0.070", "+.5")
                .text(Tag.InstanceNumber, "12")
                .integers(Tag.Rows, 4096)
                .integers(Tag.FrameIncrementPointer, Tag.PageNumberVector)
                .decimals(Tag.GraphicData, 1.5, Double.NaN)
                .binary(0x00091001, Vr.UN, new byte[] {1, 2})
                .sequence(
                        Tag.ViewCodeSequence,
                        DataSet.builder().text(Tag.CodeMeaning, "cc").build(),
                        DataSet.EMPTY)
                .build();

        assertThat(DicomJson.write(dataSet))
                .isEqualTo(json("{'00080005':{'vr':'CS','Value':['ISO_IR 192']},"
                        + "'00080008':{'vr':'CS','Value':['ORIGINAL',null,'X']},"
                        + "'00091001':{'vr':'UN','InlineBinary':'AQI='},"
                        + "'00100010':{'vr':'PN','Value':[{'Alphabetic':'Yamada^Tarou','Ideographic':'山田^太郎',"
                        + "'Phonetic':'やまだ^たろう'}]},"
                        + "'00100020':{'vr':'LO'},"
                        + "'00200013':{'vr':'IS','Value':[12]},"
                        + "'00280009':{'vr':'AT','Value':['00182001']},"
                        + "'00280010':{'vr':'US','Value':[4096]},"
                        + "'00280030':{'vr':'DS','Value':[0.070,'+.5']},"
                        + "'00540220':{'vr':'SQ','Value':[{'00080104':{'vr':'LO','Value':['cc']}},{}]},"
                        + "'00700022':{'vr':'FL','Value':[1.5,'NaN']}}"));
    }

    @Test
    void readsMembersInAnyOrderAndPassesOverNewOnes() throws IOException {
        DataSet dataSet = read(
                "{'00100020':{'future':{'a':[1,{'b':2}]},'Value':['id'],'vr':'LO'}," + "'00280010':{'Value':[4096]}}");

        assertThat(dataSet.string(Tag.PatientID)).contains("id");
        assertThat(dataSet.integer(Tag.Rows)).hasValue(4096);
    }

    @Test
    void readsNumbersAsStringsAndStringsAsNumbers() throws IOException {
        DataSet dataSet = read("{'00280030':{'vr':'DS','Value':['0.07',1e-2]},'00200013':{'vr':'IS','Value':['7']},"
                + "'00280010':{'vr':'US','Value':['16']},'00280011':{'vr':'US','Value':[16.0]},"
                + "'0040A161':{'vr':'FD','Value':['inf']}}");

        assertThat(dataSet.decimals(Tag.PixelSpacing)).containsExactly(0.07, 0.01);
        assertThat(dataSet.integer(Tag.InstanceNumber)).hasValue(7);
        assertThat(dataSet.integer(Tag.Rows)).hasValue(16);
        assertThat(dataSet.integer(Tag.Columns)).hasValue(16);
        assertThat(dataSet.decimals(Tag.FloatingPointValue)).containsExactly(Double.POSITIVE_INFINITY);
    }

    @Test
    void readsEmptyMembers() throws IOException {
        DataSet dataSet = read("{'00080008':{'vr':'CS','Value':['A',null]},'00100010':{'vr':'PN','Value':[null,{}]},"
                + "'00540220':{'vr':'SQ','Value':[{},null]},'00100020':{'vr':'LO','Value':[]}}");

        assertThat(dataSet.strings(Tag.ImageType)).containsExactly("A", "");
        assertThat(dataSet.strings(Tag.PatientName)).containsExactly("", "");
        assertThat(dataSet.items(Tag.ViewCodeSequence)).containsExactly(DataSet.EMPTY, DataSet.EMPTY);
        assertThat(dataSet.element(Tag.PatientID)).map(DataElement::isEmpty).contains(true);
    }

    @Test
    void readsOneObjectOrMany() throws IOException {
        assertThat(DicomJson.read("[]")).isEmpty();
        assertThat(DicomJson.read("{}")).containsExactly(DataSet.EMPTY);
        assertThat(DicomJson.read(new ByteArrayInputStream("[{},{}]".getBytes(StandardCharsets.UTF_8))))
                .hasSize(2);
    }

    @Test
    void keepsLinksAndWritesThemWhereAsked() throws IOException {
        DataSet linked = read("{'7FE00010':{'vr':'OW','BulkDataURI':'bulk/1'}}");
        assertThat(linked.element(Tag.PixelData).orElseThrow().value()).isEqualTo(new Value.BulkDataUri("bulk/1"));
        assertThat(DicomJson.read(DicomJson.write(linked))).containsExactly(linked);

        DataSet region = DataSet.builder()
                .add(new DataElement(Tag.PixelData, Vr.OW, new Value.FileRegion(Path.of("x"), 0, 4, false, false)))
                .build();
        assertThatIllegalArgumentException().isThrownBy(() -> DicomJson.write(region));
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            DicomJson.write(out, region, element -> Optional.of("pixels"));
        }
        assertThat(text.toString()).isEqualTo(json("{'7FE00010':{'vr':'OW','BulkDataURI':'pixels'}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "{",
                "[{}",
                "{} {}",
                "[7]",
                "{'PatientID':{'vr':'LO'}}",
                "{'0010002G':{'vr':'LO'}}",
                "{'00100020':'Secret'}",
                "{'00100020':{'vr':'Secret'}}",
                "{'00100020':{'vr':7}}",
                "{'00100020':{'vr':'LO','Value':'Secret'}}",
                "{'00100020':{'vr':'LO','Value':[['Secret']]}}",
                "{'00100020':{'vr':'LO','Value':[{'Alphabetic':'Secret'}]}}",
                "{'00100020':{'vr':'LO','Value':['Secret\\\\x']}}",
                "{'00100010':{'vr':'PN','Value':[{'Alphabetic':{}}]}}",
                "{'00100010':{'vr':'PN','Value':[{'Secret':'x'}]}}",
                "{'00280010':{'vr':'US','Value':[65536]}}",
                "{'00280010':{'vr':'US','Value':[-1]}}",
                "{'00280010':{'vr':'US','Value':['Secret']}}",
                "{'00280009':{'vr':'AT','Value':['0018']}}",
                "{'00540220':{'vr':'SQ','Value':['Secret']}}",
                "{'00540220':{'vr':'SQ','InlineBinary':'AQI='}}",
                "{'7FE00010':{'vr':'OW','InlineBinary':'***'}}",
                "{'7FE00010':{'vr':'OW','Value':[1]}}",
                "{'00100020':{'vr':'LO'},'00100020':{'vr':'LO'}}",
                "{'00100020':{'vr':'LO','Value':[Secret]}}"
            })
    void refusesEverythingElseWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DicomJson.read(json(text)))
                .isInstanceOf(DicomFormatException.class)
                .hasNoCause()
                .message()
                .doesNotContain("Secret");
    }

    @Test
    void refusesDeepNesting() {
        String deep = "{\"00540220\":{\"vr\":\"SQ\",\"Value\":[";

        assertThatThrownBy(() -> DicomJson.read(deep.repeat(100_000))).isInstanceOf(DicomFormatException.class);
    }

    @Test
    void refusesMoreElementsThanTheBound() {
        String many = "[" + "null,".repeat(DicomJson.MAX_ELEMENTS) + "null]";

        assertThatThrownBy(() -> DicomJson.read("{\"00080008\":{\"vr\":\"CS\",\"Value\":" + many + "}}"))
                .isInstanceOf(DicomFormatException.class)
                .hasMessageContaining("more elements than the bound");
    }
}

package org.mammoclip.dicom.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Dictionary;
import org.mammoclip.dicom.PersonName;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.json.JsonValue.Item;
import org.mammoclip.dicom.json.JsonValue.Name;

/** Reads the objects of PS3.18 F.2; members in any order, members of later editions passed over. Single-threaded. */
final class JsonModelReader {
    private static final int HEX_DIGITS = 8;

    private final JsonParser in;
    private int elementsLeft = DicomJson.MAX_ELEMENTS;

    JsonModelReader(JsonParser in) {
        this.in = in;
    }

    List<DataSet> read() throws IOException {
        try {
            List<DataSet> dataSets = new ArrayList<>();
            JsonToken first = in.nextToken();
            if (first == JsonToken.START_OBJECT) {
                dataSets.add(dataSet(in.nextToken()));
            } else if (first == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    expect(in.currentToken(), JsonToken.START_OBJECT);
                    dataSets.add(dataSet(in.nextToken()));
                }
            } else {
                throw wrong("neither a JSON object nor an array");
            }
            if (in.nextToken() != null) {
                throw wrong("something behind the JSON document");
            }
            return dataSets;
        } catch (JsonProcessingException | CharConversionException e) {
            // the parser's own message would quote the input
            throw wrong("no JSON, or beyond the bounds for it");
        }
    }

    private DicomFormatException wrong(String what) {
        return new DicomFormatException(what, offset());
    }

    private long offset() {
        JsonLocation location = in.currentLocation();
        return Math.max(0, location.getByteOffset() >= 0 ? location.getByteOffset() : location.getCharOffset());
    }

    private DicomFormatException wrong(String what, int tag) {
        return new DicomFormatException(what, offset(), tag);
    }

    private void expect(@Nullable JsonToken actual, JsonToken expected) throws DicomFormatException {
        if (actual != expected) {
            throw wrong("unexpected JSON token");
        }
    }

    private void count() throws DicomFormatException {
        if (--elementsLeft < 0) {
            throw wrong("more elements than the bound");
        }
    }

    /** The rest of a data set's object, from its first member on. */
    private DataSet dataSet(@Nullable JsonToken token) throws IOException {
        DataSet.Builder elements = DataSet.builder();
        while (token != JsonToken.END_OBJECT) {
            expect(token, JsonToken.FIELD_NAME);
            int tag = tag(in.currentName());
            expect(in.nextToken(), JsonToken.START_OBJECT);
            count();
            elements.add(element(tag));
            token = in.nextToken();
        }
        return elements.build();
    }

    private int tag(String name) throws DicomFormatException {
        if (name.length() != HEX_DIGITS) {
            throw wrong("member name is no tag");
        }
        int tag = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            int digit = name.charAt(i) < 0x80 ? Character.digit(name.charAt(i), 16) : -1;
            if (digit < 0) {
                throw wrong("member name is no tag");
            }
            tag = tag << 4 | digit;
        }
        return tag;
    }

    private DataElement element(int tag) throws IOException {
        Vr vr = Dictionary.vrOf(tag);
        List<JsonValue> values = List.of();
        byte @Nullable [] inline = null;
        String link = "";
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String member = in.currentName();
            JsonToken token = in.nextToken();
            switch (member) {
                case "vr" -> vr = vr(tag, token);
                case "Value" -> values = values(token);
                case "InlineBinary" -> {
                    expect(token, JsonToken.VALUE_STRING);
                    inline = in.getBinaryValue();
                }
                case "BulkDataURI" -> {
                    expect(token, JsonToken.VALUE_STRING);
                    link = in.getText();
                }
                default -> in.skipChildren();
            }
        }
        try {
            return new DataElement(tag, vr, value(vr, values, inline, link));
        } catch (IllegalArgumentException e) {
            throw wrong("value does not fit its value representation", tag);
        }
    }

    private Vr vr(int tag, JsonToken token) throws IOException {
        expect(token, JsonToken.VALUE_STRING);
        try {
            return Vr.of(in.getText());
        } catch (IllegalArgumentException e) {
            throw wrong("no value representation", tag);
        }
    }

    private List<JsonValue> values(JsonToken token) throws IOException {
        expect(token, JsonToken.START_ARRAY);
        List<JsonValue> values = new ArrayList<>();
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
            count();
            switch (next) {
                case VALUE_NULL -> values.add(JsonValue.EMPTY);
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    values.add(new JsonValue.Scalar(in.getText()));
                case START_OBJECT -> values.add(object());
                default -> throw wrong("unexpected JSON token");
            }
        }
        return values;
    }

    /** An item, or the component groups of a name; an empty object may be either. */
    private JsonValue object() throws IOException {
        JsonToken token = in.nextToken();
        if (token != JsonToken.FIELD_NAME || in.currentName().length() == HEX_DIGITS) {
            return new Item(dataSet(token));
        }
        String alphabetic = "";
        String ideographic = "";
        String phonetic = "";
        while (token != JsonToken.END_OBJECT) {
            expect(token, JsonToken.FIELD_NAME);
            String group = in.currentName();
            JsonToken content = in.nextToken();
            if (content == JsonToken.START_OBJECT || content == JsonToken.START_ARRAY) {
                throw wrong("unexpected JSON token");
            }
            String text = content == JsonToken.VALUE_STRING ? in.getText() : "";
            switch (group) {
                case "Alphabetic" -> alphabetic = text;
                case "Ideographic" -> ideographic = text;
                case "Phonetic" -> phonetic = text;
                default -> throw wrong("unknown component group");
            }
            token = in.nextToken();
        }
        return new Name(new PersonName(alphabetic, ideographic, phonetic));
    }

    private static Value value(Vr vr, List<JsonValue> values, byte @Nullable [] inline, String link) {
        if (!link.isEmpty()) {
            return new Value.BulkDataUri(link);
        }
        if (inline != null) {
            return new Value.Binary(inline);
        }
        if (vr == Vr.SQ) {
            return new Value.Items(values.stream().map(JsonValue::item).toList());
        }
        if (vr.isText()) {
            return new Value.Text(values.stream().map(v -> v.text(vr)).toList());
        }
        return new Value.Binary(JsonNumbers.bytes(vr, values));
    }
}

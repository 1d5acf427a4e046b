package org.mammoclip.dicom.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.PersonName;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/** Writes the objects of PS3.18 F.2. */
final class JsonModelWriter {
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

    private final JsonGenerator out;
    private final BulkDataLinks links;

    JsonModelWriter(JsonGenerator out, BulkDataLinks links) {
        this.out = out;
        this.links = links;
    }

    void write(DataSet dataSet) throws IOException {
        out.writeStartObject();
        for (DataElement element : dataSet) {
            if (Tag.element(element.tag()) != 0) { // group lengths shall not be there (PS3.18 F.2.2)
                write(element);
            }
        }
        out.writeEndObject();
    }

    private void write(DataElement element) throws IOException {
        out.writeObjectFieldStart(String.format(Locale.ROOT, "%08X", element.tag()));
        out.writeStringField("vr", element.vr().name());
        Value value = element.value();
        Optional<String> link =
                value instanceof Value.BulkDataUri remote ? Optional.of(remote.uri()) : links.uri(element);
        if (link.isPresent()) {
            out.writeStringField("BulkDataURI", link.get());
        } else if (!element.isEmpty()) {
            writeInline(element);
        }
        out.writeEndObject();
    }

    private void writeInline(DataElement element) throws IOException {
        if (element.value() instanceof Value.Items items) {
            out.writeArrayFieldStart("Value");
            for (DataSet item : items.items()) {
                write(item);
            }
            out.writeEndArray();
        } else if (element.value() instanceof Value.Text text) {
            out.writeArrayFieldStart("Value");
            for (String value : text.values()) {
                writeText(element.vr(), value);
            }
            out.writeEndArray();
        } else if (element.value() instanceof Value.Binary binary) {
            writeBinary(element.vr(), binary.bytes());
        } else {
            throw new IllegalArgumentException(Tag.format(element.tag()) + " is bulk data without a link");
        }
    }

    private void writeText(Vr vr, String value) throws IOException {
        if (value.isEmpty()) {
            out.writeNull();
        } else if (vr == Vr.PN) {
            PersonName name = PersonName.of(value);
            out.writeStartObject();
            writeGroup("Alphabetic", name.alphabetic());
            writeGroup("Ideographic", name.ideographic());
            writeGroup("Phonetic", name.phonetic());
            out.writeEndObject();
        } else if ((vr == Vr.DS || vr == Vr.IS) && JSON_NUMBER.matcher(value).matches()) {
            out.writeNumber(value);
        } else {
            out.writeString(value);
        }
    }

    private void writeGroup(String name, String group) throws IOException {
        if (!group.isEmpty()) {
            out.writeStringField(name, group);
        }
    }

    private void writeBinary(Vr vr, byte[] bytes) throws IOException {
        boolean whole = bytes.length % vr.valueSize() == 0;
        switch (vr) {
            case AT, FD, FL, SL, SS, SV, UL, US, UV -> {
                if (!whole) {
                    out.writeBinaryField("InlineBinary", bytes);
                    return;
                }
                ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                out.writeArrayFieldStart("Value");
                while (values.hasRemaining()) {
                    writeNumber(vr, values);
                }
                out.writeEndArray();
            }
            default -> out.writeBinaryField("InlineBinary", bytes);
        }
    }

    private void writeNumber(Vr vr, ByteBuffer values) throws IOException {
        switch (vr) {
            case AT ->
                out.writeString(
                        String.format(Locale.ROOT, "%04X%04X", values.getShort() & 0xFFFF, values.getShort() & 0xFFFF));
            case FD -> writeFloating(values.getDouble());
            case FL -> writeFloating(values.getFloat());
            case SL -> out.writeNumber(values.getInt());
            case SS -> out.writeNumber(values.getShort());
            case SV -> out.writeNumber(values.getLong());
            case UL -> out.writeNumber(values.getInt() & 0xFFFFFFFFL);
            case US -> out.writeNumber(values.getShort() & 0xFFFF);
            case UV -> out.writeNumber(Long.toUnsignedString(values.getLong()));
            default -> throw new IllegalArgumentException(vr + " has no numbers");
        }
    }

    private void writeFloating(double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeString(Double.toString(value));
        }
    }

    private void writeFloating(float value) throws IOException {
        if (Float.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeString(Float.toString(value));
        }
    }
}

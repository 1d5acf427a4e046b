package org.mammoclip.dicom.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Dictionary;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/** Random data sets that every syntax and the JSON model can hold without loss. */
public final class DataSets {
    /** One public tag for each value representation, so that implicit VR finds its way back. */
    private static final List<Integer> TAGS = representatives();

    private DataSets() {}

    private static List<Integer> representatives() {
        List<Integer> tags = new ArrayList<>();
        for (Vr vr : Vr.values()) {
            if (vr != Vr.UN) {
                publicTags().filter(tag -> Dictionary.vrOf(tag) == vr).limit(4).forEach(tags::add);
            }
        }
        return tags;
    }

    private static java.util.stream.Stream<Integer> publicTags() {
        return java.util.Arrays.stream(Tag.class.getFields())
                .filter(field -> field.getType() == int.class)
                .map(field -> {
                    try {
                        return field.getInt(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .filter(tag -> Tag.group(tag) >= 8
                        && Tag.element(tag) != 0
                        && tag != Tag.SpecificCharacterSet
                        && tag != Tag.PixelData
                        && tag != Tag.PixelRepresentation
                        && Dictionary.lookup(tag).orElseThrow().vrs().size() == 1);
    }

    public static Arbitrary<DataSet> any() {
        return dataSet(3).map(DataSets::declared);
    }

    /** What a writer will say of the text, so that data sets compare equal after a round trip. */
    private static DataSet declared(DataSet dataSet) {
        return dataSet.toBuilder().text(Tag.SpecificCharacterSet, "ISO_IR 192").build();
    }

    private static Arbitrary<DataSet> dataSet(int depth) {
        return element(depth).list().ofMaxSize(6).map(elements -> {
            DataSet.Builder builder = DataSet.builder();
            elements.forEach(builder::add);
            return builder.build();
        });
    }

    private static Arbitrary<DataElement> element(int depth) {
        Arbitrary<DataElement> known = Arbitraries.of(TAGS)
                .filter(tag -> depth > 0 || Dictionary.vrOf(tag) != Vr.SQ)
                .flatMap(tag ->
                        value(Dictionary.vrOf(tag), depth).map(v -> new DataElement(tag, Dictionary.vrOf(tag), v)));
        Arbitrary<DataElement> unknown = Combinators.combine(
                        Arbitraries.integers().between(0x00091001, 0x000910FF), binary(Vr.UN))
                .as((tag, value) -> new DataElement(tag, Vr.UN, value));
        return Arbitraries.frequencyOf(Tuple.of(9, known), Tuple.of(1, unknown));
    }

    private static Arbitrary<? extends Value> value(Vr vr, int depth) {
        if (vr == Vr.SQ) {
            return dataSet(depth - 1).list().ofMaxSize(3).map(Value.Items::new);
        }
        if (vr.isBinary()) {
            return binary(vr);
        }
        return text(vr).list().ofMaxSize(vr.isSingleText() ? 1 : 4).map(Value.Text::new);
    }

    private static Arbitrary<Value.Binary> binary(Vr vr) {
        if (vr == Vr.FL || vr == Vr.FD) {
            return numbers(vr);
        }
        int unit = Math.max(2, vr.valueSize());
        return Arbitraries.integers()
                .between(0, 5)
                .flatMap(count -> Arbitraries.bytes().array(byte[].class).ofSize(count * unit))
                .map(Value.Binary::new);
    }

    /** Numbers and infinities; JSON does not keep the bits of what is not a number. */
    private static Arbitrary<Value.Binary> numbers(Vr vr) {
        Arbitrary<Double> value = Arbitraries.oneOf(
                Arbitraries.doubles(), Arbitraries.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0));
        return value.list().ofMaxSize(4).map(values -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(values.size() * vr.valueSize()).order(ByteOrder.LITTLE_ENDIAN);
            for (double number : values) {
                if (vr == Vr.FL) {
                    bytes.putFloat((float) number);
                } else {
                    bytes.putDouble(number);
                }
            }
            return new Value.Binary(bytes.array());
        });
    }

    private static Arbitrary<String> text(Vr vr) {
        return switch (vr) {
            case DS ->
                Arbitraries.doubles()
                        .between(-1e9, 1e9)
                        .map(v -> DataSet.builder()
                                .decimals(Tag.PixelSpacing, v)
                                .build()
                                .string(Tag.PixelSpacing)
                                .orElseThrow());
            case IS -> Arbitraries.integers().map(String::valueOf);
            case UI -> Arbitraries.integers().greaterOrEqual(0).map(v -> "1.2." + v);
            case PN -> characters(vr).ofMaxLength(12);
            default ->
                vr.usesSpecificCharacterSet()
                        ? characters(vr).ofMaxLength(16)
                        : Arbitraries.strings().withCharRange('A', 'Z').ofMaxLength(8);
        };
    }

    /** Without delimiters, and without what padding is at the ends. */
    private static StringArbitrary characters(Vr vr) {
        String more = vr.isSingleText() ? "\\^=-äЖ山가" : "^-äЖ山가";
        return Arbitraries.strings().withCharRange('a', 'z').withChars(more);
    }

    /** Every element with its value: for failures of tests on made-up data only. */
    public static String describe(DataSet dataSet) {
        StringBuilder text = new StringBuilder("{");
        for (DataElement element : dataSet) {
            text.append(Tag.format(element.tag()))
                    .append(' ')
                    .append(element.vr())
                    .append(' ');
            if (element.value() instanceof Value.Items items) {
                items.items().forEach(item -> text.append(describe(item)));
            } else if (element.value() instanceof Value.Binary binary) {
                text.append(HexFormat.of().formatHex(binary.bytes()));
            } else {
                text.append(element.value());
            }
            text.append("; ");
        }
        return text.append('}').toString();
    }
}

package org.mammoclip.dicom.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/** A data set whose lengths are known, ready to be written. Holds text values once more; binary values are shared. */
final class EncodedDataSet {
    private static final DataElement UTF8 =
            new DataElement(Tag.SpecificCharacterSet, Vr.CS, new Value.Text(List.of("ISO_IR 192")));

    private final List<EncodedElement> elements;
    private final Coding coding;
    private final long length;

    private EncodedDataSet(List<EncodedElement> elements, Coding coding) {
        this.elements = elements;
        this.coding = coding;
        this.length = elements.stream().mapToLong(e -> e.encodedLength(coding)).sum();
    }

    /** @param encapsulated whether Pixel Data must be fragments, else must not be */
    static EncodedDataSet of(DataSet dataSet, Coding coding, boolean encapsulated) {
        if (encapsulated) {
            checkPixelData(dataSet);
        }
        boolean isCommand = dataSet.elements().stream().allMatch(e -> Tag.group(e.tag()) <= 2);
        boolean declare = !isCommand && (dataSet.contains(Tag.SpecificCharacterSet) || hasNonAscii(dataSet));
        return encode(declare ? dataSet.toBuilder().add(UTF8).build() : dataSet, coding, encapsulated, true);
    }

    private static EncodedDataSet encode(DataSet dataSet, Coding coding, boolean encapsulated, boolean root) {
        List<EncodedElement> encoded = new ArrayList<>(dataSet.size());
        for (DataElement element : dataSet) {
            int tag = element.tag();
            boolean groupLength = Tag.element(tag) == 0 && Tag.group(tag) != 0;
            if (Tag.group(tag) == 0xFFFE) {
                throw new IllegalArgumentException(Tag.format(tag) + " is a delimiter, not an element");
            }
            if (!groupLength && (root || tag != Tag.SpecificCharacterSet)) {
                encoded.add(encode(element, coding, encapsulated));
            }
        }
        return new EncodedDataSet(encoded, coding);
    }

    private static EncodedElement encode(DataElement element, Coding coding, boolean encapsulated) {
        int tag = element.tag();
        Vr vr = element.vr();
        Value value = element.value();
        if (value instanceof Value.Items items) {
            return new EncodedElement.Sequence(
                    tag,
                    items.items().stream()
                            .map(item -> encode(item, coding, encapsulated, false))
                            .toList());
        }
        if (value instanceof Value.Text text) {
            return new EncodedElement.Bytes(tag, vr, TextBytes.encode(tag, vr, text.values()), 1);
        }
        if (value instanceof Value.Binary binary) {
            return new EncodedElement.Bytes(
                    tag, vr, TextBytes.padded(binary.bytes(), (byte) 0), coding.isBigEndian() ? vr.swapUnit() : 1);
        }
        if (isEncapsulated(value) && !encapsulated) {
            throw new IllegalArgumentException(Tag.format(tag) + " is encapsulated, the transfer syntax is not");
        }
        if (value instanceof Value.Fragments fragments) {
            List<Value.Binary> all = new ArrayList<>();
            all.add(fragments.offsetTable());
            all.addAll(fragments.fragments());
            return new EncodedElement.Encapsulated(
                    tag,
                    vr,
                    all.stream().map(f -> TextBytes.padded(f.bytes(), (byte) 0)).toList());
        }
        if (value instanceof Value.FileRegion region) {
            return new EncodedElement.Region(tag, vr, region);
        }
        throw new IllegalArgumentException(Tag.format(tag) + " is a value that only a web server has");
    }

    private static boolean isEncapsulated(Value value) {
        return value instanceof Value.Fragments || (value instanceof Value.FileRegion region && region.encapsulated());
    }

    /** Icons in items may be native all the same. */
    private static void checkPixelData(DataSet dataSet) {
        Optional<DataElement> pixels = dataSet.element(Tag.PixelData);
        if (pixels.isPresent()
                && !pixels.get().isEmpty()
                && !isEncapsulated(pixels.get().value())) {
            throw new IllegalArgumentException(Tag.format(Tag.PixelData) + " is native, the transfer syntax is not");
        }
    }

    private static boolean hasNonAscii(DataSet dataSet) {
        for (DataElement element : dataSet) {
            if (element.value() instanceof Value.Items items) {
                if (items.items().stream().anyMatch(EncodedDataSet::hasNonAscii)) {
                    return true;
                }
            } else if (element.value() instanceof Value.Text text
                    && element.vr().usesSpecificCharacterSet()
                    && text.values().stream().anyMatch(value -> value.chars().anyMatch(c -> c > 0x7F))) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of all elements. */
    long length() {
        return length;
    }

    void writeTo(RegionOutput out) throws IOException {
        for (EncodedElement element : elements) {
            element.writeTo(out, coding);
        }
    }
}

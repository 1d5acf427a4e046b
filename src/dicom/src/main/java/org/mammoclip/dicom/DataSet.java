package org.mammoclip.dicom;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A data set (PS3.5 chapter 7): elements in ascending tag order, each tag once. Immutable and thread-safe; a changed
 * copy comes from {@link #toBuilder()}.
 *
 * <p>The typed accessors are tolerant readers: a missing, empty or malformed value is an empty result, never an
 * exception, because objects from modalities are untrusted input. Code that must have a value says so with its own
 * reasoned error.
 */
public final class DataSet implements Iterable<DataElement> {
    public static final DataSet EMPTY = new DataSet(new TreeMap<>());

    private final NavigableMap<Integer, DataElement> elements;

    private DataSet(NavigableMap<Integer, DataElement> elements) {
        this.elements = elements;
    }

    public static Builder builder() {
        return new Builder(newMap());
    }

    private static TreeMap<Integer, DataElement> newMap() {
        return new TreeMap<>(Integer::compareUnsigned);
    }

    public Builder toBuilder() {
        TreeMap<Integer, DataElement> copy = newMap();
        copy.putAll(elements);
        return new Builder(copy);
    }

    public Optional<DataElement> element(int tag) {
        return Optional.ofNullable(elements.get(tag));
    }

    public boolean contains(int tag) {
        return elements.containsKey(tag);
    }

    public boolean isEmpty() {
        return elements.isEmpty();
    }

    public int size() {
        return elements.size();
    }

    @Override
    public Iterator<DataElement> iterator() {
        return elements.values().iterator();
    }

    public Collection<DataElement> elements() {
        return java.util.Collections.unmodifiableCollection(elements.values());
    }

    /** The first text value, stripped of spaces; empty when missing, blank or not text. */
    public Optional<String> string(int tag) {
        List<String> values = strings(tag);
        return values.isEmpty() || values.get(0).isBlank()
                ? Optional.empty()
                : Optional.of(values.get(0).strip());
    }

    /** All text values as held; empty when missing or not text. */
    public List<String> strings(int tag) {
        return element(tag).map(DataElement::value).orElse(null) instanceof Value.Text text ? text.values() : List.of();
    }

    /** The first value as a number: IS, US, SS, UL, SL, or a DS without fraction. */
    public OptionalInt integer(int tag) {
        OptionalDouble value = decimal(tag);
        if (value.isEmpty()
                || value.getAsDouble() != Math.rint(value.getAsDouble())
                || Math.abs(value.getAsDouble()) > Integer.MAX_VALUE) {
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) value.getAsDouble());
    }

    /** The first value as a number, finite: DS, IS, FL, FD and the binary integers. */
    public OptionalDouble decimal(int tag) {
        double[] values = decimals(tag);
        return values.length == 0 || !Double.isFinite(values[0])
                ? OptionalDouble.empty()
                : OptionalDouble.of(values[0]);
    }

    /** All values as numbers; NaN for a member that is not a number; an empty array when missing. */
    public double[] decimals(int tag) {
        DataElement element = elements.get(tag);
        if (element == null) {
            return new double[0];
        }
        if (element.value() instanceof Value.Text text) {
            return text.values().stream().mapToDouble(DataSet::parse).toArray();
        }
        if (!(element.value() instanceof Value.Binary binary)) {
            return new double[0];
        }
        ByteBuffer bytes = ByteBuffer.wrap(binary.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        double[] result = new double[bytes.remaining() / element.vr().valueSize()];
        for (int i = 0; i < result.length; i++) {
            result[i] = switch (element.vr()) {
                case US, OW -> bytes.getShort() & 0xFFFF;
                case SS -> bytes.getShort();
                case UL, OL -> bytes.getInt() & 0xFFFFFFFFL;
                case AT -> ((bytes.getShort() & 0xFFFFL) << 16) | (bytes.getShort() & 0xFFFFL);
                case SL -> bytes.getInt();
                case FL, OF -> bytes.getFloat();
                case FD, OD -> bytes.getDouble();
                case SV, OV, UV -> bytes.getLong();
                default -> bytes.get() & 0xFF;
            };
        }
        return result;
    }

    private static double parse(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The first value as a UID; empty when it is missing or not a legal UID. */
    public Optional<Uid> uid(int tag) {
        return string(tag).filter(Uid::isValid).map(Uid::of);
    }

    /** The first value as a date (DA); empty when missing or malformed. */
    public Optional<LocalDate> date(int tag) {
        return string(tag).flatMap(DateTimeText::parseDate);
    }

    /** The first value as a time (TM), missing parts taken as zero; empty when missing or malformed. */
    public Optional<LocalTime> time(int tag) {
        return string(tag).flatMap(DateTimeText::parseTime);
    }

    /** The items of a sequence; empty when missing or not a sequence. */
    public List<DataSet> items(int tag) {
        return element(tag).map(DataElement::value).orElse(null) instanceof Value.Items items
                ? items.items()
                : List.of();
    }

    /** The first item of a sequence. */
    public Optional<DataSet> item(int tag) {
        return items(tag).stream().findFirst();
    }

    /** The little endian bytes of a binary value; the array is shared, do not change it. */
    public Optional<byte[]> bytes(int tag) {
        return element(tag).map(DataElement::value).orElse(null) instanceof Value.Binary binary
                ? Optional.of(binary.bytes())
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataSet that && elements.equals(that.elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    /** The number of elements only: values may be patient data and this text may reach a log. */
    @Override
    public String toString() {
        return "DataSet[" + elements.size() + " elements]";
    }

    /** Collects elements; a later element with the same tag replaces the earlier one. Not thread-safe. */
    public static final class Builder {
        private final TreeMap<Integer, DataElement> elements;

        private Builder(TreeMap<Integer, DataElement> elements) {
            this.elements = elements;
        }

        @CanIgnoreReturnValue
        public Builder add(DataElement element) {
            elements.put(element.tag(), element);
            return this;
        }

        /** Text with the dictionary's value representation; no values makes a zero-length element. */
        @CanIgnoreReturnValue
        public Builder text(int tag, String... values) {
            return add(new DataElement(tag, Dictionary.vrOf(tag), new Value.Text(List.of(values))));
        }

        @CanIgnoreReturnValue
        public Builder uid(int tag, Uid uid) {
            return text(tag, uid.value());
        }

        /** Integers as IS, US, SS, UL or SL after the dictionary (US where it offers several). */
        @CanIgnoreReturnValue
        public Builder integers(int tag, int... values) {
            Vr vr = Dictionary.vrOf(tag);
            return vr.isText()
                    ? text(
                            tag,
                            Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new))
                    : integers(tag, vr, values);
        }

        /** Binary integers with a given value representation: US, SS, OW, UL, SL, AT, OL or OB. */
        @CanIgnoreReturnValue
        public Builder integers(int tag, Vr vr, int... values) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(values.length * vr.valueSize()).order(ByteOrder.LITTLE_ENDIAN);
            for (int value : values) {
                switch (vr.valueSize()) {
                    case 1 -> bytes.put((byte) value);
                    case 2 -> bytes.putShort((short) value);
                    case 4 -> {
                        if (vr == Vr.AT) {
                            bytes.putShort((short) Tag.group(value)).putShort((short) Tag.element(value));
                        } else {
                            bytes.putInt(value);
                        }
                    }
                    default -> throw new IllegalArgumentException(vr + " is no integer representation");
                }
            }
            return binary(tag, vr, bytes.array());
        }

        /** FL or FD values after the dictionary, or DS text of at most 16 characters (PS3.5 6.2). */
        @CanIgnoreReturnValue
        public Builder decimals(int tag, double... values) {
            Vr vr = Dictionary.vrOf(tag);
            if (vr == Vr.DS) {
                return text(
                        tag,
                        Arrays.stream(values).mapToObj(DecimalString::format).toArray(String[]::new));
            }
            ByteBuffer bytes =
                    ByteBuffer.allocate(values.length * vr.valueSize()).order(ByteOrder.LITTLE_ENDIAN);
            for (double value : values) {
                if (vr == Vr.FL || vr == Vr.OF) {
                    bytes.putFloat((float) value);
                } else if (vr == Vr.FD || vr == Vr.OD) {
                    bytes.putDouble(value);
                } else {
                    throw new IllegalArgumentException(Tag.format(tag) + " " + vr + " holds no decimals");
                }
            }
            return binary(tag, vr, bytes.array());
        }

        /** Little endian bytes; the array is not copied. */
        @CanIgnoreReturnValue
        public Builder binary(int tag, Vr vr, byte[] littleEndian) {
            return add(new DataElement(tag, vr, new Value.Binary(littleEndian)));
        }

        @CanIgnoreReturnValue
        public Builder sequence(int tag, DataSet... items) {
            return sequence(tag, List.of(items));
        }

        @CanIgnoreReturnValue
        public Builder sequence(int tag, List<DataSet> items) {
            return add(new DataElement(tag, Vr.SQ, new Value.Items(items)));
        }

        /** Whether an element with this tag has been added. */
        public boolean contains(int tag) {
            return elements.containsKey(tag);
        }

        @CanIgnoreReturnValue
        public Builder remove(int tag) {
            elements.remove(tag);
            return this;
        }

        /** Copies those of the tags that the source has, values unchanged. */
        @CanIgnoreReturnValue
        public Builder copy(DataSet source, int... tags) {
            for (int tag : tags) {
                source.element(tag).ifPresent(this::add);
            }
            return this;
        }

        @CanIgnoreReturnValue
        public Builder addAll(DataSet source) {
            elements.putAll(source.elements);
            return this;
        }

        /** The data set; the builder may go on and does not change what was built. */
        public DataSet build() {
            TreeMap<Integer, DataElement> result = newMap();
            result.putAll(elements);
            return new DataSet(result);
        }
    }
}

package org.mammoclip.dicom.file;

import java.io.IOException;
import java.util.List;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/** An element whose value length is known, ready to be written (PS3.5 7.1). */
sealed interface EncodedElement {
    int tag();

    /** The representation written, before a value too long for it is written as UN. */
    Vr vr();

    /** Bytes of the value field, delimiters included. */
    long valueLength();

    void writeValue(RegionOutput out, Coding coding) throws IOException;

    /** Whether the length field says undefined. */
    default boolean isUndefinedLength() {
        return false;
    }

    /** UN where a 16-bit length would not do (PS3.5 6.2.2). */
    private Vr writtenVr() {
        return !vr().hasLongLength() && valueLength() > 0xFFFE ? Vr.UN : vr();
    }

    /** Bytes of header and value. */
    default long encodedLength(Coding coding) {
        return valueLength() + (coding.isExplicit() && writtenVr().hasLongLength() ? 12 : 8);
    }

    default void writeTo(RegionOutput out, Coding coding) throws IOException {
        boolean bigEndian = coding.isBigEndian();
        if (!isUndefinedLength() && valueLength() >= ElementHeader.UNDEFINED_LENGTH) {
            throw new IllegalArgumentException(Tag.format(tag()) + " is longer than 4 GiB");
        }
        int length = isUndefinedLength() ? 0xFFFFFFFF : (int) valueLength();
        out.writeShort(Tag.group(tag()), bigEndian);
        out.writeShort(Tag.element(tag()), bigEndian);
        if (coding.isExplicit()) {
            Vr vr = writtenVr();
            out.write(vr.name().charAt(0));
            out.write(vr.name().charAt(1));
            if (vr.hasLongLength()) {
                out.writeShort(0, bigEndian);
                out.writeInt(length, bigEndian);
            } else {
                out.writeShort(length, bigEndian);
            }
        } else {
            out.writeInt(length, bigEndian);
        }
        writeValue(out, coding);
    }

    private static void writeItemHeader(RegionOutput out, int tag, long length, boolean bigEndian) throws IOException {
        out.writeShort(Tag.group(tag), bigEndian);
        out.writeShort(Tag.element(tag), bigEndian);
        out.writeInt((int) length, bigEndian);
    }

    /** A value in memory, of even length; {@code swapUnit} 1 leaves it as it is. */
    record Bytes(int tag, Vr vr, byte[] value, int swapUnit) implements EncodedElement {
        @Override
        public long valueLength() {
            return value.length;
        }

        @Override
        public void writeValue(RegionOutput out, Coding coding) throws IOException {
            if (swapUnit == 1) {
                out.write(value, 0, value.length);
                return;
            }
            byte[] swapped = value.clone();
            ByteOrders.swap(swapped, swapped.length, swapUnit);
            out.write(swapped, 0, swapped.length);
        }
    }

    /** Items of defined length. */
    record Sequence(int tag, List<EncodedDataSet> items) implements EncodedElement {
        @Override
        public Vr vr() {
            return Vr.SQ;
        }

        @Override
        public long valueLength() {
            return items.stream().mapToLong(item -> 8 + item.length()).sum();
        }

        @Override
        public void writeValue(RegionOutput out, Coding coding) throws IOException {
            for (EncodedDataSet item : items) {
                writeItemHeader(out, Tag.Item, item.length(), coding.isBigEndian());
                item.writeTo(out);
            }
        }
    }

    /** Offset table and fragments, each of even length (PS3.5 A.4). */
    record Encapsulated(int tag, Vr vr, List<byte[]> fragments) implements EncodedElement {
        @Override
        public boolean isUndefinedLength() {
            return true;
        }

        @Override
        public long valueLength() {
            return 8
                    + fragments.stream()
                            .mapToLong(fragment -> 8 + fragment.length)
                            .sum();
        }

        @Override
        public void writeValue(RegionOutput out, Coding coding) throws IOException {
            for (byte[] fragment : fragments) {
                writeItemHeader(out, Tag.Item, fragment.length, coding.isBigEndian());
                out.write(fragment, 0, fragment.length);
            }
            writeItemHeader(out, Tag.SequenceDelimitationItem, 0, coding.isBigEndian());
        }
    }

    /** A value copied from a file. */
    record Region(int tag, Vr vr, Value.FileRegion region) implements EncodedElement {
        @Override
        public boolean isUndefinedLength() {
            return region.encapsulated();
        }

        @Override
        public long valueLength() {
            return region.length() + region.length() % 2;
        }

        @Override
        public void writeValue(RegionOutput out, Coding coding) throws IOException {
            out.writeRegion(region, region.bigEndian() == coding.isBigEndian() ? 1 : vr.swapUnit());
            if (region.length() % 2 == 1) {
                out.write(0);
            }
        }
    }
}

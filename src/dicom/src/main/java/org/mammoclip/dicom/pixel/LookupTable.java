package org.mammoclip.dicom.pixel;

import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * A look-up table of a Modality LUT or VOI LUT Sequence item (PS3.3 C.11.1.1, C.11.2.1.1). Inputs below the first mapped
 * value take the first entry, inputs above the last mapped value the last.
 */
final class LookupTable {
    private static final int MAX_ENTRIES = 65536;

    private final int first;
    private final int bits;
    private final short[] entries;

    private LookupTable(int first, int bits, short[] entries) {
        this.first = first;
        this.bits = bits;
        this.entries = entries;
    }

    /**
     * @param item one item of the sequence
     * @param signedInput whether the first mapped value is signed
     * @throws UndecodablePixelsException if descriptor and data do not make a table
     */
    static LookupTable of(DataSet item, boolean signedInput) throws UndecodablePixelsException {
        double[] descriptor = item.decimals(Tag.LUTDescriptor);
        if (descriptor.length != 3) {
            throw invalid("LUT Descriptor has " + descriptor.length + " values");
        }
        int count = (int) descriptor[0] & 0xFFFF;
        count = count == 0 ? MAX_ENTRIES : count;
        int first = signedInput ? (short) descriptor[1] : (int) descriptor[1] & 0xFFFF;
        int bits = (int) descriptor[2];
        if (bits < 8 || bits > 16) {
            throw invalid("LUT entries of " + bits + " bits");
        }
        DataElement data = item.element(Tag.LUTData).orElseThrow(() -> invalid("LUT Data is missing"));
        byte[] bytes = data.isEmpty() ? new byte[0] : lutBytes(data);
        short[] entries = new short[count];
        int mask = (1 << bits) - 1;
        if (bytes.length == 2 * count) {
            for (int i = 0; i < count; i++) {
                entries[i] = (short) ((bytes[2 * i] & 0xFF | (bytes[2 * i + 1] & 0xFF) << 8) & mask);
            }
        } else if (bits == 8 && (bytes.length == count || bytes.length == count + 1)) {
            for (int i = 0; i < count; i++) {
                entries[i] = (short) (bytes[i] & 0xFF);
            }
        } else {
            throw invalid("LUT Data of " + bytes.length + " bytes for " + count + " entries of " + bits + " bits");
        }
        return new LookupTable(first, bits, entries);
    }

    private static byte[] lutBytes(DataElement data) throws UndecodablePixelsException {
        try {
            return BulkBytes.plain(data, 2L * MAX_ENTRIES, 2);
        } catch (UndecodablePixelsException e) {
            if (e.reason().isPermanent()) {
                throw new UndecodablePixelsException(Reason.INVALID_GREY_TRANSFORM, "LUT Data cannot be used", e);
            }
            throw e;
        }
    }

    private static UndecodablePixelsException invalid(String detail) {
        return new UndecodablePixelsException(Reason.INVALID_GREY_TRANSFORM, detail);
    }

    /** The entry for an input, 0 to {@link #highest}; the input is rounded to the nearest integer. */
    int at(double input) {
        double index = Math.floor(input + 0.5) - first;
        int clamped = (int) Math.min(Math.max(index, 0), entries.length - 1);
        return entries[clamped] & 0xFFFF;
    }

    /** The largest value an entry can have. */
    int highest() {
        return (1 << bits) - 1;
    }
}

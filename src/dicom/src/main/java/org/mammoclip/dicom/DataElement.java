package org.mammoclip.dicom;

/**
 * One data element (PS3.5 7.1).
 *
 * @param tag see {@link Tag}
 * @param vr its value representation; {@link Vr#UN} when it is not known
 * @param value the value field
 */
public record DataElement(int tag, Vr vr, Value value) {
    /** @throws IllegalArgumentException if value and value representation do not fit */
    public DataElement {
        boolean fits;
        if (value instanceof Value.Text) {
            fits = vr.isText();
        } else if (value instanceof Value.Items) {
            fits = vr == Vr.SQ;
        } else if (value instanceof Value.Fragments) {
            fits = vr == Vr.OB || vr == Vr.OW;
        } else if (value instanceof Value.BulkDataUri) {
            fits = vr != Vr.SQ;
        } else {
            fits = vr.isBinary();
        }
        if (!fits) {
            throw new IllegalArgumentException(Tag.format(tag) + " " + vr + " cannot hold "
                    + value.getClass().getSimpleName());
        }
    }

    /** Whether the value field has no bytes, no text and no items. */
    public boolean isEmpty() {
        if (value instanceof Value.Text text) {
            return text.values().isEmpty();
        }
        if (value instanceof Value.Binary binary) {
            return binary.bytes().length == 0;
        }
        if (value instanceof Value.Items items) {
            return items.items().isEmpty();
        }
        if (value instanceof Value.Fragments fragments) {
            return fragments.fragments().isEmpty();
        }
        return value instanceof Value.FileRegion region && region.length() == 0;
    }
}

package org.mammoclip.dicom.json;

import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.PersonName;
import org.mammoclip.dicom.Vr;

/** A member of a Value array, before its value representation is known. */
sealed interface JsonValue {
    /** JSON null: an empty value among others. */
    Scalar EMPTY = new Scalar("");

    /** A string, or the digits of a number. */
    record Scalar(String literal) implements JsonValue {}

    record Item(DataSet dataSet) implements JsonValue {}

    record Name(PersonName name) implements JsonValue {}

    /** @throws IllegalArgumentException if it is no item */
    default DataSet item() {
        if (this instanceof Item item) {
            return item.dataSet();
        }
        if (this == EMPTY) {
            return DataSet.EMPTY;
        }
        throw new IllegalArgumentException("no item");
    }

    /** @throws IllegalArgumentException if it is no text of this representation */
    default String text(Vr vr) {
        if (this instanceof Name name && vr == Vr.PN) {
            return name.name().value();
        }
        if (this instanceof Item item && vr == Vr.PN && item.dataSet().isEmpty()) {
            return "";
        }
        if (this instanceof Scalar scalar
                && (vr.isSingleText() || scalar.literal().indexOf('\\') < 0)) {
            return scalar.literal();
        }
        throw new IllegalArgumentException("no text");
    }
}
